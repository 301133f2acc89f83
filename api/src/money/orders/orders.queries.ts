import { brandingAndSupport } from '../../accounts/merchants/merchants.sql.js';
import { routingOf } from '../../acquiring/routing/routing.sql.js';
import { announce, DELIVERY_HINTS, isRequested } from '../../messaging/events/events.sql.js';
import { iso, jsonObject } from '../../platform/database/json.js';
import { byTerms, idsBeginning, ORDERS_BY_RECEIPT } from '../../platform/database/search.js';
import { type Form, MANY, ONE, statement } from '../../platform/database/sql.js';
import { acceptRows } from '../../platform/idempotency/idempotency.sql.js';
import { CLAIM_COLUMNS } from '../../platform/idempotency/key-claim.js';
import {
  customerCopy,
  GIVEN_CUSTOMER_COLUMNS,
  isCustomerKnown,
  knownCustomers,
  withCustomer,
} from '../customers/customers.sql.js';
import { OPEN_ORDER } from './order.states.js';
import { AT_BANK, isAuthorized, orderJson } from './orders.sql.js';

const COLUMNS = `merchant_id uuid, mode text, id text, amount bigint, currency text, receipt text, notes json,
  capture text, return_url text, cancel_url text, expires_in bigint, description text, line_items json,
  event_id text, actor text, request_id text, trace_parent text, ${GIVEN_CUSTOMER_COLUMNS}, ${CLAIM_COLUMNS}`;

/** Creates orders with their keys in one statement. The response is rendered once, for the caller, the key and the event. */
const create = (form: Form) => `
  WITH input AS MATERIALIZED (${form.rows(COLUMNS)}),
  ${knownCustomers('input', form)},
  fresh AS (
    SELECT i.*, NULL::text AS payment_link_id, 0::bigint AS amount_paid, 'created' AS status, 0 AS attempts, 1 AS version,
      now() AS created_at, now() AS updated_at, now() + make_interval(secs => i.expires_in) AS expires_at,
      i.given_customer_id AS customer_id, ${customerCopy('i')} AS customer
    FROM input i ${withCustomer('i')} WHERE ${isCustomerKnown('i')}),
  ${acceptRows('fresh', orderJson)},
  stored AS (
    INSERT INTO orders (merchant_id, mode, id, amount, currency, receipt, notes, capture, return_url, cancel_url, expires_at,
      description, line_items, customer_id, customer)
    SELECT merchant_id, mode, id, amount, currency, receipt, notes, capture, return_url, cancel_url, expires_at,
      description, line_items, customer_id, customer FROM accepted),
  source AS (
    SELECT merchant_id, mode, event_id, 'order.created' AS event, 'order' AS object, id AS object_id, version, body AS data,
      actor, request_id, trace_parent FROM accepted a WHERE ${isRequested('a', 'order.created')}),
  ${announce('source')}
  SELECT id, body, ${form.once(DELIVERY_HINTS)} AS hints FROM accepted`;

export const CREATE = {
  one: statement('orders_create', create(ONE)),
  many: statement('orders_create_many', create(MANY)),
};

export const GET = statement(
  'orders_get',
  `SELECT ${orderJson('o')} AS body FROM orders o WHERE o.merchant_id = $1 AND o.id = $2`,
);

/** The order as a shopper may see it, found by its unguessable id alone, and what decides how it can be paid. */
export const GET_PUBLIC = statement(
  'orders_get_public',
  `SELECT o.amount, o.currency, o.capture, m.upi_collect AS "takesCollect", ${routingOf('m.id')} AS routing,
     m.mode = 'test' AND NOT EXISTS (SELECT FROM connector_accounts a WHERE a.merchant_id = m.id) AS "getsSimulated",
     ${jsonObject(`o.id, o.amount, CASE o.status WHEN 'paid' THEN 0 ELSE o.amount END AS amount_due, o.currency,
      CASE WHEN o.status IN ${OPEN_ORDER} AND o.expires_at <= now() THEN 'expired' ELSE o.status END AS status,
      EXISTS (SELECT FROM payments p WHERE p.merchant_id = o.merchant_id AND p.order_id = o.id
        AND ${isAuthorized('p')}) AS authorized,
      m.name AS merchant_name, o.description, o.line_items, o.mode = 'test' AS test, o.return_url, o.cancel_url,
      m.allowed_origins, m.upi_collect, ${iso('o.expires_at')}, ${brandingAndSupport('m')}`)} AS body
   FROM orders o JOIN merchants m ON m.id = o.merchant_id WHERE o.id = $1`,
);

/** Locks one order. A later statement of the same transaction sees its payments as they are under the lock. */
export const LOCK = statement(
  'orders_lock',
  `SELECT o.status, o.expires_at <= now() AS overdue, ${orderJson('o')} AS body
   FROM orders o WHERE o.merchant_id = $1 AND o.id = $2 FOR NO KEY UPDATE`,
);

/** A row if a payment of the order is at the bank or has succeeded. Run under the order's lock. */
export const PAYMENT_AT_BANK = statement(
  'orders_at_bank',
  `SELECT 1 FROM payments WHERE merchant_id = $1 AND order_id = $2 AND status IN ${AT_BANK}`,
);

/** Closes a locked order and announces it. Its pending payments fail without a charge when their jobs run. */
export const CLOSE = statement(
  'orders_close',
  `WITH closed AS (
    UPDATE orders SET status = $3, version = version + 1, updated_at = now()
    WHERE merchant_id = $1 AND id = $2 AND status IN ${OPEN_ORDER} RETURNING *),
  source AS MATERIALIZED (
    SELECT merchant_id, mode, $4::text AS event_id, 'order.' || status AS event, 'order' AS object, id AS object_id, version,
      ${orderJson('closed')} AS data, $5::text AS actor, $6::text AS request_id, $7::text AS trace_parent FROM closed),
  ${announce('source')}
  SELECT data AS body, ${DELIVERY_HINTS} AS hints FROM source`,
);

/** Orders past their expiry, oldest first. An order with a payment at the bank is left until that payment ends. */
export const DUE = statement(
  'orders_due',
  `SELECT o.merchant_id AS "merchantId", o.id FROM orders o
   WHERE o.status IN ${OPEN_ORDER} AND o.expires_at <= now() AND NOT EXISTS (
     SELECT FROM payments p WHERE p.merchant_id = o.merchant_id AND p.order_id = o.id
       AND p.status IN ${AT_BANK})
   ORDER BY o.expires_at LIMIT $1`,
);

/** The ids that a search of the list finds. */
export const SEARCH = statement(
  'orders_search',
  `SELECT ${idsBeginning('orders')} || ${ORDERS_BY_RECEIPT} || ${byTerms('order')} AS found`,
);
