import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { MANY, milliseconds, OPTIMIZATION_FENCE, statement } from '../../platform/database/sql.js';

/** $5 the request or the result, $9 phase, $10 outcome, $11 the intent that this outcome belongs to. */
export const APPEND = statement(
  'audit_append',
  `INSERT INTO audit_log (merchant_id, actor, action, object_id, detail, address, user_agent, request_id, phase, outcome, intent_id)
   VALUES ($1, $2, $3, $4, $5::json, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING id`,
);

/** An action of a user that concerns no single merchant is recorded for each of their merchants. */
const ofUser = (users: string) => `
  INSERT INTO audit_log (merchant_id, actor, action, outcome, phase, address, user_agent, request_id)
  SELECT s.merchant_id, 'user:' || s.user_id, $2, $3::int, 'outcome', $4, $5, $6
  FROM memberships s WHERE s.user_id IN (${users})`;
/** $1 user. */
export const OF_USER = statement('audit_of_user', ofUser('SELECT $1::uuid'));
/** $1 email. Nothing is recorded if no user has it. */
export const OF_EMAIL = statement('audit_of_email', ofUser('SELECT id FROM users WHERE email = $1'));

/** An intent with its outcome, as one entry of the list. */
export const LISTED = `audit_log a LEFT JOIN LATERAL (
  SELECT x.object_id, x.detail, x.outcome FROM audit_log x
  WHERE x.merchant_id = a.merchant_id AND x.intent_id = a.id ${OPTIMIZATION_FENCE}) o ON true`;
export const AUDIT_JSON = jsonObject(
  [
    columns('a', 'id', 'actor'),
    `(SELECT u.name FROM users u WHERE u.id = CASE WHEN a.actor LIKE 'user:%' THEN substr(a.actor, 6)::uuid END) AS actor_name`,
    'a.action, coalesce(a.object_id, o.object_id) AS object_id, a.detail, coalesce(a.outcome, o.outcome) AS outcome',
    'o.detail AS result',
    columns('a', 'address', 'user_agent', 'request_id'),
    iso('a.created_at'),
  ].join(', '),
);

/** The hashed content of an entry. The order of the columns and the microseconds of the time are part of the hash. */
const CONTENT = jsonObject(
  `${columns('a', 'merchant_id', 'id', 'phase', 'intent_id', 'actor', 'action', 'object_id', 'detail', 'outcome')},
   ${columns('a', 'address', 'user_agent', 'request_id')},
   to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at`,
);
const ENTRY = `a.id, a.seq, encode(a.hash, 'hex') AS hash, ${CONTENT} AS content, a.created_at`;

/** Admits one pass at a time across all workers. */
export const TRY_LOCK = statement('audit_lock', `SELECT pg_try_advisory_xact_lock(7261004) AS mine`);

/**
 * An entry without a phase was written by an earlier version, which later sets its outcome. It is linked once it has an
 * outcome, or after this time without one.
 */
const OUTCOME_WAIT_HOURS = 1;
/** Entries that are not linked yet, merchant by merchant. */
export const UNLINKED = statement(
  'audit_unlinked',
  `SELECT a.merchant_id AS "merchantId", a.id, ${CONTENT} AS content FROM audit_log a
   WHERE a.seq IS NULL AND (a.phase IS NOT NULL OR a.outcome IS NOT NULL OR a.created_at < now() - interval '${OUTCOME_WAIT_HOURS} hour')
   ORDER BY a.merchant_id, a.id LIMIT $1`,
);

const CHAIN = `c.merchant_id AS "merchantId", c.seq, encode(c.hash, 'hex') AS hash, c.signature, c.anchor_seq AS "anchorSeq",
  encode(c.anchor_hash, 'hex') AS "anchorHash", c.anchor_signature AS "anchorSignature"`;
export const LOCK_CHAINS = statement(
  'audit_lock_chains',
  `SELECT ${CHAIN} FROM audit_chains c WHERE c.merchant_id = ANY ($1::uuid[]) ORDER BY c.merchant_id FOR UPDATE`,
);
export const GET_CHAIN = statement('audit_get_chain', `SELECT ${CHAIN} FROM audit_chains c WHERE c.merchant_id = $1`);

