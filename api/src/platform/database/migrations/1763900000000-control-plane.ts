import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Users, their roles at merchants, their sessions, and the audit log. Emails are stored in lower case; tokens of sessions
 * and invites as SHA-256 (256 random bits need no slow hash), passwords as argon2id.
 */
export class ControlPlane1763900000000 implements MigrationInterface {
  name = 'ControlPlane1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [USERS, MEMBERSHIPS, AUDIT]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_log, invites, memberships, sessions, login_failures, users');
  }
}

const USERS = `
CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  email text NOT NULL CHECK (email = lower(email)),
  name text NOT NULL,
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email ON users (email);
CREATE TABLE sessions (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  user_id uuid NOT NULL REFERENCES users,
  token_hash bytea NOT NULL,
  address text,
  user_agent text,
  seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX sessions_token ON sessions (token_hash);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE TABLE login_failures (
  account text COLLATE "C" PRIMARY KEY,
  failures int NOT NULL,
  failed_at timestamptz NOT NULL,
  blocked_until timestamptz NOT NULL
);`;

const MEMBERSHIPS = `
CREATE TABLE memberships (
  merchant_id uuid NOT NULL REFERENCES merchants,
  user_id uuid NOT NULL REFERENCES users,
  role text NOT NULL CHECK (role IN ('viewer', 'support', 'developer', 'admin', 'owner')),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (merchant_id, user_id)
);
CREATE INDEX memberships_user ON memberships (user_id, created_at);
CREATE TABLE invites (
  merchant_id uuid NOT NULL REFERENCES merchants,
  id uuid NOT NULL DEFAULT uuidv7(),
  email text NOT NULL CHECK (email = lower(email)),
  role text NOT NULL CHECK (role IN ('viewer', 'support', 'developer', 'admin', 'owner')),
  token_hash bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id)
);
CREATE UNIQUE INDEX invites_email ON invites (merchant_id, email);
CREATE UNIQUE INDEX invites_token ON invites (token_hash);`;

/** A row is written before the change is attempted; only its outcome is set afterwards, once. */
const AUDIT = `
CREATE TABLE audit_log (
  merchant_id uuid NOT NULL REFERENCES merchants,
  id uuid NOT NULL DEFAULT uuidv7(),
  actor text NOT NULL,
  action text NOT NULL,
  object_id text,
  detail json,
  outcome int,
  address text,
  user_agent text,
  request_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id)
);
CREATE INDEX audit_log_actor ON audit_log (merchant_id, actor, id);
CREATE INDEX audit_log_object ON audit_log (merchant_id, object_id, id) WHERE object_id IS NOT NULL;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW
  WHEN (OLD.outcome IS NOT NULL) EXECUTE FUNCTION append_only();`;
