import { AnsweredWithoutOutcome, isRefusal } from '../answered.js';
import type {
  ActionRequest,
  Approved,
  CancelResult,
  Cancelled,
  CaptureResult,
  ChargeResult,
  CloseRefundResult,
  Declined,
  NotFound,
  PrepareResult,
  RefundResult,
  ReverseResult,
} from '../connector.js';
import type { DeclineReason } from '../decline-reasons.js';
import type { JsonResponse } from '../json-client.js';

/** A response that the acquirer's documentation does not describe for the call. Its outcome is unknown. */
export class UnexpectedResponse extends AnsweredWithoutOutcome {
  constructor({ status, body }: JsonResponse) {
    const { error } = objectOf(body);
    const { code } = objectOf(error);
    const text = typeof code === 'string' ? code : 'without a code';
    super(`unexpected response: ${status} ${text}`, isRefusal(status) && code !== 'idempotency_key_reused');
  }
}

/** The only pairs that mean that nothing was or will be charged. Every other error is unknown. */
const NOT_FOUND = ['404 charge_not_found', '404 refund_not_found'];
const CLOSED = ['410 reference_closed'];
const DECLINED_STATUS = 402;
const DECLINES = [
  ...(['card_declined', 'insufficient_funds', 'expired_card', 'otp_failed', 'invalid_instrument'] as const),
  'authentication_failed',
  ...(['upi_declined', 'upi_rejected', 'refund_declined', 'refund_exceeds_captured', 'refund_cancelled'] as const),
  ...(['charge_not_found', 'charge_not_approved', 'already_captured', 'capture_exceeds_authorised'] as const),
] as const satisfies readonly DeclineReason[];

export function chargeResult(response: JsonResponse): ChargeResult | NotFound {
  const ended = endOf(response);
  if (ended) return ended;
  const body = objectOf(response.body);
  const connectorReference = textOf(body, 'id', response);
  switch (statusOf(response)) {
    case 'authorized':
    case 'captured':
      return approvedOf(response);
    case 'requires_action':
      return { outcome: 'requires_action', action: actionOf(response), connectorReference };
    case 'pending':
      return { outcome: 'pending', retryAfterMs: delayOf(response), connectorReference };
    default:
      throw new UnexpectedResponse(response);
  }
}

/** The response to a new page: its address, which no shopper has seen. */
export function pageResult(response: JsonResponse): PrepareResult {
  const body = objectOf(response.body);
  if (response.status !== 200 || body['object'] !== 'page' || statusOf(response) !== 'open')
    throw new UnexpectedResponse(response);
  const ids = [{ kind: 'page', id: textOf(body, 'id', response) }];
  return { outcome: 'requires_action', action: { type: 'redirect', url: textOf(body, 'url', response) }, ids };
}

/** Of a call that makes a charge or refund, `not found` is no answer. */
export function newChargeResult(response: JsonResponse): ChargeResult {
  const result = chargeResult(response);
  if (result.outcome === 'not_found') throw new UnexpectedResponse(response);
  return result;
}

/** The response to a capture. */
export function captureResult(response: JsonResponse): CaptureResult {
  const result = newChargeResult(response);
  if (result.outcome === 'cancelled' || result.outcome === 'requires_action') throw new UnexpectedResponse(response);
  return result;
}

/** The response to a cancel: the charge is closed, or it was decided before. */
export function cancelResult(response: JsonResponse): CancelResult {
  if (isCancelled(response)) return cancelledOf(response);
  const result = newChargeResult(response);
  if (result.outcome === 'requires_action') throw new UnexpectedResponse(response);
  return result;
}

/** The response to a reversal. The acquirer also confirms that there was nothing to reverse. */
export function reversalResult(response: JsonResponse): ReverseResult {
  if (isCancelled(response)) return cancelledOf(response);
  const ended = endOf(response);
  if (ended?.outcome === 'declined') return ended;
  throw new UnexpectedResponse(response);
}

