import { announce, DELIVERY_HINTS } from '../../messaging/events/events.sql.js';
import { statement } from '../../platform/database/sql.js';
import { orderJson } from './orders.sql.js';

/** Changes one order and announces it. $3 the event's id, $4 to $6 its author; the values of `set` follow. */
const change = (set: string) => `
  WITH changed AS (
    UPDATE orders o SET ${set}, version = o.version + 1, updated_at = now()
    WHERE o.merchant_id = $1 AND o.id = $2 RETURNING *),
  source AS MATERIALIZED (
    SELECT merchant_id, mode, $3::text AS event_id, 'order.updated' AS event, 'order' AS object, id AS object_id, version,
      ${orderJson('changed')} AS data, $4::text AS actor, $5::text AS request_id, $6::text AS trace_parent FROM changed),
  ${announce('source')}
  SELECT data AS body, ${DELIVERY_HINTS} AS hints FROM source`;

/** $7 the fields to change, $8 to $10 their values. */
export const UPDATE = statement(
  'orders_update',
  change(`description = CASE WHEN 'description' = ANY ($7::text[]) THEN $8 ELSE o.description END,
      receipt = CASE WHEN 'receipt' = ANY ($7) THEN $9 ELSE o.receipt END,
      notes = CASE WHEN 'notes' = ANY ($7) THEN $10::json ELSE o.notes END`),
);

/** $7 the URL. */
export const SET_RETURN_URL = statement('orders_set_return_url', change('return_url = $7'));
