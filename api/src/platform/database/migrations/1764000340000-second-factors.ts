import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Second factors (TOTP, recovery codes), sign-ins that wait for one, the time at which a session last proved a factor,
 * and the merchants that require a factor of their members. Existing sessions have proved none lately. A session of the
 * previous version counts as proved at its sign-in.
 */
export class SecondFactors1764000340000 implements MigrationInterface {
  name = 'SecondFactors1764000340000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions ADD COLUMN proved_at timestamptz');
    await runner.query('ALTER TABLE sessions ALTER COLUMN proved_at SET DEFAULT now()');
    await runner.query('ALTER TABLE merchants ADD COLUMN requires_second_factor boolean NOT NULL DEFAULT false');
    await runner.query(FACTORS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sign_ins, recovery_codes, totp_factors');
    await runner.query('ALTER TABLE merchants DROP COLUMN requires_second_factor');
    await runner.query('ALTER TABLE sessions DROP COLUMN proved_at');
  }
}

/**
 * `last_step`: the 30-second step of the last accepted code; a code of this step or an earlier one is refused. Tokens and
 * recovery codes are SHA-256: both are too long to guess.
 */
const FACTORS = `
CREATE TABLE totp_factors (
  user_id uuid PRIMARY KEY REFERENCES users,
  secret_cipher text NOT NULL,
  confirmed_at timestamptz,
  last_step bigint,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE recovery_codes (
  user_id uuid NOT NULL REFERENCES users,
  code_hash bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, code_hash)
);
CREATE TABLE sign_ins (
  token_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  action text NOT NULL,
  is_new_device boolean NOT NULL,
  invite_hash bytea,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sign_ins_user ON sign_ins (user_id);
CREATE INDEX sign_ins_expiry ON sign_ins (expires_at);`;
