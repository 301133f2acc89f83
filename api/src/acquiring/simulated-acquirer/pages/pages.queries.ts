import type { Statement } from '../acquirer-database.js';

const PAGE = `p.id, p.account, p.reference, p.merchant_id, p.merchant_label, p.amount, p.currency, p.methods, p.capture,
  p.kind, p.return_url, p.notification_url, p.expires_at, p.expires_at <= clock_timestamp() AS is_expired, p.closed_at`;
const ATTEMPT = 'a.number, a.instrument, a.status, a.decline_reason, a.began_at';

/** A repeated reference returns its first page. */
export const CREATE_PAGE: Statement = {
  name: 'simulated_bank_create_page',
  text: `
INSERT INTO simulated_bank.pages AS p
  (id, account, reference, merchant_id, merchant_label, amount, currency, methods, capture, return_url, expires_at,
   notification_url)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (reference, account) DO UPDATE SET account = EXCLUDED.account
RETURNING ${PAGE}`,
};

/** The page of a challenge and its only attempt, which begins with it. No row if the reference has a page. */
export const CREATE_CHALLENGE: Statement = {
  name: 'simulated_bank_create_challenge',
  text: `
WITH page AS (
  INSERT INTO simulated_bank.pages
    (id, account, reference, merchant_id, merchant_label, amount, currency, methods, capture, return_url, expires_at,
     notification_url, kind, attempt_count)
  VALUES ($1, $2, $3, $4, $5, $6, $7, '{}', $8, $9, clock_timestamp() + $10::float8 * interval '1 ms', $11, 'challenge', 1)
  ON CONFLICT (reference, account) DO NOTHING
  RETURNING id
)
INSERT INTO simulated_bank.page_attempts (page_id, number, instrument, status) SELECT id, 1, $12, 'open' FROM page
RETURNING page_id`,
};

export const FIND_PAGE: Statement = {
  name: 'simulated_bank_find_page',
  text: `SELECT ${PAGE} FROM simulated_bank.pages p WHERE p.account = $1 AND p.reference = $2`,
};

export const FIND_PAGE_BY_ID: Statement = {
  name: 'simulated_bank_find_page_by_id',
  text: `SELECT ${PAGE} FROM simulated_bank.pages p WHERE p.id = $1`,
};

export const FIND_ATTEMPTS: Statement = {
  name: 'simulated_bank_find_attempts',
  text: `SELECT ${ATTEMPT} FROM simulated_bank.page_attempts a WHERE a.page_id = $1 ORDER BY a.number`,
};

/**
 * No attempt begins on a closed or expired page. The lock of its row makes a close wait for an attempt that begins at the same time:
 * the close then reads it with its next statement.
 */
export const BEGIN_ATTEMPT: Statement = {
  name: 'simulated_bank_begin_attempt',
  text: `
WITH page AS (
  UPDATE simulated_bank.pages SET attempt_count = attempt_count + 1
  WHERE id = $1 AND closed_at IS NULL AND expires_at > clock_timestamp()
  RETURNING id, attempt_count
)
INSERT INTO simulated_bank.page_attempts AS a (page_id, number, instrument, status)
SELECT id, attempt_count, $2, 'open' FROM page
RETURNING ${ATTEMPT}`,
};

export const END_ATTEMPT: Statement = {
  name: 'simulated_bank_end_attempt',
  text: `
UPDATE simulated_bank.page_attempts SET status = $3, decline_reason = $4, ended_at = clock_timestamp()
WHERE page_id = $1 AND number = $2 AND status = 'open' RETURNING number`,
};

export const CLOSE_PAGE: Statement = {
  name: 'simulated_bank_close_page',
  text: `
UPDATE simulated_bank.pages AS p SET closed_at = coalesce(p.closed_at, clock_timestamp())
WHERE p.account = $1 AND p.reference = $2 RETURNING ${PAGE}`,
};
