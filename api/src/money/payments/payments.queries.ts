import { announce, DELIVERY_HINTS } from '../../messaging/events/events.sql.js';
import { byTerms, idsBeginning, ORDERS_BY_RECEIPT, VPAS } from '../../platform/database/search.js';
import { type Form, MANY, milliseconds, ONE, statement } from '../../platform/database/sql.js';
import { acceptRows } from '../../platform/idempotency/idempotency.sql.js';
import { CLAIM_COLUMNS } from '../../platform/idempotency/key-claim.js';
import {
  customerCopy,
  GIVEN_CUSTOMER_COLUMNS,
  isCustomerGiven,
  isCustomerKnown,
  knownCustomers,
  withCustomer,
} from '../customers/customers.sql.js';
import { OPEN_ORDER } from '../orders/order.states.js';
import { orderBeside, orderColumns } from '../orders/orders.sql.js';
import { enabledAccounts, takerOf } from './sheet-rules.js';
import { newPublicPaymentJson, paymentJson, publicPaymentJson } from './payments.sql.js';

/**
 * The public routes refuse further payments of an order after this many have failed: a defence against card testing.
 * Undecided payments count as failed, so that a burst cannot exceed the limit.
 */
export const MAX_FAILED_PER_ORDER = 10;

/**
 * The number of an order's payments that have failed or may still fail. `attempts` is read under the order's lock, the
 * payments as they were before it, so a race can only make the number too high.
 */
export const mayHaveFailed = (o: string) => `(${o}.attempts - (SELECT count(*)::int FROM payments f
  WHERE f.merchant_id = ${o}.merchant_id AND f.order_id = ${o}.id AND f.status IN ('success', 'cancelled', 'expired')))`;

const COLUMNS = `merchant_id uuid, id text, order_id text, method text, flow text, vpa text, card_network text,
  card_last4 text, instrument text, takers json, event_id text, actor text, shopper text, request_id text,
  trace_parent text, given_description text, notes json, ${GIVEN_CUSTOMER_COLUMNS}, ${CLAIM_COLUMNS}`;

/**
 * Creates payments in one statement, in this order: check and lock the order, claim the key, then insert and update. So
 * a refusal claims no key and a duplicate changes nothing. Locks and keys are taken in a fixed order, so that batches
 * cannot deadlock. If the response and the event have the same JSON, it is rendered once.
 */
const create = (form: Form, guard: string, json: typeof paymentJson) => `
  WITH input AS MATERIALIZED (${form.rows(COLUMNS)}),
  ${knownCustomers('input', form)},
  eligible AS MATERIALIZED (
    SELECT i.*, taker.connector, o.mode, o.payment_link_id, o.amount, o.currency, o.capture, 0::bigint AS amount_captured, 0::bigint AS amount_refunded,
      0::bigint AS amount_disputed, 0::bigint AS amount_refunded_elsewhere,
      'pending' AS status, false AS captured, 1 AS version, NULL::json AS next_action,
      NULL::timestamptz AS action_expires_at, NULL::text AS error_code, NULL::text AS error_reason,
      NULL::text AS error_description, NULL::text AS connector_reference, NULL::timestamptz AS captured_at,
      NULL::timestamptz AS capture_before, NULL::timestamptz AS cancelled_at, now() AS created_at, now() AS updated_at,
      coalesce(i.given_description, o.description) AS description,
      CASE WHEN ${isCustomerGiven('i')} THEN i.given_customer_id ELSE o.customer_id END AS customer_id,
      coalesce(${customerCopy('i')}, o.customer) AS customer, ${orderColumns('o')}
    FROM input i JOIN orders o ON o.merchant_id = i.merchant_id AND o.id = i.order_id ${withCustomer('i')}
    CROSS JOIN LATERAL ${takerOf('i', 'o')} taker
    WHERE ${isCustomerKnown('i')} AND o.status IN ${OPEN_ORDER} AND (o.expires_at IS NULL OR o.expires_at > now())
      AND (i.method IS DISTINCT FROM 'upi' OR o.currency = 'INR')
      AND (i.vpa IS NULL OR (SELECT m.upi_collect FROM merchants m WHERE m.id = i.merchant_id)) ${guard}
    ORDER BY o.merchant_id, o.id FOR NO KEY UPDATE OF o ${form.locked}),
  ${acceptRows('eligible', json)},
  counted AS (
    UPDATE orders o SET attempts = o.attempts + w.times, status = 'attempted', version = o.version + 1, updated_at = now()
    FROM (SELECT merchant_id, order_id, count(*)::int AS times FROM accepted GROUP BY merchant_id, order_id) w
    WHERE o.merchant_id = w.merchant_id AND o.id = w.order_id),
  stored AS (
    INSERT INTO payments (merchant_id, id, mode, order_id, payment_link_id, amount, currency, method, flow, vpa, card_network,
      card_last4, instrument, capture, connector, actor, shopper, request_id, trace_parent, due_at, description, customer_id,
      customer, notes)
    SELECT merchant_id, id, mode, order_id, payment_link_id, amount, currency, method, flow, vpa, card_network,
      card_last4, instrument, capture, connector, actor, shopper, request_id, trace_parent, now(), description, customer_id,
      customer, notes FROM accepted),
  source AS (
    SELECT w.merchant_id, w.mode, w.event_id, 'payment.created' AS event, 'payment' AS object, w.id AS object_id, w.version,
      ${json === paymentJson ? 'w.body' : paymentJson('w')} || ${orderBeside('w')} AS data, w.actor, w.request_id, w.trace_parent FROM accepted w),
  ${announce('source')}
  SELECT id, body, ${form.once(DELIVERY_HINTS)} AS hints FROM accepted`;

