import { isRequested } from '../../messaging/events/events.sql.js';
import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { isAuthorized, orderBeside, orderColumns } from '../orders/orders.sql.js';
import { type MoneyState, MONEY_STATES } from './payment.states.js';

/** The status and stage that are shown for a row of payments or refunds. */
export const statusAndStage = (row: string) =>
  `CASE ${row}.status WHEN 'processing' THEN 'pending' ELSE ${row}.status END AS status,
   CASE ${row}.status WHEN 'pending' THEN 'accepted' WHEN 'processing' THEN 'at_bank' END AS stage`;

/**
 * Conditions on the rows shown as `status`: what is shown as pending has two statuses, each read from its own index
 * range.
 */
export const rowsShown = (row: string, status: string | undefined): readonly string[] =>
  status === 'pending' ? [`${row}.status = 'pending'`, `${row}.status = 'processing'`] : [];

/** The step-up that the shopper has to complete, with its deadline; null in every other status. */
const nextAction = (p: string) =>
  `CASE WHEN ${p}.status = 'requires_action' THEN
     (left(${p}.next_action::text, -1) || ',"expires_at":"' || iso(${p}.action_expires_at) || '"}')::json END AS next_action`;

/** What was given back, by the gateway or elsewhere. A refund counts from its acceptance until it fails. */
const givenBack = (p: string) => `${p}.amount_refunded + ${p}.amount_refunded_elsewhere`;

/**
 * What has become of a payment's money, with the condition on its row; each row meets exactly one. The conditions of
 * `authorized`, `partly_refunded` and `refunded` are those of partial indexes.
 */
const MONEY_STATE_CONDITIONS: Readonly<Record<MoneyState, (p: string) => string>> = {
  pending: (p) => `${p}.status IN ('pending', 'processing')`,
  action_needed: (p) => `${p}.status = 'requires_action'`,
  authorized: isAuthorized,
  paid: (p) => `${p}.status = 'success' AND ${p}.captured AND ${givenBack(p)} = 0`,
  partly_refunded: (p) => `${p}.status = 'success' AND ${givenBack(p)} > 0 AND ${givenBack(p)} < ${p}.amount_captured`,
  refunded: (p) => `${p}.status = 'success' AND ${givenBack(p)} > 0 AND ${givenBack(p)} >= ${p}.amount_captured`,
  failed: (p) => `${p}.status = 'failed'`,
  cancelled: (p) => `${p}.status = 'cancelled'`,
  expired: (p) => `${p}.status = 'expired'`,
};

/** The state of a payment's money, from its row. */
const moneyState = (p: string) =>
  `CASE ${MONEY_STATES.map((state) => `WHEN ${MONEY_STATE_CONDITIONS[state](p)} THEN '${state}'`).join(' ')} END`;

/** The condition on the rows in this state. Pending rows are read by status: see {@link rowsShown}. */
export const isInMoneyState = (p: string, state: MoneyState) => MONEY_STATE_CONDITIONS[state](p);

/** A payment as responses, events and replays show it. */
export const paymentJson = (p: string) =>
  jsonObject(
    [
      columns(
        p,
        'id',
        'order_id',
        'payment_link_id',
        'mode',
        'version',
        'amount',
        'amount_captured',
        'amount_refunded',
      ),
      columns(p, 'amount_disputed', 'amount_refunded_elsewhere', 'currency'),
      columns(p, 'description', 'customer', 'notes', 'method', 'flow', 'vpa', 'card_network', 'card_last4'),
      statusAndStage(p),
      `${moneyState(p)} AS money_state`,
      `${p}.captured, ${isAuthorized(p)} AS authorized, ${p}.capture`,
      nextAction(p),
      columns(p, 'error_code', 'error_reason', 'error_description', 'connector', 'connector_reference'),
      iso(`${p}.captured_at`),
      iso(`${p}.capture_before`),
      iso(`${p}.cancelled_at`),
      iso(`${p}.created_at`),
      iso(`${p}.updated_at`),
    ].join(', '),
  );

/**
 * The payment.refunded events of the changed payments in the CTE `changed`, as rows for announce() without the id of the
 * event and its actor.
 */
export const PAYMENT_REFUNDED_ROWS = (changed: string) => `
  SELECT p.merchant_id, p.mode, 'payment.refunded' AS event, 'payment' AS object, p.id AS object_id, p.version,
    ${paymentJson('p')} || ${orderBeside('p')} AS data
  FROM (SELECT c.*, ${orderColumns('o')} FROM ${changed} c
    JOIN orders o ON o.merchant_id = c.merchant_id AND o.id = c.order_id) p
  WHERE ${isRequested('p', 'payment.refunded')}`;

const publicColumns = (p: string) => [
  columns(p, 'id', 'order_id', 'amount', 'currency', 'method', 'flow'),
  statusAndStage(p),
  `${isAuthorized(p)} AS authorized`,
  nextAction(p),
  columns(p, 'error_reason', 'error_description'),
];

/** A payment as a shopper may see it. */
export const publicPaymentJson = (p: string) => jsonObject(publicColumns(p).join(', '));

/** The same in the response to its creation: with the instrument. */
export const newPublicPaymentJson = (p: string) =>
  jsonObject([...publicColumns(p), columns(p, 'vpa', 'card_network', 'card_last4'), iso(`${p}.created_at`)].join(', '));

/**
 * When a woken row is due: at once, but at least a second after the acquirer was last asked, and never later than it was.
 * A result that finds another `wake_seq` than its lease makes the row due again.
 */
export const wakeAt = (row: string, dueAt: string) =>
  `least(${row}.${dueAt}, greatest(now(), ${row}.asked_at + interval '1 second'))`;

/** The delay of a woken row's hint. */
export const wakeDelay = (dueAt: string) => `ceil(extract(epoch FROM greatest(${dueAt} - now(), interval '0')) * 1000)`;

/** Wakes the charges of `named`, whose rows `n` have merchant_id and id: the acquirer is asked about them. No status changes. */
export const wakeCharges = (named: string) => `
  woken_charges AS (
    UPDATE charges c SET wake_seq = c.wake_seq + 1, due_at = ${wakeAt('c', 'due_at')}
    FROM (SELECT n.merchant_id, n.id FROM ${named}) n
    WHERE c.merchant_id = n.merchant_id AND c.id = n.id AND c.status <> 'reversed'
    RETURNING json_build_object('queue', 'payments', 'data', json_build_object('merchantId', c.merchant_id,
      'paymentId', c.payment_id, 'chargeId', c.id), 'delayMs', ${wakeDelay('c.due_at')}) AS hint)`;
