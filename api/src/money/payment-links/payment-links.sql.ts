import { columns, iso, jsonObject } from '../../platform/database/json.js';

/** A payment link as responses, events and replays show it. */
export const linkJson = (l: string) =>
  jsonObject(
    [
      columns(l, 'id', 'merchant_id', 'mode', 'version', 'title', 'description', 'reference_id'),
      columns(
        l,
        'amount',
        'min_amount',
        'max_amount',
        'currency',
        'reusable',
        'status',
        'order_id',
        'customer',
        'notes',
      ),
      columns(l, 'return_url'),
      ...['expires_at', 'paid_at', 'cancelled_at', 'created_at', 'updated_at'].map((time) => iso(`${l}.${time}`)),
    ].join(', '),
  );

/** Links that were made as QR codes of Razorpay's API: the condition of the index payment_links_qr_codes. */
export const isQrCode = (l: string) => `(${l}.notes->'_razorpay'->'qr_code') IS NOT NULL`;

/**
 * Marks the single links of the orders in the CTE `paid_orders` as paid, in the statement that pays the orders. The guard
 * is the link's present order: a link is paid once, by that order. Locked after the order. Yields the CTE `paid_links`.
 */
export const payLinks = `
  paid_links AS (
    UPDATE payment_links l SET status = 'paid', paid_at = now(), version = l.version + 1, updated_at = now()
    FROM paid_orders o WHERE l.merchant_id = o.merchant_id AND l.id = o.payment_link_id AND l.order_id = o.id
      AND l.status <> 'paid'
    RETURNING l.*)`;

/**
 * The payment_link.paid events of {@link payLinks}, as rows for announce(). `source` has order_id, the actor's columns and
 * `payment`, the payment's JSON text.
 */
export const LINK_PAID_ROWS = (eventId: string, source: string) => `
  SELECT l.merchant_id, l.mode, ${eventId} AS event_id, 'payment_link.paid' AS event, 'payment_link' AS object,
    l.id AS object_id, l.version, ${linkJson('l')} || ',"payment":' || s.payment AS data, s.actor, s.request_id, s.trace_parent
  FROM paid_links l JOIN ${source} s ON s.merchant_id = l.merchant_id AND s.order_id = l.order_id`;
