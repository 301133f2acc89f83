import { statement } from '../database/sql.js';
import { BEGUN, beginKey } from './idempotency.sql.js';

export const FIND = statement(
  'idempotency_find',
  `SELECT request_hash, status, body, body_encrypted, made_by, expires_at <= now() AS expired
   FROM idempotency_keys WHERE merchant_id = $1 AND scope = $2 AND key = $3`,
);
export const DELETE_EXPIRED = statement(
  'idempotency_delete_expired',
  `DELETE FROM idempotency_keys WHERE merchant_id = $1 AND scope = $2 AND key = $3 AND expires_at <= now()`,
);
/** Claims a key for a transaction that stores the response with {@link STORE}. */
export const INSERT = statement(
  'idempotency_insert',
  `INSERT INTO idempotency_keys (merchant_id, scope, key, request_hash, resource_id, status, body, expires_at)
   VALUES ($1, $2, $3, $4, '', ${BEGUN}, '', now() + make_interval(secs => $5)) ON CONFLICT DO NOTHING RETURNING key`,
);
export const STORE = statement(
  'idempotency_store',
  `UPDATE idempotency_keys SET resource_id = $4, status = $5, body = $6, body_encrypted = $7, made_by = $8
   WHERE merchant_id = $1 AND scope = $2 AND key = $3`,
);
export const FORGET = statement(
  'idempotency_forget',
  `DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(SELECT ctid FROM idempotency_keys
   WHERE expires_at <= now() ORDER BY expires_at LIMIT $1)) RETURNING key`,
);
/** The parameters of `claimValues`. */
const KEYED = ['$3', '$4', '$5', '$6'];
export const BEGIN = statement(
  'idempotency_begin',
  `WITH eligible AS MATERIALIZED (SELECT $1::uuid AS merchant_id, $2::text AS id), ${beginKey('eligible', KEYED, `''`)}
   SELECT id FROM accepted`,
);
/** Stores the response of a finished request, unless the key has one. */
export const KEEP = statement(
  'idempotency_keep',
  `INSERT INTO idempotency_keys AS k (merchant_id, resource_id, key, scope, request_hash, status, body, expires_at)
   VALUES ($1, $2, $3, $4, $5, 200, $7, now() + make_interval(secs => $6))
   ON CONFLICT (merchant_id, scope, key) DO UPDATE SET status = 200, body = excluded.body
   WHERE k.status = ${BEGUN} AND k.resource_id = excluded.resource_id RETURNING key`,
);
export const FREE = statement(
  'idempotency_free',
  `DELETE FROM idempotency_keys WHERE merchant_id = $1 AND scope = $2 AND key = $3 AND status = ${BEGUN}`,
);
