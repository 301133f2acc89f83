import type {
  ActionRequest,
  CancelResult,
  CaptureResult,
  ChargeResult,
  Declined,
  NotFound,
  RefundResult,
} from '../connector.js';
import type { DeclineReason } from '../decline-reasons.js';

/** A response of the acquirer: its status and, if it was JSON, its body. */
export interface AcquirerResponse {
  status: number;
  body: unknown;
}

/** A response that the acquirer's documentation does not describe for the call. Its outcome is unknown. */
export class UnexpectedResponse extends Error {
  constructor({ status, body }: AcquirerResponse) {
    const { error } = objectOf(body);
    const { code } = objectOf(error);
    super(`unexpected response: ${status} ${typeof code === 'string' ? code : 'without a code'}`);
  }
}

/** The only pairs that mean that nothing was or will be charged. Every other error is unknown. */
const NOT_FOUND = ['404 charge_not_found', '404 refund_not_found'];
const CLOSED = ['410 reference_closed'];
const DECLINED_STATUS = 402;
const DECLINES = [
  ...(['card_declined', 'insufficient_funds', 'expired_card', 'otp_failed', 'invalid_instrument'] as const),
  ...(['upi_declined', 'upi_rejected', 'refund_declined', 'refund_exceeds_captured', 'refund_cancelled'] as const),
  ...(['charge_not_found', 'charge_not_approved', 'already_captured', 'capture_exceeds_authorised'] as const),
] as const satisfies readonly DeclineReason[];

export function chargeResult(response: AcquirerResponse): ChargeResult | NotFound {
  const ended = endOf(response);
  if (ended === 'closed') return { outcome: 'cancelled' };
  if (ended) return ended;
  const body = objectOf(response.body);
  const connectorReference = textOf(body, 'id', response);
  switch (statusOf(response)) {
    case 'authorized':
    case 'captured':
      return { outcome: 'approved', connectorReference };
    case 'requires_action':
      return { outcome: 'requires_action', action: actionOf(response), connectorReference };
    case 'pending':
      return { outcome: 'pending', retryAfterMs: delayOf(response), connectorReference };
    default:
      throw new UnexpectedResponse(response);
  }
}

/** Of a call that makes a charge or refund, `not found` is no answer. */
export function newChargeResult(response: AcquirerResponse): ChargeResult {
  const result = chargeResult(response);
  if (result.outcome === 'not_found') throw new UnexpectedResponse(response);
  return result;
}

/** The response to a capture. */
export function captureResult(response: AcquirerResponse): CaptureResult {
  const result = newChargeResult(response);
  if (result.outcome === 'cancelled' || result.outcome === 'requires_action') throw new UnexpectedResponse(response);
  return result;
}

/** Whether the charge that a find returned was captured. */
export function findCaptureResult(response: AcquirerResponse): CaptureResult | NotFound {
  const result = chargeResult(response);
  if (result.outcome !== 'approved') return { outcome: 'not_found' };
  return statusOf(response) === 'captured' ? result : { outcome: 'not_found' };
}

/** The response to a cancel: the charge is closed, or it was decided before. */
export function cancelResult(response: AcquirerResponse): CancelResult {
  if (isCancelled(response)) return { outcome: 'cancelled' };
  const result = newChargeResult(response);
  if (result.outcome === 'requires_action') throw new UnexpectedResponse(response);
  return result;
}

/** The response to a reversal. The acquirer also confirms that there was nothing to reverse. */
export function reversalResult(response: AcquirerResponse): { outcome: 'cancelled' } {
  if (isCancelled(response)) return { outcome: 'cancelled' };
  throw new UnexpectedResponse(response);
}

export function findRefundResult(response: AcquirerResponse): RefundResult | NotFound {
  const ended = endOf(response);
  if (ended === 'closed') throw new UnexpectedResponse(response);
  if (ended) return ended;
  const body = objectOf(response.body);
  const connectorReference = textOf(body, 'id', response);
  switch (statusOf(response)) {
    case 'processed':
      return { outcome: 'approved', connectorReference };
    case 'pending':
      return { outcome: 'pending', retryAfterMs: delayOf(response), connectorReference };
    default:
      throw new UnexpectedResponse(response);
  }
}

export function refundResult(response: AcquirerResponse): RefundResult {
  const result = findRefundResult(response);
  if (result.outcome === 'not_found') throw new UnexpectedResponse(response);
  return result;
}

/** The response to the close of a refund's reference. */
export function closeRefundResult(response: AcquirerResponse): CancelResult {
  return isCancelled(response) ? { outcome: 'cancelled' } : refundResult(response);
}

/** An end without money, by the allow-list; undefined for a success. */
function endOf(response: AcquirerResponse): Declined | NotFound | 'closed' | undefined {
  if (response.status === 200) return undefined;
  const { error, id } = objectOf(response.body);
  const { code, message } = objectOf(error);
  const pair = `${response.status} ${String(code)}`;
  if (NOT_FOUND.includes(pair)) return { outcome: 'not_found' };
  if (CLOSED.includes(pair)) return 'closed';
  const reason = response.status === DECLINED_STATUS && DECLINES.find((decline) => decline === code);
  if (!reason) throw new UnexpectedResponse(response);
  return declined(reason, message, id);
}

function declined(reason: DeclineReason, message: unknown, id: unknown): Declined {
  const description = typeof message === 'string' ? message : 'Declined by the acquirer';
  return { outcome: 'declined', reason, description, ...(typeof id === 'string' && { connectorReference: id }) };
}

function actionOf(response: AcquirerResponse): ActionRequest {
  const action = objectOf(objectOf(response.body)['action']);
  if (action['type'] === 'otp' && typeof action['attempts_left'] === 'number')
    return { type: 'otp', attemptsLeft: action['attempts_left'] };
  if (action['type'] === 'upi_approve') return { type: 'upi_approve', upiLink: textOf(action, 'upi_link', response) };
  throw new UnexpectedResponse(response);
}

const statusOf = ({ body }: AcquirerResponse): unknown => objectOf(body)['status'];
const isCancelled = (response: AcquirerResponse): boolean =>
  response.status === 200 && statusOf(response) === 'cancelled';

function delayOf(response: AcquirerResponse): number {
  const delay = objectOf(response.body)['retry_after_ms'];
  if (typeof delay !== 'number' || !(delay >= 0)) throw new UnexpectedResponse(response);
  return Math.max(1, delay);
}

function textOf(body: Record<string, unknown>, name: string, response: AcquirerResponse): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new UnexpectedResponse(response);
  return value;
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