const WITHIN_FAILURE_LIMIT = `AND ${mayHaveFailed('o')} < ${MAX_FAILED_PER_ORDER}`;
export const CREATE = {
  one: statement('payments_create', create(ONE, '', paymentJson)),
  many: statement('payments_create_many', create(MANY, '', paymentJson)),
};
export const CREATE_PUBLIC = {
  one: statement('payments_create_public', create(ONE, WITHIN_FAILURE_LIMIT, newPublicPaymentJson)),
  many: statement('payments_create_public_many', create(MANY, WITHIN_FAILURE_LIMIT, newPublicPaymentJson)),
};

/** Read only if a create returned no row: the reason why. */
export const WHY_NOT = statement(
  'payments_why_not',
  `SELECT o.status, o.expires_at <= now() AS overdue, o.amount, o.currency, o.capture, ${mayHaveFailed('o')} AS failures,
     (SELECT m.upi_collect FROM merchants m WHERE m.id = o.merchant_id) AS "takesCollect",
     ${enabledAccounts('o.merchant_id')} AS accounts
   FROM orders o WHERE o.merchant_id = $1 AND o.id = $2`,
);

/**
 * Payments from one shopper address to one merchant within the last $3 ms. Undecided payments count as declined, so
 * that a burst cannot exceed the limit. Payments that wait for their shopper do not count, because many shoppers share
 * an address.
 */
const COUNT = (shoppers: string, statuses: string) => `(SELECT count(*)::int FROM payments
  WHERE merchant_id = $1 AND ${shoppers} AND status IN (${statuses})
    AND created_at > now() - ${milliseconds('$3')})`;
const DECIDED = `'failed'`;
const UNDECIDED = `'pending', 'processing'`;
export const DECLINES = statement(
  'payments_declines',
  `SELECT ${COUNT('shopper = $2', DECIDED)} + ${COUNT('shopper = $2', UNDECIDED)} AS declines`,
);
/** The same for a /48: its values of `shopper` are those from $2 to $4. */
const IN_SITE = 'shopper >= $2 AND shopper <= $4';
export const DECLINES_OF_SITE = statement(
  'payments_declines_of_site',
  `SELECT ${COUNT(IN_SITE, DECIDED)} + ${COUNT(IN_SITE, UNDECIDED)} AS declines`,
);

export const GET = statement(
  'payments_get',
  `SELECT ${paymentJson('p')} AS body FROM payments p WHERE p.merchant_id = $1 AND p.id = $2`,
);
/** Of each order $2 the payment that decides it: the one that succeeded, or the newest. */
export const LATEST_OF_ORDERS = statement(
  'payments_latest_of_orders',
  `SELECT DISTINCT ON (p.order_id) ${paymentJson('p')} AS body FROM payments p
   WHERE p.merchant_id = $1 AND p.order_id = ANY ($2::text[])
   ORDER BY p.order_id, (p.status = 'success') DESC, p.id DESC`,
);
/** How long after its creation a payment shows its instrument, masked, to a shopper who knows its id alone. */
const PAYER_PERIOD = `interval '1 day'`;
/** The two public look-ups. They find the merchant from an unguessable id. */
export const GET_PUBLIC = statement(
  'payments_get_public',
  `SELECT p.id, p.merchant_id AS "merchantId", p.mode, p.order_id AS "orderId", p.version, p.status, ${publicPaymentJson('p')} AS body,
     CASE WHEN p.created_at > now() - ${PAYER_PERIOD}
       THEN json_build_object('vpa', p.vpa, 'card_network', p.card_network, 'card_last4', p.card_last4) END AS instrument
   FROM payments p WHERE p.id = ANY ($1::text[])`,
);
export const MERCHANT_OF_ORDER = statement(
  'payments_merchant_of_order',
  `SELECT m.id, m.mode, m.name FROM orders o JOIN merchants m ON m.id = o.merchant_id WHERE o.id = $1`,
);

/** The ids and VPAs that a search of the list finds. */
export const SEARCH = statement(
  'payments_search',
  `SELECT ${idsBeginning('payments')} || ${idsBeginning('orders')} || ${ORDERS_BY_RECEIPT} || ${VPAS}
     || ${byTerms('payment')} AS found`,
);
