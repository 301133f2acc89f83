import { statement } from '../../platform/database/sql.js';
import { OPEN_ORDER } from '../orders/order.states.js';
import { isAuthorized } from '../orders/orders.sql.js';
import { mayHaveFailed, MAX_FAILED_PER_ORDER } from './payments.queries.js';
import { statusAndStage } from './payments.sql.js';

const UNDECIDED = `('pending', 'processing', 'requires_action')`;

/** The order, the payment that decides its outcome, and whether the order takes further payments. */
export const FIND = statement(
  'returns_find',
  `SELECT o.merchant_id AS "merchantId", o.return_url AS "returnUrl", o.cancel_url AS "cancelUrl",
     l.id AS "linkId", l.reference_id AS "referenceId", l.status AS "linkStatus", l.return_key AS "returnKey",
     p.id AS "paymentId", ${statusAndStage('p')}, coalesce(${isAuthorized('p')}, false) AS authorized,
     o.status = 'expired' OR (o.status IN ${OPEN_ORDER} AND coalesce(o.expires_at <= now(), false)) AS expired,
     coalesce(p.status NOT IN ${UNDECIDED}, true) AND (coalesce(p.status = 'success', false) OR o.status NOT IN ${OPEN_ORDER}
       OR coalesce(o.expires_at <= now(), false) OR ${mayHaveFailed('o')} >= ${MAX_FAILED_PER_ORDER}) AS final
   FROM orders o LEFT JOIN payment_links l ON l.merchant_id = o.merchant_id AND l.id = o.payment_link_id
   LEFT JOIN LATERAL (
     SELECT id, status, captured FROM payments WHERE merchant_id = o.merchant_id AND order_id = o.id
     ORDER BY CASE WHEN status = 'success' THEN 0 WHEN status IN ${UNDECIDED} THEN 1 ELSE 2 END, id DESC LIMIT 1) p ON true
   WHERE o.id = $1`,
);
