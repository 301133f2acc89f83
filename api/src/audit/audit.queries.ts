import { columns, iso, jsonObject } from '../database/json.js';
import { statement } from '../database/sql.js';

export const BEGIN = statement(
  'audit_begin',
  `INSERT INTO audit_log (merchant_id, actor, action, object_id, detail, address, user_agent, request_id)
   VALUES ($1, $2, $3, $4, $5::json, $6, $7, $8) RETURNING id`,
);

export const END = statement(
  'audit_end',
  `UPDATE audit_log SET outcome = $3 WHERE merchant_id = $1 AND id = $2 AND outcome IS NULL`,
);

/** What a user did for no merchant in particular stands in the log of each of theirs. */
const ofUser = (users: string) => `
  INSERT INTO audit_log (merchant_id, actor, action, outcome, address, user_agent, request_id)
  SELECT s.merchant_id, 'user:' || s.user_id, $2, $3::int, $4, $5, $6 FROM memberships s WHERE s.user_id IN (${users})`;
/** $1 user. */
export const OF_USER = statement('audit_of_user', ofUser('SELECT $1::uuid'));
/** $1 email of a user, or of nobody. */
export const OF_EMAIL = statement('audit_of_email', ofUser('SELECT id FROM users WHERE email = $1'));

export const AUDIT_JSON = jsonObject(
  [
    columns('a', 'id', 'actor'),
    `(SELECT u.name FROM users u WHERE u.id = CASE WHEN a.actor LIKE 'user:%' THEN substr(a.actor, 6)::uuid END) AS actor_name`,
    columns('a', 'action', 'object_id', 'detail', 'outcome', 'address', 'user_agent', 'request_id'),
    iso('a.created_at'),
  ].join(', '),
);
