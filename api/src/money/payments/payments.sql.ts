import { columns, iso, jsonObject } from '../../platform/database/json.js';

/** The status and stage that are shown of a row of payments or refunds. */
export const statusAndStage = (row: string) =>
  `CASE ${row}.status WHEN 'processing' THEN 'pending' ELSE ${row}.status END AS status,
   CASE ${row}.status WHEN 'pending' THEN 'accepted' WHEN 'processing' THEN 'at_bank' END AS stage`;

/** The rows that are shown with a status. What is shown as pending has two statuses, each read from its own index range. */
export const rowsShown = (row: string, status: string | undefined): readonly string[] =>
  status === 'pending' ? [`${row}.status = 'pending'`, `${row}.status = 'processing'`] : [];

/** Approved by the bank, neither captured nor cancelled: the condition of the index payments_authorized. */
export const isAuthorized = (p: string) => `${p}.status = 'success' AND NOT ${p}.captured`;

/** The step-up that waits for the shopper, with its deadline; null in every other status. */
const nextAction = (p: string) =>
  `CASE WHEN ${p}.status = 'requires_action' THEN
     (left(${p}.next_action::text, -1) || ',"expires_at":"' || iso(${p}.action_expires_at) || '"}')::json END AS next_action`;

/** What the world sees of a payment, in answers, events and replays alike. */
export const paymentJson = (p: string) =>
  jsonObject(
    [
      columns(p, 'id', 'order_id', 'mode', 'version', 'amount', 'amount_captured', 'amount_refunded', 'currency'),
      columns(p, 'method', 'flow', 'vpa', 'card_network', 'card_last4'),
      statusAndStage(p),
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

const publicColumns = (p: string) => [
  columns(p, 'id', 'order_id', 'amount', 'currency', 'method', 'flow'),
  statusAndStage(p),
  `${isAuthorized(p)} AS authorized`,
  nextAction(p),
  columns(p, 'error_reason', 'error_description'),
];

/** What the shopper may see. */
export const publicPaymentJson = (p: string) => jsonObject(publicColumns(p).join(', '));

/** The same for the shopper who has just paid, with the instrument that was sent. */
export const newPublicPaymentJson = (p: string) =>
  jsonObject([...publicColumns(p), columns(p, 'vpa', 'card_network', 'card_last4'), iso(`${p}.created_at`)].join(', '));
