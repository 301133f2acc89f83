import { containsCardNumber } from '@payment-gateway/sdk/card-text';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { redactText } from '../../secrets/redaction.js';
import { SecretBox } from '../../secrets/secret-box.js';
import { storedKey } from '../../secrets/stored-key.js';
import { KEYS_OF_THE_VERSION_BEFORE } from './card-data/keys-of-the-version-before.js';
import { scrubbedBody } from './card-data/scrubbed-body.js';

const BATCH_SIZE = 1_000;
/** Thirteen digits with no letter between, or an encoding that may hide a digit. */
const DIGITS = '([0-9][^0-9A-Za-z]*){13}|[^[:ascii:]]|%[0-9A-Fa-f]{2}|\\\\';
/** The card, and names of secret fields that the previous version did not redact. */
const FIELDS = 'card|cv[vcn]|csc|cid|pin|pan|pwd|pass|secret|otp|token';

interface Scrubbed {
  table: string;
  /** The primary key, which gives the order of the walk. */
  key: readonly string[];
  texts: readonly string[];
  /** A JSON column. Its secrets are found by their field names. */
  body?: string;
  /** A trigger that forbids changes; disabled in the transaction that changes rows. */
  guard?: string;
}

const SCRUBBED: readonly Scrubbed[] = [
  {
    table: 'request_logs',
    key: ['merchant_id', 'id'],
    texts: ['path', 'user_agent', 'error_description'],
    body: 'request_body',
  },
  {
    table: 'audit_log',
    key: ['merchant_id', 'id'],
    texts: ['object_id', 'user_agent'],
    body: 'detail',
    guard: 'audit_log_append_only',
  },
  { table: 'webhook_attempts', key: ['merchant_id', 'webhook_id', 'fence'], texts: ['response_body'] },
  { table: 'sessions', key: ['id'], texts: ['user_agent'] },
];

/**
 * Removes card data that earlier versions recorded, and adds hashed idempotency keys. It does not run in one transaction:
 * it walks the logs in batches while processes of the previous version run, and may be repeated after an interruption.
 */
export abstract class CardData1764000010000 implements MigrationInterface {
  name = 'CardData1764000010000';
  transaction = false;
  protected abstract readonly encryptionKey: string;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(KEYS_OF_THE_VERSION_BEFORE);
    await hashKeys(runner, new SecretBox(this.encryptionKey));
    for (const one of SCRUBBED) await scrub(runner, one);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM idempotency_keys WHERE position(' ' in key) > 0`);
    await runner.query('DROP FUNCTION idempotency_key_of_version_before CASCADE');
    await runner.query('DROP FUNCTION may_be_card_number, idempotency_stored_key');
  }
}

/** The encryption key is needed because the gateway derives its HMAC keys from it. */
export const cardDataMigration = (encryptionKey: string) =>
  class extends CardData1764000010000 {
    protected readonly encryptionKey = encryptionKey;
  };

type Row = Record<string, string | null>;

/** Hashes the keys in the logs and those in use. Keys in use stay beside their hash, so that the previous version finds them. */
async function hashKeys(runner: QueryRunner, secrets: SecretBox): Promise<void> {
  const used = (await runner.query(
    `SELECT merchant_id, scope, key FROM idempotency_keys WHERE position(' ' in key) = 0 AND key ~ $1`,
    [DIGITS],
  )) as Row[];
  for (const { merchant_id, scope, key } of used.filter((row) => containsCardNumber(row['key'] ?? ''))) {
    await runner.query('UPDATE idempotency_keys SET key = $4 WHERE merchant_id = $1 AND scope = $2 AND key = $3', [
      merchant_id,
      scope,
      key,
      storedKey(key ?? '', secrets),
    ]);
  }
  await runner.query(
    `INSERT INTO idempotency_keys (merchant_id, scope, key, request_hash, resource_id, status, body, body_encrypted, expires_at)
     SELECT merchant_id, scope, idempotency_stored_key(key), request_hash, resource_id, status, body, body_encrypted, expires_at
     FROM idempotency_keys WHERE position(' ' in key) = 0 AND expires_at > now() ON CONFLICT DO NOTHING`,
  );
  const logged = (await runner.query(
    `SELECT merchant_id, id, idempotency_key FROM request_logs WHERE position(' ' in idempotency_key) = 0 AND idempotency_key ~ $1`,
    [`${DIGITS}|[*]{4}`],
  )) as Row[];
  for (const { merchant_id, id, idempotency_key } of logged) {
    await runner.query('UPDATE request_logs SET idempotency_key = $3 WHERE merchant_id = $1 AND id = $2', [
      merchant_id,
      id,
      storedKey(idempotency_key ?? '', secrets),
    ]);
  }
}

async function scrub(runner: QueryRunner, scrubbed: Scrubbed): Promise<void> {
  const { table, key, texts, body } = scrubbed;
  const suspicious = [
    ...[...texts, ...(body ? [body] : [])].map((name) => `${name}::text ~ $1`),
    ...(body ? [`${body}::text ~* $2`] : [`$2::text IS NULL`]),
  ].join(' OR ');
  const columns = [...key.map((name) => `${name}::text`), ...texts, ...(body ? [`${body}::text`] : [])].join(', ');
  const order = key.join(', ');
  for (let after: (string | null)[] | null = null; ;) {
    const beyond: string = after ? `AND (${order}) > (${key.map((_, at) => `$${at + 4}`).join(', ')})` : '';
    const rows = (await runner.query(
      `SELECT ${columns} FROM ${table} WHERE (${suspicious}) ${beyond} ORDER BY ${order} LIMIT $3`,
      [DIGITS, FIELDS, BATCH_SIZE, ...(after ?? [])],
    )) as Row[];
    const last = rows.at(-1);
    if (!last) return;
    await rewrite(runner, scrubbed, rows);
    after = key.map((name) => last[name] ?? null);
  }
}

async function rewrite(runner: QueryRunner, { table, key, texts, body, guard }: Scrubbed, rows: Row[]): Promise<void> {
  const changes = rows.flatMap((row) => {
    const clean: Row = {};
    for (const name of texts) clean[name] = redactedOrNull(row[name], redactText);
    if (body) clean[body] = redactedOrNull(row[body], scrubbedBody);
    return Object.keys(clean).some((name) => clean[name] !== row[name]) ? [{ row, clean }] : [];
  });
  if (changes.length === 0) return;
  await runner.startTransaction();
  if (guard) await runner.query(`ALTER TABLE ${table} DISABLE TRIGGER ${guard}`);
  for (const { row, clean } of changes) {
    const names = Object.keys(clean);
    const cast = (name: string) => (table === 'audit_log' && name === body ? '::json' : '');
    await runner.query(
      `UPDATE ${table} SET ${names.map((name, at) => `${name} = $${at + 1}${cast(name)}`).join(', ')}
       WHERE ${key.map((name, at) => `${name} = $${names.length + at + 1}`).join(' AND ')}`,
      [...names.map((name) => clean[name]), ...key.map((name) => row[name])],
    );
  }
  if (guard) await runner.query(`ALTER TABLE ${table} ENABLE TRIGGER ${guard}`);
  await runner.commitTransaction();
}

const redactedOrNull = (text: string | null | undefined, redact: (text: string) => string) =>
  text === null || text === undefined ? null : redact(text);
