import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { connectToClone } from '../support/database.js';

/** The control plane and tables without a merchant: their keys may begin with another column. */
const NO_TENANT = [
  'login_failures',
  'mails', // those about a user's account have no merchant
  'merchants',
  'migrations',
  'operator_log',
  'passkey_challenges',
  'passkeys',
  'password_resets',
  'policy_reports',
  'receipt_mail_progress',
  'recovery_codes',
  'search_progress',
  'servers',
  'sessions',
  'sign_ins',
  'statistics_progress',
  'totp_factors',
  'users',
  'workers',
];
const NO_TENANT_INDEX = ['api_keys_id', 'invites_token']; // callers are looked up by the key only, invites by their token

describe('the catalogue of tables', () => {
  let db: pg.Client;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ db, close } = await connectToClone());
  });
  afterAll(() => close());

  const names = async (text: string): Promise<string[]> =>
    (await db.query<{ name: string }>(text)).rows.map(({ name }) => name);

  it('a table has a merchant_id that is never null, except those listed with a reason', async () => {
    const without = await names(`
      SELECT c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'merchant_id' AND a.attnotnull)
      ORDER BY 1`);
    expect(without).toEqual(NO_TENANT);
  });

  it('every primary key and unique index of a tenant table begins with merchant_id', async () => {
    const found = await db.query<{ name: string; first: string | null }>(
      `
      SELECT i.indexrelid::regclass::text AS name, a.attname AS first FROM pg_index i
      JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE i.indisunique AND NOT c.relname = ANY ($1) ORDER BY 1`,
      [NO_TENANT],
    );
    expect(found.rows.length).toBeGreaterThan(12);
    expect(found.rows.filter(({ first }) => first !== 'merchant_id').map(({ name }) => name)).toEqual(NO_TENANT_INDEX);
  });

  it('every foreign key of a tenant table begins with merchant_id on both sides', async () => {
    const found = await db.query<{ name: string; here: string; there: string }>(`
      SELECT k.conname AS name, a.attname AS here, b.attname AS there FROM pg_constraint k
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
      JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
      WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND k.confrelid NOT IN ('merchants'::regclass, 'users'::regclass)`);
    expect(found.rows.length).toBeGreaterThan(5);
    expect(found.rows.filter(({ here, there }) => here !== 'merchant_id' || there !== 'merchant_id')).toEqual([]);
    const toMerchants = await names(`
      SELECT a.attname AS name FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
      WHERE k.contype = 'f' AND k.confrelid = 'merchants'::regclass`);
    expect(new Set(toMerchants)).toEqual(new Set(['merchant_id']));
  });

  it('money is bigint, times have a time zone, and every status is constrained', async () => {
    const { rows } = await db.query<{ table: string; column: string; type: string }>(`
      SELECT table_name AS table, column_name AS column, data_type AS type FROM information_schema.columns
      WHERE table_schema = 'public'`);
    const money = rows.filter(
      ({ table, column }) =>
        /^amount/.test(column) || (column === 'capture_amount' && ['payments', 'charges'].includes(table)),
    );
    expect(new Set(money.map(({ type }) => type))).toEqual(new Set(['bigint']));
    const times = rows.filter(({ column }) => /_(at|until|before|since)$/.test(column));
    expect(times.length).toBeGreaterThan(20);
    expect(new Set(times.map(({ type }) => type))).toEqual(new Set(['timestamp with time zone']));
    const statuses = rows
      .filter(({ column, type }) => column === 'status' && type === 'text')
      .map(({ table }) => table);
    const checked = await names(`
      SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
      WHERE contype = 'c' AND pg_get_constraintdef(oid) LIKE '%status = ANY%'`);
    expect(statuses.filter((table) => !checked.includes(table))).toEqual([]);
    expect(statuses.length).toBeGreaterThanOrEqual(4);
  });

  it('look-ups by merchant, status, payment and time of the next attempt use an index', async () => {
    const definitions = await names(`SELECT indexdef AS name FROM pg_indexes WHERE schemaname = 'public'`);
    const indexed = (table: string, columns: string) =>
      definitions.some((text) => text.includes(`ON public.${table} USING btree (${columns}`));
    for (const table of ['orders', 'payments', 'refunds', 'webhook_logs'])
      expect([table, indexed(table, 'merchant_id, status')]).toEqual([table, true]);
    expect(indexed('refunds', 'merchant_id, payment_id')).toBe(true);
    expect(indexed('payments', 'merchant_id, order_id')).toBe(true);
    expect(indexed('webhook_logs', 'next_retry_at')).toBe(true);
  });
});