export const LINK = statement(
  'audit_link',
  `WITH linked AS MATERIALIZED (${MANY.rows('merchant_id uuid, id uuid, seq bigint, hash text')})
   UPDATE audit_log a SET seq = l.seq, hash = decode(l.hash, 'hex') FROM linked l
   WHERE a.merchant_id = l.merchant_id AND a.id = l.id AND a.seq IS NULL`,
);
export const SET_HEADS = statement(
  'audit_set_heads',
  `INSERT INTO audit_chains AS c (merchant_id, seq, hash, signature)
   SELECT merchant_id, seq, decode(hash, 'hex'), signature FROM (${MANY.rows('merchant_id uuid, seq bigint, hash text, signature text')}) heads
   ON CONFLICT (merchant_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, signature = excluded.signature`,
);

/** Entries after $2, at most $3. */
export const LINKED_AFTER = statement(
  'audit_linked_after',
  `SELECT ${ENTRY} FROM audit_log a WHERE a.merchant_id = $1 AND a.seq > $2 ORDER BY a.seq LIMIT $3`,
);
export const LINK_AT = statement(
  'audit_link_at',
  `SELECT a.seq, encode(a.hash, 'hex') AS hash FROM audit_log a WHERE a.merchant_id = $1 AND a.seq = $2`,
);
/** Counts up to $2. */
export const COUNT_UNLINKED = statement(
  'audit_count_unlinked',
  `SELECT count(*)::int AS count FROM (SELECT FROM audit_log a WHERE a.merchant_id = $1 AND a.seq IS NULL LIMIT $2) unlinked`,
);

/** The entries of a merchant between two ids, in the order in which they were made. */
export const EXPORT = statement(
  'audit_export',
  `SELECT ${ENTRY} FROM audit_log a WHERE a.merchant_id = $1 AND a.id > $2::uuid AND a.id < $3::uuid
     AND ($4::timestamptz IS NULL OR a.created_at >= $4) AND ($5::timestamptz IS NULL OR a.created_at < $5)
   ORDER BY a.id LIMIT $6`,
);

const CUTOFF = `now() - ${milliseconds('$1')}`;
/** Merchants whose oldest entry is older than $1 ms. */
export const PAST_RETENTION = statement(
  'audit_past_retention',
  `SELECT c.merchant_id AS "merchantId" FROM audit_chains c CROSS JOIN LATERAL (
     SELECT a.created_at FROM audit_log a WHERE a.merchant_id = c.merchant_id AND a.seq > c.anchor_seq ORDER BY a.seq LIMIT 1) oldest
   WHERE oldest.created_at < ${CUTOFF} LIMIT $2`,
);
/**
 * The last of a merchant's oldest entries, at most $3, that may be deleted: all before the first that is newer than $1
 * ms.
 */
export const LAST_TO_FORGET = statement(
  'audit_last_to_forget',
  `SELECT a.seq, encode(a.hash, 'hex') AS hash FROM audit_chains c JOIN audit_log a ON a.merchant_id = c.merchant_id
   WHERE c.merchant_id = $2 AND a.merchant_id = $2 AND a.seq > c.anchor_seq AND a.seq <= c.anchor_seq + $3
     AND a.seq < coalesce((SELECT y.seq FROM audit_log y WHERE y.merchant_id = $2 AND y.seq > c.anchor_seq
       AND y.created_at >= ${CUTOFF} ORDER BY y.seq LIMIT 1), c.seq + 1)
   ORDER BY a.seq DESC LIMIT 1`,
);
export const ANCHOR = statement(
  'audit_anchor',
  `UPDATE audit_chains SET anchor_seq = $2, anchor_hash = decode($3, 'hex'), anchor_signature = $4, anchored_at = now()
   WHERE merchant_id = $1`,
);
export const FORGET = statement('audit_forget', `DELETE FROM audit_log a WHERE a.merchant_id = $1 AND a.seq <= $2`);