export function findRefundResult(response: JsonResponse): RefundResult | NotFound {
  const ended = endOf(response);
  if (ended?.outcome === 'cancelled') throw new UnexpectedResponse(response);
  if (ended) return ended;
  const body = objectOf(response.body);
  const connectorReference = textOf(body, 'id', response);
  switch (statusOf(response)) {
    case 'processed': {
      const amount = amountOf(body, 'amount', response);
      const currency = textOf(body, 'currency', response);
      return { outcome: 'approved', connectorReference, amount, currency, captured: amount };
    }
    case 'pending':
      return { outcome: 'pending', retryAfterMs: delayOf(response), connectorReference };
    default:
      throw new UnexpectedResponse(response);
  }
}

export function refundResult(response: JsonResponse): RefundResult {
  const result = findRefundResult(response);
  if (result.outcome === 'not_found') throw new UnexpectedResponse(response);
  return result;
}

/** The response to the close of a refund's reference. */
export function closeRefundResult(response: JsonResponse): CloseRefundResult {
  return isCancelled(response) ? { outcome: 'cancelled', proven: true } : refundResult(response);
}

/** An end without money, by the allow-list; undefined for a success. */
function endOf(response: JsonResponse): Declined | NotFound | Cancelled | undefined {
  if (response.status === 200) return undefined;
  const { error, id } = objectOf(response.body);
  const { code, message } = objectOf(error);
  const pair = `${response.status} ${String(code)}`;
  if (NOT_FOUND.includes(pair)) return { outcome: 'not_found' };
  if (CLOSED.includes(pair)) return cancelledOf(response);
  const reason = response.status === DECLINED_STATUS && DECLINES.find((decline) => decline === code);
  if (!reason) throw new UnexpectedResponse(response);
  return declined(reason, message, id);
}

function declined(reason: DeclineReason, message: unknown, id: unknown): Declined {
  const description = typeof message === 'string' ? message : 'Declined by the acquirer';
  return { outcome: 'declined', reason, description, ...(typeof id === 'string' && { connectorReference: id }) };
}

/** What the acquirer states about the money. A response without an amount states nothing. */
function approvedOf(response: JsonResponse): Approved {
  const body = objectOf(response.body);
  const { method, refunded, disputed } = body;
  return {
    outcome: 'approved',
    connectorReference: textOf(body, 'id', response),
    amount: amountOf(body, 'amount', response),
    currency: textOf(body, 'currency', response),
    captured: amountOf(body, 'captured', response),
    ...(typeof method === 'string' && { method }),
    ...(typeof refunded === 'number' && { refunded }),
    ...(typeof disputed === 'number' && { disputed }),
  };
}

/** Only a page of which no attempt had begun, or a reference that was never charged, is proven to take no money. */
function cancelledOf({ body }: JsonResponse): Cancelled {
  return { outcome: 'cancelled', proven: objectOf(body)['proof'] === 'no_charge' };
}

function actionOf(response: JsonResponse): ActionRequest {
  const action = objectOf(objectOf(response.body)['action']);
  if (action['type'] === 'otp' && typeof action['attempts_left'] === 'number')
    return { type: 'otp', attemptsLeft: action['attempts_left'] };
  if (action['type'] === 'upi_approve') return { type: 'upi_approve', upiLink: textOf(action, 'upi_link', response) };
  if (action['type'] === 'redirect') return { type: 'redirect', url: textOf(action, 'url', response) };
  throw new UnexpectedResponse(response);
}

const statusOf = ({ body }: JsonResponse): unknown => objectOf(body)['status'];
const isCancelled = (response: JsonResponse): boolean => response.status === 200 && statusOf(response) === 'cancelled';

function delayOf(response: JsonResponse): number {
  const delay = objectOf(response.body)['retry_after_ms'];
  if (typeof delay !== 'number' || !(delay >= 0)) throw new UnexpectedResponse(response);
  return Math.max(1, delay);
}

function amountOf(body: Record<string, unknown>, name: string, response: JsonResponse): number {
  const value = body[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new UnexpectedResponse(response);
  return value;
}

function textOf(body: Record<string, unknown>, name: string, response: JsonResponse): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new UnexpectedResponse(response);
  return value;
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
