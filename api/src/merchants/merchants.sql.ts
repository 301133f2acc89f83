import { randomUUID } from 'node:crypto';
import type { Mode } from '../access/permissions.js';
import type { Queryable } from '../database/database.js';
import { columns, iso, jsonObject } from '../database/json.js';
import { statement } from '../database/sql.js';

/** What its members see of a merchant. */
export const merchantJson = (m: string) =>
  jsonObject(
    `${columns(m, 'id', 'name', 'mode', 'email', 'allowed_origins', 'time_zone')}, ${iso(`${m}.created_at`)}, ${iso(`${m}.updated_at`)}`,
  );

export interface NewMerchant {
  name: string;
  mode: Mode;
  email: string | null;
}

const INSERT = statement(
  'merchants_insert',
  `INSERT INTO merchants (id, name, mode, email) VALUES ($1, $2, $3, $4)
   RETURNING id, ${merchantJson('merchants')} AS body`,
);

export async function insertMerchant(
  tx: Queryable,
  { name, mode, email }: NewMerchant,
): Promise<{ id: string; body: string }> {
  const [created] = await tx.query<{ id: string; body: string }>(INSERT, [randomUUID(), name, mode, email]);
  if (!created) throw new Error('INSERT without a row');
  return created;
}
