import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../platform/database/database.js';
import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { statement } from '../../platform/database/sql.js';
import type { Mode } from '../access/permissions.js';

/** Test merchants always may. */
export const usesCompatibleApis = (m: string) => `(${m}.mode = 'test' OR ${m}.compatible_apis)`;

/** A merchant as its members see it. */
export const merchantJson = (m: string) =>
  jsonObject(
    [
      columns(m, 'id', 'name', 'mode', 'email', 'allowed_origins'),
      iso(`${m}.activated_at`),
      columns(m, 'time_zone', 'upi_collect', 'brand_color', 'logo', 'support_email', 'support_phone', 'locale'),
      `${m}.mail_receipts_since IS NOT NULL AS mail_receipts`,
      `${m}.requires_second_factor`,
      `${usesCompatibleApis(m)} AS compatible_apis`,
      ...['created_at', 'updated_at'].map((time) => iso(`${m}.${time}`)),
    ].join(', '),
  );

/** How the merchant looks to shoppers, and where they reach it: two columns of a public object. */
export const branding = (m: string) =>
  `json_build_object('color', ${m}.brand_color, 'text_color', ${m}.brand_text_color, 'logo', ${m}.logo) AS branding`;
export const brandingAndSupport = (m: string) =>
  `${branding(m)},
   json_build_object('email', ${m}.support_email, 'phone', ${m}.support_phone) AS support`;

export interface NewMerchant {
  name: string;
  mode: Mode;
  email: string | null;
  /** The user who creates it. */
  createdBy: string;
  /** False: a live merchant that waits for an operator. */
  active: boolean;
}

const INSERT = statement(
  'merchants_insert',
  `INSERT INTO merchants (id, name, mode, email, created_by, activated_at, upi_collect)
   VALUES ($1, $2, $3, $4, $5, CASE WHEN $6::boolean THEN now() END, $7)
   RETURNING id, ${merchantJson('merchants')} AS body`,
);

export async function insertMerchant(
  tx: Queryable,
  { name, mode, email, createdBy, active }: NewMerchant,
): Promise<{ id: string; body: string }> {
  const values = [randomUUID(), name, mode, email, createdBy, active, mode === 'test'];
  const [created] = await tx.query<{ id: string; body: string }>(INSERT, values);
  if (!created) throw new Error('INSERT without a row');
  return created;
}

const COUNT = statement(
  'merchants_count_made',
  'SELECT count(*)::int AS made FROM merchants WHERE created_by = $1 AND mode = $2',
);

/** How many merchants of a mode a user has created. */
export async function merchantsMadeBy(tx: Queryable, userId: string, mode: Mode): Promise<number> {
  const [counted] = await tx.query<{ made: number }>(COUNT, [userId, mode]);
  return counted?.made ?? 0;
}

export interface LiveMerchant {
  id: string;
  name: string;
  email: string | null;
  /** Email of the user who created it; null for merchants older than this column. */
  madeBy: string | null;
  createdAt: string;
  activatedAt: string | null;
}

const LIVE = `SELECT m.id, m.name, m.email, u.email AS "madeBy", iso(m.created_at) AS "createdAt",
    iso(m.activated_at) AS "activatedAt"
  FROM merchants m LEFT JOIN users u ON u.id = m.created_by WHERE m.mode = 'live'`;
const LIST_LIVE = statement(
  'merchants_list_live',
  `${LIVE} AND (NOT $1::boolean OR m.activated_at IS NULL) ORDER BY m.created_at, m.id`,
);
const FIND_LIVE = statement('merchants_find_live', `${LIVE} AND m.id = $1 FOR NO KEY UPDATE OF m`);
const ACTIVATE = statement(
  'merchants_activate',
  `UPDATE merchants SET activated_at = now(), version = version + 1, updated_at = now()
   WHERE id = $1 AND mode = 'live' AND activated_at IS NULL`,
);

/** For operators: all live merchants or only those that wait for activation, the oldest first. */
export const liveMerchants = (db: Queryable, waiting: boolean): Promise<LiveMerchant[]> =>
  db.query<LiveMerchant>(LIST_LIVE, [waiting]);

/** Activates a live merchant. Returns it as it was before; null if there is no such live merchant. */
export async function activateMerchant(tx: Queryable, id: string): Promise<LiveMerchant | null> {
  const [found] = await tx.query<LiveMerchant>(FIND_LIVE, [id]);
  if (found) await tx.query(ACTIVATE, [id]);
  return found ?? null;
}

/** Working keys of merchant $1 that user $2 created or rolled. */
const WORKING_KEYS_OF = `k.merchant_id = $1 AND k.created_by = $2 AND (k.expires_at IS NULL OR k.expires_at > now())`;
const KEYS_OF = statement(
  'api_keys_of_user',
  `SELECT k.id FROM api_keys k WHERE ${WORKING_KEYS_OF} ORDER BY k.created_at, k.id FOR UPDATE`,
);
const REVOKE_KEYS_OF = statement(
  'api_keys_revoke_of_user',
  `UPDATE api_keys k SET expires_at = now() WHERE ${WORKING_KEYS_OF}`,
);

export async function workingKeysOf(tx: Queryable, merchantId: string, userId: string): Promise<string[]> {
  return (await tx.query<{ id: string }>(KEYS_OF, [merchantId, userId])).map(({ id }) => id);
}

export async function revokeKeysOf(tx: Queryable, merchantId: string, userId: string): Promise<void> {
  await tx.query(REVOKE_KEYS_OF, [merchantId, userId]);
}
