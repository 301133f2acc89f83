import { isRequested } from '../../messaging/events/events.sql.js';
import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { OPEN_ORDER } from './order.states.js';

/** An order as responses, events and replays show it. */
export const orderJson = (o: string) =>
  jsonObject(
    [
      columns(o, 'id', 'merchant_id', 'mode', 'version', 'amount', 'amount_paid'),
      `CASE ${o}.status WHEN 'paid' THEN 0 ELSE ${o}.amount END AS amount_due`,
      columns(
        o,
        'currency',
        'receipt',
        'description',
        'customer',
        'line_items',
        'notes',
        'status',
        'attempts',
        'capture',
      ),
      columns(o, 'return_url', 'cancel_url', 'payment_link_id'),
      iso(`${o}.expires_at`),
      iso(`${o}.created_at`),
      iso(`${o}.updated_at`),
    ].join(', '),
  );

/** What the events of a payment show of its order `o`, as columns of the payment's row. */
export const orderColumns = (o: string) =>
  `${o}.receipt AS order_receipt, ${o}.description AS order_description, ${o}.notes AS order_notes,
   ${o}.customer AS order_customer`;

/** What follows the payment in its events: the order as it is in the same statement. `p` has the {@link orderColumns}. */
export const orderBeside = (p: string) =>
  `',"order":' || ${jsonObject(`${p}.order_id AS id, ${p}.order_receipt AS receipt, ${p}.order_description AS description,
    ${p}.order_notes AS notes, ${p}.order_customer AS customer`)}`;

/** Statuses of a payment that the bank has, or has approved. An order has at most one such payment. */
export const AT_BANK = `('processing', 'requires_action', 'success')`;

/**
 * The bank has approved the payment and it is neither captured nor cancelled: the condition of the index
 * payments_authorized.
 */
export const isAuthorized = (p: string) => `${p}.status = 'success' AND NOT ${p}.captured`;

/**
 * Marks orders as paid at the first capture of a payment. `source` has merchant_id, order_id, amount and captured_now.
 * The caller holds the order's lock. Yields the CTE `paid_orders` with the new rows.
 */
export const payOrders = (source: string) => `
  paid_orders AS (
    UPDATE orders o SET status = 'paid', amount_paid = s.captured_now, version = o.version + 1, updated_at = now()
    FROM ${source} s WHERE o.merchant_id = s.merchant_id AND o.id = s.order_id AND s.captured_now > 0
    RETURNING o.*)`;

/**
 * The order.paid events of {@link payOrders}, as rows for announce(). `source` also has `payment`, the payment's JSON
 * text.
 */
export const ORDER_PAID_ROWS = (eventId: string, source: string) => `
  SELECT o.merchant_id, o.mode, ${eventId} AS event_id, 'order.paid' AS event, 'order' AS object, o.id AS object_id,
    o.version, ${orderJson('o')} || ',"payment":' || s.payment AS data, s.actor, s.request_id, s.trace_parent
  FROM paid_orders o JOIN ${source} s ON s.merchant_id = o.merchant_id AND s.order_id = o.id`;

/**
 * Opens orders of payment links. `source` has the orders' columns, their ids as order_id. Yields the CTE `opened_orders`
 * with the new rows.
 */
export const openOrders = (source: string) => `
  opened_orders AS (
    INSERT INTO orders (merchant_id, mode, id, amount, currency, receipt, description, notes, expires_at, payment_link_id,
      customer, return_url)
    SELECT merchant_id, mode, order_id, amount, currency, receipt, description, notes, expires_at, payment_link_id, customer,
      return_url FROM ${source}
    RETURNING *)`;

/** The order.created events of {@link openOrders}, as rows for announce(). `author`: the three columns of the actor. */
export const ORDER_CREATED_ROWS = (eventId: string, author: string) => `
  SELECT o.merchant_id, o.mode, ${eventId} AS event_id, 'order.created' AS event, 'order' AS object, o.id AS object_id,
    o.version, ${orderJson('o')} AS data, ${author}
  FROM opened_orders o WHERE ${isRequested('o', 'order.created')}`;

/** Gives the open order of payment link $2 the link's own expiry. Run after the link has changed, under both locks. */
export const FOLLOW_LINK = `
  UPDATE orders o SET expires_at = l.expires_at, version = o.version + 1, updated_at = now()
  FROM payment_links l WHERE l.merchant_id = $1 AND l.id = $2 AND o.merchant_id = l.merchant_id AND o.id = l.order_id
    AND o.status IN ${OPEN_ORDER} AND o.expires_at IS DISTINCT FROM l.expires_at`;

/** Orders that {@link END_ORDERS_OF_LINK} ends at once. */
export const MAX_ORDERS_ENDED = 1_000;

/**
 * Ends the open orders of payment link $2 in the way in which orders expire: they take no new payment from now on, and the
 * sweeper expires each when none of its payments is at the bank.
 */
export const END_ORDERS_OF_LINK = `
  UPDATE orders SET expires_at = now(), version = version + 1, updated_at = now()
  WHERE merchant_id = $1 AND status IN ${OPEN_ORDER} AND id IN (
    SELECT id FROM orders WHERE merchant_id = $1 AND payment_link_id = $2 AND status IN ${OPEN_ORDER}
      AND (expires_at IS NULL OR expires_at > now())
    ORDER BY id LIMIT ${MAX_ORDERS_ENDED} FOR NO KEY UPDATE)
  RETURNING id`;
