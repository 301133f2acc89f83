import { brandingAndSupport } from '../../accounts/merchants/merchants.sql.js';
import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { statement } from '../../platform/database/sql.js';

/** Refunds that a receipt lists; the total is of all. */
const MAX_REFUNDS = 50;

/** Refunds that failed gave nothing back. */
const REFUNDS = `(SELECT coalesce(json_agg(r), '[]') FROM (
  SELECT r.id, r.amount, CASE r.status WHEN 'processed' THEN 'processed' ELSE 'pending' END AS status,
    ${iso('r.created_at')}, ${iso('r.processed_at')}
  FROM refunds r WHERE r.merchant_id = p.merchant_id AND r.payment_id = p.id AND r.status <> 'failed'
  ORDER BY r.id LIMIT ${MAX_REFUNDS}) r) AS refunds`;

const RECEIPT = jsonObject(
  [
    `'R-' || substr(p.id, 5) AS number, p.id AS payment_id, p.order_id, p.mode = 'test' AS test, m.name AS merchant_name`,
    brandingAndSupport('m'),
    `m.locale, m.time_zone, o.receipt AS order_receipt, o.description, o.line_items`,
    columns('p', 'method', 'vpa', 'card_network', 'card_last4'),
    `p.currency, p.amount_captured AS amount, p.amount_refunded + p.amount_refunded_elsewhere AS amount_refunded`,
    iso('p.captured_at', 'paid_at'),
    REFUNDS,
  ].join(', '),
);
const FROM = `FROM payments p JOIN orders o ON o.merchant_id = p.merchant_id AND o.id = p.order_id
  JOIN merchants m ON m.id = p.merchant_id`;

export const GET = statement(
  'receipts_get',
  `SELECT p.captured, ${RECEIPT} AS body ${FROM} WHERE p.merchant_id = $1 AND p.id = $2`,
);

/** Found by the payment's id alone: the signature of the link stands for the merchant. */
export const GET_PUBLIC = statement(
  'receipts_get_public',
  `SELECT p.captured, ${RECEIPT} AS body ${FROM} WHERE p.id = $1`,
);
