import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newId } from '../../ids.js';

/** Accounts at acquirers, and the simulated one of every test merchant. */
export class ConnectorAccounts1764000120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE connector_accounts (
        merchant_id uuid NOT NULL REFERENCES merchants,
        id text COLLATE "C" NOT NULL,
        mode text NOT NULL CHECK (mode IN ('test', 'live')),
        connector text NOT NULL,
        label text NOT NULL,
        credentials_cipher text,
        credentials_last4 text,
        webhook_secret_cipher text,
        webhook_secret_last4 text,
        previous_webhook_secret_cipher text,
        previous_webhook_secret_last4 text,
        acquirer_account text,
        methods text[] CHECK (cardinality(methods) > 0),
        currencies text[] CHECK (cardinality(currencies) > 0),
        priority int NOT NULL DEFAULT 0,
        enabled boolean NOT NULL DEFAULT true,
        removed_at timestamptz,
        health json,
        tested_at timestamptz,
        test_result json,
        last_notification_at timestamptz,
        last_verified_at timestamptz,
        created_by text NOT NULL,
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (merchant_id, id),
        CONSTRAINT connector_accounts_removed_is_disabled CHECK (removed_at IS NULL OR NOT enabled),
        CONSTRAINT connector_accounts_simulated_in_test CHECK (connector <> 'simulated' OR mode = 'test'))`);
    // One per merchant, however many processes find it missing at once.
    await runner.query(
      `CREATE UNIQUE INDEX connector_accounts_system ON connector_accounts (merchant_id) WHERE created_by = 'system'`,
    );
    const merchants = (await runner.query(`SELECT id FROM merchants WHERE mode = 'test'`)) as { id: string }[];
    await runner.query(
      `INSERT INTO connector_accounts (merchant_id, id, mode, connector, label, created_by)
       SELECT merchant_id, id, 'test', 'simulated', 'Simulated acquirer', 'system'
       FROM unnest($1::uuid[], $2::text[]) AS made(merchant_id, id)`,
      [merchants.map(({ id }) => id), merchants.map(() => newId('ca'))],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE connector_accounts');
  }
}
