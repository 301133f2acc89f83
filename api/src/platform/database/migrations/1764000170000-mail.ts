import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a merchant appears to shoppers, and where shoppers reach it. `logo`: a PNG in base64. */
const MERCHANTS = `
ALTER TABLE merchants ADD COLUMN brand_color text, ADD COLUMN brand_text_color text, ADD COLUMN logo text,
  ADD COLUMN support_email text, ADD COLUMN support_phone text, ADD COLUMN locale text NOT NULL DEFAULT 'en-IN'`;

/**
 * The outbox of mails. A mail about a user's account has a user and no merchant, so that no merchant's list shows it.
 * `secret_cipher`: the sealed link of the mail, removed when the mail is sent or the link expires.
 */
const MAILS = `
CREATE TABLE mails (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  merchant_id uuid REFERENCES merchants (id),
  user_id uuid REFERENCES users (id) ON DELETE CASCADE,
  kind text NOT NULL,
  object_id text,
  recipient text NOT NULL,
  sender_name text NOT NULL,
  subject text NOT NULL,
  body_text text NOT NULL,
  body_html text NOT NULL,
  secret_cipher text,
  secret_until timestamptz,
  status text NOT NULL CHECK (status IN ('pending', 'sent', 'failed', 'kept')),
  attempts int NOT NULL DEFAULT 0,
  error text,
  fence bigint NOT NULL DEFAULT 0,
  lease_until timestamptz,
  next_attempt_at timestamptz,
  sent_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (merchant_id IS NOT NULL OR user_id IS NOT NULL),
  CHECK ((status = 'pending') = (next_attempt_at IS NOT NULL))
);
CREATE INDEX mails_merchant ON mails (merchant_id, id);
CREATE INDEX mails_kind ON mails (merchant_id, kind, id);
CREATE INDEX mails_status ON mails (merchant_id, status, id);
CREATE INDEX mails_due ON mails (next_attempt_at) WHERE status = 'pending';
CREATE INDEX mails_created ON mails (created_at);
CREATE INDEX mails_secrets ON mails (secret_until) WHERE secret_cipher IS NOT NULL`;

/** What a mail was written about, so that it is written once. */
const NOTICES = `
CREATE TABLE mail_notices (
  merchant_id uuid NOT NULL REFERENCES merchants (id),
  kind text NOT NULL,
  object_id text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, kind, object_id)
);
CREATE INDEX mail_notices_created ON mail_notices (created_at)`;

/** Links that set a new password. Each works once. */
const PASSWORD_RESETS = `
CREATE TABLE password_resets (
  token_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX password_resets_user ON password_resets (user_id, created_at);
CREATE INDEX password_resets_created ON password_resets (created_at)`;

/** Branding and contact of merchants, the outbox of mails, and password resets. */
export class Mail1764000170000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [MERCHANTS, MAILS, NOTICES, PASSWORD_RESETS]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE password_resets;
      DROP TABLE mail_notices;
      DROP TABLE mails;
      ALTER TABLE merchants DROP COLUMN brand_color, DROP COLUMN brand_text_color, DROP COLUMN logo,
        DROP COLUMN support_email, DROP COLUMN support_phone, DROP COLUMN locale`);
  }
}
