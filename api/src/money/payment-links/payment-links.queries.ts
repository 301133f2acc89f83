import { branding } from '../../accounts/merchants/merchants.sql.js';
import { announce, DELIVERY_HINTS } from '../../messaging/events/events.sql.js';
import { iso, jsonObject } from '../../platform/database/json.js';
import { byTerms, idsBeginning } from '../../platform/database/search.js';
import { ONE, OPTIMIZATION_FENCE, statement } from '../../platform/database/sql.js';
import { acceptRows } from '../../platform/idempotency/idempotency.sql.js';
import { CLAIM_COLUMNS } from '../../platform/idempotency/key-claim.js';
import { linkJson } from './payment-links.sql.js';

const COLUMNS = `merchant_id uuid, mode text, id text, amount bigint, min_amount bigint, max_amount bigint, currency text,
  title text, description text, reference_id text, reusable boolean, notes json, expires_in bigint, ends_at timestamptz,
  customer json, return_url text, return_key text, event_id text, actor text, request_id text, trace_parent text,
  ${CLAIM_COLUMNS}`;

const STORED = `merchant_id, mode, id, amount, min_amount, max_amount, currency, title, description, reference_id, reusable,
  notes, expires_at, customer, return_url, return_key`;

/**
 * Creates a link with its key and event in one statement. No row: the reference is taken, or the key is. The unique index
 * rejects a reference that another request takes at the same time.
 */
export const CREATE = statement(
  'payment_links_create',
  `WITH input AS MATERIALIZED (${ONE.rows(COLUMNS)}),
  eligible AS MATERIALIZED (
    SELECT i.*, 'active' AS status, NULL::text AS order_id, 1 AS version, now() AS created_at, now() AS updated_at,
      NULL::timestamptz AS paid_at, NULL::timestamptz AS cancelled_at,
      coalesce(i.ends_at, now() + make_interval(secs => i.expires_in)) AS expires_at
    FROM input i WHERE NOT EXISTS (SELECT FROM payment_links l
      WHERE l.merchant_id = i.merchant_id AND l.reference_id = i.reference_id ${OPTIMIZATION_FENCE})),
  ${acceptRows('eligible', linkJson)},
  stored AS (INSERT INTO payment_links (${STORED}) SELECT ${STORED} FROM accepted),
  source AS (
    SELECT merchant_id, mode, event_id, 'payment_link.created' AS event, 'payment_link' AS object, id AS object_id, version,
      body AS data, actor, request_id, trace_parent FROM accepted),
  ${announce('source')}
  SELECT body, ${DELIVERY_HINTS} AS hints FROM accepted`,
);

export const REFERENCE_TAKEN = statement(
  'payment_links_reference_taken',
  'SELECT 1 FROM payment_links WHERE merchant_id = $1 AND reference_id = $2',
);

export const GET = statement(
  'payment_links_get',
  `SELECT ${linkJson('l')} AS body FROM payment_links l WHERE l.merchant_id = $1 AND l.id = $2`,
);

/** How many payments of the links $2 were captured, and what they took. Links without one are left out. */
export const RECEIVED = statement(
  'payment_links_received',
  `SELECT p.payment_link_id AS id, count(*)::int AS count, sum(p.amount_captured)::bigint AS amount
   FROM payments p WHERE p.merchant_id = $1 AND p.payment_link_id = ANY ($2::text[]) AND p.captured
   GROUP BY p.payment_link_id`,
);

/** The link as a payer may see it, found by its unguessable id alone. */
export const GET_PUBLIC = statement(
  'payment_links_get_public',
  `SELECT ${jsonObject(`l.id, l.title, l.description, l.amount, l.min_amount, l.max_amount, l.currency,
      CASE WHEN l.status = 'active' AND l.expires_at <= now() THEN 'expired' ELSE l.status END AS status,
      m.name AS merchant_name, l.mode = 'test' AS test, ${iso('l.expires_at')},
      ${branding('m')}`)} AS body
   FROM payment_links l JOIN merchants m ON m.id = l.merchant_id WHERE l.id = $1`,
);

/** The public look-up that finds the merchant of a link. */
export const MERCHANT_OF_LINK = statement(
  'payment_links_merchant',
  'SELECT merchant_id AS "merchantId" FROM payment_links WHERE id = $1',
);

