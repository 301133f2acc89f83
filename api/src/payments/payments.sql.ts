import { columns, iso, jsonObject } from '../database/json.js';

/** The step-up that waits for the shopper, with its deadline; null in every other status. */
const nextAction = (p: string) =>
  `CASE WHEN ${p}.status = 'requires_action' THEN
     (left(${p}.next_action::text, -1) || ',"expires_at":"' || iso(${p}.action_expires_at) || '"}')::json END AS next_action`;

/** What the world sees of a payment, in answers, events and replays alike. */
export const paymentJson = (p: string) =>
  jsonObject(
    [
      columns(p, 'id', 'order_id', 'mode', 'version', 'amount', 'amount_captured', 'amount_refunded', 'currency'),
      columns(p, 'method', 'flow', 'vpa', 'card_network', 'card_last4', 'status', 'captured', 'capture'),
      nextAction(p),
      columns(p, 'error_code', 'error_reason', 'error_description', 'connector', 'connector_reference'),
      iso(`${p}.captured_at`),
      iso(`${p}.capture_before`),
      iso(`${p}.cancelled_at`),
      iso(`${p}.created_at`),
      iso(`${p}.updated_at`),
    ].join(', '),
  );

/** What the shopper may see. */
export const publicPaymentJson = (p: string) =>
  jsonObject(
    [
      columns(p, 'id', 'order_id', 'amount', 'currency', 'method', 'flow', 'status'),
      nextAction(p),
      columns(p, 'error_reason', 'error_description'),
    ].join(', '),
  );
