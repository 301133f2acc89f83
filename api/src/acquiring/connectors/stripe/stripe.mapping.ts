import type {
  Approved,
  Cancelled,
  ChargeResult,
  Declined,
  LearnedId,
  Pending,
  PrepareResult,
  RefundResult,
} from '../connector.js';
import { declineReasonOf } from './stripe-declines.js';
import { fromStripe } from './stripe.amounts.js';
import type { Dispute, Intent, Refund, Session } from './stripe-objects.js';

/** The names under which our references are stored at Stripe. */
export const REFERENCE = 'gateway_reference';
/** Marks the refund by which a late approval is given back. */
export const REVERSAL = 'gateway_reversal';

const INTENT_RETRY_MS = 2_000;
/** A refund that is pending takes Stripe hours or days. */
const REFUND_RETRY_MS = 600_000;
const PENDING: Pending = { outcome: 'pending', retryAfterMs: INTENT_RETRY_MS };

export const PROVEN: Cancelled = { outcome: 'cancelled', proven: true };
const CLOSED: Cancelled = { outcome: 'cancelled', proven: false };

const sessionId = ({ id }: Pick<Session, 'id'>): LearnedId => ({ kind: 'session', id });
const idsOf = ({ id, latest_charge: charge }: Intent): LearnedId[] => [
  { kind: 'intent', id },
  ...(charge ? [{ kind: 'charge', id: charge.id }] : []),
];

/** A new page, which no shopper has seen. */
export const newPage = ({ id, url }: { id: string; url: string }): PrepareResult => ({
  ...{ outcome: 'requires_action', action: { type: 'redirect', url }, connectorReference: id },
  ids: [sessionId({ id })],
});

/** The money was taken, or can be: these states last. */
const isApproved = ({ status }: Intent) => status === 'succeeded' || status === 'requires_capture';

/** Whether a new attempt could still be made if its page were open. */
export const isAwaiting = ({ status }: Intent): boolean =>
  status === 'requires_payment_method' || status === 'requires_confirmation' || status === 'requires_action';

/** `disputes`: those of the intent; absent if none was asked for. */
export function sessionResult(session: Session, disputes?: readonly Dispute[]): ChargeResult {
  const { status, payment_intent: intent, url } = session;
  if (intent && isApproved(intent)) return intentResult(intent, disputes);
  const ids = [sessionId(session), ...(intent ? idsOf(intent) : [])];
  switch (status) {
    case 'open':
      if (intent?.status === 'processing') return { ...PENDING, ids };
      if (url === null) throw new Error('an open session without an address');
      return { outcome: 'requires_action', action: { type: 'redirect', url }, connectorReference: session.id, ids };
    case 'complete':
      return intent?.status === 'canceled' ? PROVEN : { ...PENDING, ids };
    case 'expired':
      return intent === null || intent.status === 'canceled' ? PROVEN : CLOSED;
  }
}

export function intentResult(intent: Intent, disputes: readonly Dispute[] = []): ChargeResult {
  const { status } = intent;
  if (status === 'canceled' || isReversed(intent)) return PROVEN;
  if (!isApproved(intent)) return { ...PENDING, ids: idsOf(intent) };
  const { currency, latest_charge: charge } = intent;
  const captured = fromStripe(intent.amount_received, currency);
  const approved: Approved = {
    ...{ outcome: 'approved', connectorReference: intent.id, amount: fromStripe(intent.amount, currency), currency },
    ...{ captured, ids: idsOf(intent) },
  };
  const method = charge?.payment_method_details?.type;
  return {
    ...approved,
    ...(method !== undefined && { method }),
    ...(charge && { refunded: refundedOf(charge.refunds.data, currency) }),
    ...(charge && { disputed: charge.disputed ? disputedOf(disputes, currency, captured) : 0 }),
  };
}

const isAlive = ({ status }: Refund) => status !== 'failed' && status !== 'canceled';

/** What is given back or will be. A failed refund is no longer part of it. */
const refundedOf = (refunds: readonly Refund[], currency: string): number =>
  fromStripe(
    refunds.filter(isAlive).reduce((sum, { amount }) => sum + amount, 0),
    currency,
  );

/** The refund by which the charge was reversed. */
export const reversalOf = ({ latest_charge: charge }: Intent): Refund | undefined =>
  charge?.refunds.data.find((refund) => refund.metadata?.[REVERSAL] !== undefined && isAlive(refund));

/** Reversed: given back by us, after the payment had ended otherwise. A merchant's refund leaves the charge approved. */
function isReversed(intent: Intent): boolean {
  const reversal = reversalOf(intent);
  return reversal?.status === 'succeeded' && leftOf(intent) === 0;
}

/** What can be refunded, in Stripe's unit. */
export const leftOf = ({ amount_received: received, latest_charge: charge }: Intent): number =>
  received - (charge?.refunds.data ?? []).filter(isAlive).reduce((sum, { amount }) => sum + amount, 0);

/** Money that is withheld: by an inquiry (`warning_…`) none is, and a dispute that was won has given it back. */
function disputedOf(disputes: readonly Dispute[], currency: string, captured: number): number {
  const open = disputes.filter(({ status }) => status !== 'won' && !status.startsWith('warning_'));
  if (open.some((dispute) => dispute.currency !== currency)) return captured;
  return Math.min(
    captured,
    fromStripe(
      open.reduce((sum, { amount }) => sum + amount, 0),
      currency,
    ),
  );
}

/** Why a capture can take nothing: the intent has ended, or another amount was captured. */
export function captureRefusal(intent: Intent, wanted: number): Declined | null {
  if (intent.status === 'canceled') {
    const reason = intent.last_payment_error ? declineReasonOf(intent.last_payment_error) : 'charge_not_approved';
    return { outcome: 'declined', reason, description: 'Stripe has released the authorisation' };
  }
  if (intent.status === 'succeeded' && intent.amount_received !== wanted)
    return { outcome: 'declined', reason: 'already_captured', description: 'Another amount was captured before' };
  if (intent.status === 'requires_capture' && wanted > intent.amount) return TOO_MUCH;
  return null;
}

export const TOO_MUCH: Declined = {
  ...{ outcome: 'declined', reason: 'capture_exceeds_authorised', description: 'More than was authorised' },
};

export function refundResult(refund: Refund): RefundResult {
  const { id: connectorReference, status, currency } = refund;
  switch (status) {
    case 'succeeded': {
      const amount = fromStripe(refund.amount, currency);
      return { outcome: 'approved', connectorReference, amount, currency, captured: amount };
    }
    case 'pending':
    case 'requires_action':
      return { outcome: 'pending', retryAfterMs: REFUND_RETRY_MS, connectorReference };
    case 'failed':
    case 'canceled': {
      const description = `Stripe: ${refund.failure_reason ?? status}`;
      return { outcome: 'declined', reason: 'refund_declined', description, connectorReference };
    }
  }
}

export const refundRefused = (
  reason: 'refund_declined' | 'refund_exceeds_captured',
  description: string,
): Declined => ({
  ...{ outcome: 'declined', reason, description },
});
