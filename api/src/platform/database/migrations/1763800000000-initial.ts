import type { MigrationInterface, QueryRunner } from 'typeorm';
import { EVENTS, KEYS, WEBHOOKS, WORKERS } from './initial/event-tables.js';
import { FUNCTIONS, MOVEMENTS, ORDERS, PAYMENTS, REFUNDS, TENANTS } from './initial/money-tables.js';

/**
 * The first schema. Every tenant table's primary key, unique indexes and foreign keys begin with merchant_id.
 * Money is bigint (minor units), time timestamptz, status text with CHECK, payload bytes text or json (never jsonb:
 * json keeps the bytes). The triggers repeat the state tables of the code; a test compares the two.
 */
export class Initial1763800000000 implements MigrationInterface {
  name = 'Initial1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [FUNCTIONS, TENANTS, ORDERS, PAYMENTS, REFUNDS, MOVEMENTS, EVENTS, WEBHOOKS, KEYS, WORKERS]) {
      await runner.query(part);
    }
  }

  async down(): Promise<void> {
    throw new Error('The first migration cannot be undone: restore a backup instead');
  }
}
