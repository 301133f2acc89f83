import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { statement } from '../../platform/database/sql.js';

const chargeJson = jsonObject(
  [
    columns('c', 'id', 'account_id', 'account_label', 'connector', 'status', 'amount', 'amount_captured', 'currency'),
    columns('c', 'error_reason', 'error_description'),
    'c.provider_id AS connector_reference',
    `coalesce(c.surplus, '[]') AS surplus`,
    'c.route AS routing',
    iso('c.created_at'),
    iso('c.ended_at'),
  ].join(', '),
);

/**
 * The charges of a payment, oldest first; no row if there is no such payment. A payment of the version before charges that
 * was not adopted is shown as the charge that it was.
 */
export const CHARGES_OF_PAYMENT = statement(
  'charges_of_payment',
  `SELECT '{"data":[' || coalesce((SELECT string_agg(${chargeJson}, ',' ORDER BY c.created_at, c.id) FROM (
      SELECT c.*, a.label AS account_label FROM charges c
      LEFT JOIN connector_accounts a ON a.merchant_id = c.merchant_id AND a.id = c.account_id
      WHERE c.merchant_id = p.merchant_id AND c.payment_id = p.id) c),
    CASE WHEN p.charge_id IS NULL AND p.sends > 0 THEN (SELECT ${chargeJson} FROM (
      SELECT p.id, NULL::text AS account_id, NULL::text AS account_label, p.connector,
        CASE WHEN p.status = 'success' THEN 'approved' WHEN p.status = 'failed' THEN 'failed'
          WHEN p.status IN ('processing', 'requires_action') THEN 'open' ELSE 'closed' END AS status,
        p.amount, p.amount_captured, p.currency, p.error_reason, p.error_description, p.connector_reference AS provider_id,
        NULL::json AS surplus, NULL::json AS route, p.created_at, CASE WHEN p.status NOT IN ('processing', 'requires_action') THEN p.updated_at END AS ended_at) c) END,
    '') || ']}' AS body
   FROM payments p WHERE p.merchant_id = $1 AND p.id = $2`,
);
