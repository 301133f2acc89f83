import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The audit log becomes append-only: intent and outcome are two entries, and a background pass links a merchant's entries
 * into a chain of hashes. The previous version still sets the outcome of its own entries, which have no phase; they are
 * linked once the outcome is set.
 */
export class AuditChain1764000040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [COLUMNS, CHAINS, INDEXES, APPEND_ONLY]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE OR REPLACE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
      FOR EACH ROW WHEN (OLD.outcome IS NOT NULL) EXECUTE FUNCTION append_only()`);
    await runner.query('DROP FUNCTION audit_append_only()');
    await runner.query('DROP INDEX audit_log_unlinked, audit_log_outcome, audit_log_chain');
    await runner.query('DROP TABLE audit_chains');
    await runner.query(
      'ALTER TABLE audit_log DROP COLUMN hash, DROP COLUMN seq, DROP COLUMN intent_id, DROP COLUMN phase',
    );
  }
}

const COLUMNS = `
ALTER TABLE audit_log
  ADD COLUMN phase text CHECK (phase IN ('intent', 'outcome')),
  ADD COLUMN intent_id uuid,
  ADD COLUMN seq bigint,
  ADD COLUMN hash bytea`;

/** The last entry of each chain and the last entry deleted by retention, both signed. */
const CHAINS = `
CREATE TABLE audit_chains (
  merchant_id uuid PRIMARY KEY REFERENCES merchants,
  seq bigint NOT NULL,
  hash bytea NOT NULL,
  signature text NOT NULL,
  anchor_seq bigint NOT NULL DEFAULT 0,
  anchor_hash bytea,
  anchor_signature text,
  anchored_at timestamptz
)`;

const INDEXES = `
CREATE UNIQUE INDEX audit_log_chain ON audit_log (merchant_id, seq) WHERE seq IS NOT NULL;
CREATE UNIQUE INDEX audit_log_outcome ON audit_log (merchant_id, intent_id) WHERE intent_id IS NOT NULL;
CREATE INDEX audit_log_unlinked ON audit_log (merchant_id, id) WHERE seq IS NULL`;

/** Allowed changes: linking an entry once, setting an outcome once (previous version), deleting what an anchor covers. */
const APPEND_ONLY = `
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.seq <= (SELECT anchor_seq FROM audit_chains WHERE merchant_id = OLD.merchant_id) THEN RETURN OLD; END IF;
  ELSIF OLD.seq IS NULL AND to_jsonb(NEW) - '{seq,hash}'::text[] = to_jsonb(OLD) - '{seq,hash}'::text[] THEN
    RETURN NEW;
  ELSIF OLD.seq IS NULL AND OLD.phase IS NULL AND OLD.outcome IS NULL
    AND to_jsonb(NEW) - 'outcome' = to_jsonb(OLD) - 'outcome' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE OR REPLACE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_append_only()`;
