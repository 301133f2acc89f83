import { milliseconds, statement } from '../../platform/database/sql.js';

export const BEGIN = statement(
  'sign_ins_begin',
  `INSERT INTO sign_ins (token_hash, user_id, action, is_new_device, invite_hash, expires_at)
   VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6)) RETURNING iso(expires_at) AS expires_at`,
);

const SIGN_IN = `s.action, s.is_new_device AS "isNewDevice", s.invite_hash AS "inviteHash", u.id, u.email, u.name, u.operator`;

export const FIND = statement(
  'sign_ins_find',
  `SELECT ${SIGN_IN} FROM sign_ins s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1 AND s.expires_at > now()`,
);

/** Completes a sign-in once. No row: it was completed meanwhile. */
export const TAKE = statement('sign_ins_take', 'DELETE FROM sign_ins WHERE token_hash = $1 RETURNING user_id');

/** Ends the unfinished sign-ins of a user. */
export const END_ALL = statement('sign_ins_end_all', 'DELETE FROM sign_ins WHERE user_id = $1');

/** Deletes up to $2 sign-ins that ended more than $1 ms ago. */
export const FORGET = statement(
  'sign_ins_forget',
  `DELETE FROM sign_ins WHERE ctid = ANY (ARRAY(SELECT ctid FROM sign_ins
   WHERE expires_at < now() - ${milliseconds('$1')} ORDER BY expires_at LIMIT $2)) RETURNING user_id`,
);
