import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Passkeys, and the challenges that were handed out and not yet answered. Ids and challenges are base64url. */
export class Passkeys1764000341000 implements MigrationInterface {
  name = 'Passkeys1764000341000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PASSKEYS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE passkey_challenges, passkeys');
  }
}

const PASSKEYS = `
CREATE TABLE passkeys (
  id text COLLATE "C" PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  name text NOT NULL,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  last_used_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX passkeys_user ON passkeys (user_id);
CREATE TABLE passkey_challenges (
  challenge text COLLATE "C" PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('add', 'confirm', 'sign_in')),
  user_id uuid REFERENCES users,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX passkey_challenges_expiry ON passkey_challenges (expires_at);`;
