import { iso } from '../../platform/database/json.js';
import { milliseconds, statement } from '../../platform/database/sql.js';
import { claimNotices, isNoticed } from '../../platform/mail/mail-notices.sql.js';
import { isAuthorized } from '../orders/orders.sql.js';

const KIND = 'authorizations_expiring';

/**
 * Up to $2 authorised payments that are voided within $1 ms and that no mail was written about, as claimed by this
 * transaction. An approved charge is due when it is to be voided, so that the index of due charges finds it.
 */
export const CLAIM_EXPIRING = statement(
  'payments_claim_expiring',
  `WITH expiring AS MATERIALIZED (
    SELECT c.merchant_id, c.payment_id AS object_id, p.amount, p.currency, ${iso('p.capture_before', 'before')}
    FROM charges c JOIN payments p ON p.merchant_id = c.merchant_id AND p.id = c.payment_id
    WHERE c.due_at > now() AND c.due_at <= now() + ${milliseconds('$1')} AND c.status = 'approved'
      AND c.capture_amount IS NULL AND ${isAuthorized('p')} AND NOT ${isNoticed(KIND, 'c.merchant_id', 'c.payment_id')}
    ORDER BY c.due_at LIMIT $2),
  ${claimNotices(KIND, 'expiring')}
  SELECT e.merchant_id AS "merchantId", e.object_id AS id, e.amount, e.currency, e.before
  FROM expiring e JOIN noticed n ON n.merchant_id = e.merchant_id AND n.object_id = e.object_id
  ORDER BY e.before, e.object_id`,
);