/** Locks the order that the link opened last. Always before the link: payments lock in this order too. */
export const LOCK_ORDER = statement(
  'payment_links_lock_order',
  `SELECT o.id, o.status, o.amount, coalesce(o.expires_at <= now(), false) AS overdue
   FROM payment_links l JOIN orders o ON o.merchant_id = l.merchant_id AND o.id = l.order_id
   WHERE l.merchant_id = $1 AND l.id = $2 FOR NO KEY UPDATE OF o`,
);

export const LOCK = statement(
  'payment_links_lock',
  `SELECT l.status, coalesce(l.expires_at <= now(), false) AS overdue, l.amount, l.min_amount AS "minAmount",
     l.max_amount AS "maxAmount", l.currency, l.reusable, l.order_id AS "orderId", ${linkJson('l')} AS body
   FROM payment_links l WHERE l.merchant_id = $1 AND l.id = $2 FOR NO KEY UPDATE`,
);

/**
 * Changes a link that the caller has locked, and announces it. $3 the event's id, $4 to $6 its author, $7 the fields to
 * change, $8 to $11 their values. `expires_in` counts from now.
 */
export const UPDATE = statement(
  'payment_links_update',
  `WITH changed AS (
    UPDATE payment_links l SET reference_id = CASE WHEN 'reference_id' = ANY ($7::text[]) THEN $8 ELSE l.reference_id END,
      notes = CASE WHEN 'notes' = ANY ($7) THEN $9::json ELSE l.notes END,
      expires_at = CASE WHEN 'expires_in' = ANY ($7) THEN now() + make_interval(secs => $10::bigint)
        WHEN 'ends_at' = ANY ($7) THEN $11::timestamptz ELSE l.expires_at END,
      version = l.version + 1, updated_at = now()
    WHERE l.merchant_id = $1 AND l.id = $2 RETURNING *),
  source AS MATERIALIZED (
    SELECT merchant_id, mode, $3::text AS event_id, 'payment_link.updated' AS event, 'payment_link' AS object,
      id AS object_id, version, ${linkJson('changed')} AS data, $4::text AS actor, $5::text AS request_id,
      $6::text AS trace_parent FROM changed),
  ${announce('source')}
  SELECT data AS body, ${DELIVERY_HINTS} AS hints FROM source`,
);

/** Ends an active link and announces it. $3 status; an active link expires only after its time. $4 event id, $5 to $7 actor. */
export const END = statement(
  'payment_links_end',
  `WITH ended AS (
    UPDATE payment_links SET status = $3, version = version + 1, updated_at = now(),
      cancelled_at = CASE $3 WHEN 'cancelled' THEN now() END, orders_due_at = CASE $3 WHEN 'cancelled' THEN now() END
    WHERE merchant_id = $1 AND id = $2 AND status = 'active' AND ($3 = 'cancelled' OR expires_at <= now()) RETURNING *),
  source AS MATERIALIZED (
    SELECT merchant_id, mode, $4::text AS event_id, 'payment_link.' || status AS event, 'payment_link' AS object,
      id AS object_id, version, ${linkJson('ended')} AS data, $5::text AS actor, $6::text AS request_id,
      $7::text AS trace_parent FROM ended),
  ${announce('source')}
  SELECT data AS body, ${DELIVERY_HINTS} AS hints FROM source`,
);

/** Active links past their expiry, and cancelled ones whose open orders are not all ended; oldest first. */
export const DUE = statement(
  'payment_links_due',
  `(SELECT merchant_id AS "merchantId", id, true AS "isOverdue" FROM payment_links
    WHERE status = 'active' AND expires_at <= now() ORDER BY expires_at LIMIT $1)
   UNION ALL
   (SELECT merchant_id, id, false FROM payment_links WHERE orders_due_at <= now() ORDER BY orders_due_at LIMIT $1)`,
);

/** No open order of the link is left. */
export const ORDERS_ENDED = statement(
  'payment_links_orders_ended',
  'UPDATE payment_links SET orders_due_at = NULL WHERE merchant_id = $1 AND id = $2',
);

/** The ids that a search of the list finds. */
export const SEARCH = statement(
  'payment_links_search',
  `SELECT ${idsBeginning('payment_links')} || ${byTerms('payment_link')} AS found`,
);
