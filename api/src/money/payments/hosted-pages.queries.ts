import { milliseconds, statement } from '../../platform/database/sql.js';

/** What a page needs besides its charge. All of it is stored, so that a repeat asks for the same page. */
export const PAGE_FACTS = statement(
  'charges_page_facts',
  `SELECT left(m.name, 80) AS "merchantLabel", a.methods, iso(c.page_expires_at) AS "expiresAt"
   FROM charges c JOIN merchants m ON m.id = c.merchant_id
   JOIN connector_accounts a ON a.merchant_id = c.merchant_id AND a.id = c.account_id
   WHERE c.merchant_id = $1 AND c.id = $2`,
);

/** Brings the next poll of a payment's open page forward, to $3 ms from now. No row if it is due by then. */
export const WAKE_PAGE = statement(
  'charges_wake_page',
  `UPDATE charges SET wake_seq = wake_seq + 1, due_at = now() + ${milliseconds('$3')}
   WHERE merchant_id = $1 AND payment_id = $2 AND status = 'open' AND action_type = 'redirect'
     AND due_at > now() + ${milliseconds('$3')} RETURNING id`,
);
