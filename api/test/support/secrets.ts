import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Gateway } from './gateway.js';

/** Every row of every table in every schema, as text, by table. */
export async function everythingAtRest({
  db,
  bank,
}: {
  db: Gateway['db'];
  bank?: Gateway['bank'];
}): Promise<Map<string, string>> {
  const { rows: tables } = await db.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const rest = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await db.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    rest.set(name, rows.map(({ row }) => unquoted(row)).join('\n'));
  }
  if (!bank) return rest;
  for (const table of ['charges', 'refunds', 'ledger', 'idempotency_keys']) {
    const text = `SELECT t::text AS row FROM simulated_bank.${table} t WHERE account = $1`;
    const { rows } = await bank.book.query<{ row: string }>(text, [bank.account]);
    rest.set(`acquirer.${table}`, rows.map(({ row }) => unquoted(row)).join('\n'));
  }
  return rest;
}

/** Empty for a file that the server has removed since the folder was listed. */
function textOf(name: string, file: string): [string, string][] {
  try {
    return [[name, readFileSync(file, 'latin1')]];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The files in which PostgreSQL stores this database, after a checkpoint, by name. */
export async function dataFiles({ db }: Gateway): Promise<Map<string, string>> {
  await db.query('CHECKPOINT');
  const { rows } = await db.query<{ folder: string }>(
    `SELECT current_setting('data_directory') || '/base/' || oid AS folder FROM pg_database WHERE datname = current_database()`,
  );
  const folder = rows[0]?.folder ?? '';
  return new Map(readdirSync(folder).flatMap((name) => textOf(name, path.join(folder, name))));
}

/** A row's text doubles the quotes of its values, and nested texts escape them. */
const unquoted = (row: string) => row.replace(/\\+"/g, '"').replace(/"{2,}/g, '"');

/** The forms of a secret that the text contains: plain, with spaces or dashes between, as hex or as base64. */
export function traces(text: string, sought: { cards: string[]; cvv: string; secrets: string[] }): string[] {
  const joined = text.replace(/(\d)[ -](?=\d)/g, '$1');
  const found = sought.cards.filter(
    (card) => joined.includes(card) || spellings(card).some((one) => text.includes(one)),
  );
  const cvv = new RegExp(`cv[vc]\\W{0,6}${sought.cvv}`, 'i');
  if (cvv.test(text)) found.push(`cvv ${sought.cvv}`);
  return [...found, ...sought.secrets.filter((secret) => text.includes(secret) || text.includes(hex(secret)))];
}

const hex = (text: string) => Buffer.from(text).toString('hex');
/** Base64 of the digits at a boundary of three bytes, without the padding. */
const spellings = (card: string) => [hex(card), Buffer.from(card).toString('base64').replace(/=+$/, '').slice(0, -1)];

/**
 * The text without random parts and times (UUIDs, ids and hashes in hex, times), in which a few digits have no meaning.
 */
export const withoutRandomParts = (text: string) =>
  [
    /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g,
    /\b(?=\d*[a-f])(?:[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{64})\b/g,
    /\\+x[0-9a-f]{64}/g,
    /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?/g,
    /(?<=TimeUnixNano":")\d+/g,
  ].reduce((rest, pattern) => rest.replace(pattern, '…'), text);
