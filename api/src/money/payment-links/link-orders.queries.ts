import { announce, DELIVERY_HINTS } from '../../messaging/events/events.sql.js';
import { columns, jsonObject } from '../../platform/database/json.js';
import { OPTIMIZATION_FENCE, statement } from '../../platform/database/sql.js';
import { END_ORDERS_OF_LINK, FOLLOW_LINK, openOrders, ORDER_CREATED_ROWS } from '../orders/orders.sql.js';

/** How long the order of a reusable link stays open. Without an end, each payer who leaves would leave an open order. */
const REUSABLE_ORDER_LIFETIME = `interval '1 day'`;

const AUTHOR = '$6::text AS actor, $7::text AS request_id, $8::text AS trace_parent';

/**
 * Opens order $3 over $4 minor units for a link that the caller has locked; $5 the event's id. The guard holds for every caller: the link takes
 * payments, and no order of a single link is open or paid. Run after the locks, so that it sees what was committed before.
 */
export const OPEN = statement(
  'payment_links_open_order',
  `WITH held AS MATERIALIZED (
    SELECT l.* FROM payment_links l
    WHERE l.merchant_id = $1 AND l.id = $2 AND l.status = 'active' AND (l.expires_at IS NULL OR l.expires_at > now())
      AND $4::bigint BETWEEN coalesce(l.min_amount, l.amount) AND coalesce(l.max_amount, l.amount)
      AND (l.order_id IS NULL OR EXISTS (SELECT FROM orders o
        WHERE o.merchant_id = l.merchant_id AND o.id = l.order_id AND o.status IN ('cancelled', 'expired') ${OPTIMIZATION_FENCE}))
    FOR NO KEY UPDATE OF l),
  source AS (
    SELECT merchant_id, mode, $3::text AS order_id, $4::bigint AS amount, currency, reference_id AS receipt, title AS description, notes,
      CASE WHEN reusable THEN least(expires_at, now() + ${REUSABLE_ORDER_LIFETIME}) ELSE expires_at END AS expires_at,
      id AS payment_link_id, customer, return_url FROM held),
  ${openOrders('source')},
  created AS (${ORDER_CREATED_ROWS('$5::text', AUTHOR)}),
  ${announce('created')},
  pointed AS (
    UPDATE payment_links l SET order_id = $3, version = l.version + 1, updated_at = now()
    FROM held h WHERE l.merchant_id = h.merchant_id AND l.id = h.id AND NOT h.reusable)
  SELECT ${jsonObject(columns('s', 'order_id', 'payment_link_id', 'amount', 'currency'))} AS body, ${DELIVERY_HINTS} AS hints FROM source s`,
);

/** The open order of single link $2 takes payments as long as the link. */
export const MOVE_ORDER = statement('payment_links_move_order', FOLLOW_LINK);

export const END_ORDERS = statement('payment_links_end_orders', END_ORDERS_OF_LINK);
