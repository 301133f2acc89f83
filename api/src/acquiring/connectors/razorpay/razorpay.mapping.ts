import type {
  Approved,
  Cancelled,
  ChargeRef,
  ChargeResult,
  LearnedId,
  PageRequest,
  RefundRequest,
  RefundResult,
  RequiresAction,
  ReverseResult,
  Surplus,
} from '../connector.js';
import { declineOf } from './razorpay-declines.js';
import type { Dispute, Link, Payment, Refund } from './razorpay-entities.js';

/** A charge at Razorpay: its link, and all payments of its order; null if the order's id is not known. */
export interface View {
  readonly link: Link;
  readonly attempts: readonly Payment[] | null;
}

/** `expire_by` must be 15 minutes ahead, and is later than the gateway's own limit, at which it closes the link. */
const EXPIRY_MARGIN_S = 20 * 60;
const REFUND_RETRY_MS = 60_000;
/** What an authorised payment that is not to be captured is asked about. Razorpay gives it back by itself. */
export const LAPSE_RETRY_MS = 3_600_000;

/** The name under which links, payments and refunds repeat our reference. */
export const REFERENCE_NOTE = 'gateway_reference';
const METHODS = ['card', 'upi', 'netbanking', 'wallet'] as const;

/** Built from the stored page alone, so that a repeat is the same request. Nothing is sent to the shopper. */
export const linkBody = (page: PageRequest) => ({
  ...{ amount: page.amount, currency: page.currency, accept_partial: false, reference_id: page.reference },
  description: page.merchantLabel,
  expire_by: Math.ceil(Date.parse(page.expiresAt) / 1_000) + EXPIRY_MARGIN_S,
  ...{ notify: { sms: false, email: false }, reminder_enable: false, notes: { [REFERENCE_NOTE]: page.reference } },
  ...{ callback_url: page.returnUrl, callback_method: 'get' },
  options: { checkout: { method: methodsOf(page.methods) } },
});

/** Also off: EMI, pay later and bank transfer, which take days or more than one payment. */
const methodsOf = (wanted: readonly string[]) => ({
  ...Object.fromEntries(METHODS.map((method) => [method, wanted.includes(method)])),
  ...{ emi: false, cardless_emi: false, paylater: false, bank_transfer: false },
});

/** The page of an open link; undefined if it is closed, or not of what was asked. */
export function pageOf(page: PageRequest, link: Link): RequiresAction | undefined {
  const isAsked =
    link.reference_id === page.reference && link.amount === page.amount && link.currency === page.currency;
  if (!isAsked || link.status !== 'created') return undefined;
  return { outcome: 'requires_action', action: { type: 'redirect', url: link.short_url }, ids: [linkId(link)] };
}

const linkId = ({ id }: Link): LearnedId => ({ kind: 'payment_link', id });

/** Ids that a notification may name. */
const idsOf = ({ link, attempts }: View): LearnedId[] => [
  linkId(link),
  ...(link.order_id ? [{ kind: 'order', id: link.order_id }] : []),
  ...(attempts ?? []).map(({ id }) => ({ kind: 'payment', id })),
];

const isTaken = ({ status }: Payment) => status === 'captured' || status === 'refunded';

/** The charge's own payment: the one that was stored, else the first captured, else the first authorised. */
export function ownPayment({ attempts }: View, { providerId }: Pick<ChargeRef, 'providerId'>): Payment | undefined {
  const oldest = [...(attempts ?? [])].sort((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1));
  const stored = oldest.find(({ id }) => id === providerId);
  if (stored && (isTaken(stored) || stored.status === 'authorized')) return stored;
  return oldest.find(isTaken) ?? oldest.find(({ status }) => status === 'authorized');
}

/** Captured payments beside the charge's own: a shopper has paid twice. */
export const surplusOf = ({ attempts }: View, own: Payment): Payment[] =>
  (attempts ?? []).filter(({ id, status }) => id !== own.id && status === 'captured');

/** A charge that is reversed is not, as long as a further payment of its link is kept. Null: none is. */
export function keptOf(surplus: readonly Surplus[]): ReverseResult | null {
  const refused = surplus.find(({ isUnderWay }) => !isUnderWay);
  if (refused) return { outcome: 'declined', reason: 'refund_declined', description: refused.description };
  return surplus.length > 0 ? { outcome: 'pending', retryAfterMs: LAPSE_RETRY_MS } : null;
}

export const leftOf = ({ amount, amount_refunded: refunded }: Payment): number => Math.max(0, amount - refunded);

/** `disputed`: undefined if it was not asked for. */
export const approvedOf = (view: View, own: Payment, disputed?: number): Approved => ({
  ...{ outcome: 'approved', connectorReference: own.id, amount: own.amount, currency: own.currency },
  captured: isTaken(own) ? own.amount : 0,
  refunded: own.amount_refunded,
  ...(disputed !== undefined && { disputed }),
  ...(own.method !== null && { method: own.method }),
  ids: idsOf(view),
});

/** A charge of which no payment was approved; undefined if Razorpay contradicts itself. */
export function unpaidResult(
  view: View,
): Extract<ChargeResult, { outcome: 'requires_action' | 'cancelled' }> | undefined {
  const { status, short_url: url } = view.link;
  if (status === 'created') return { outcome: 'requires_action', action: { type: 'redirect', url }, ids: idsOf(view) };
  return status === 'cancelled' || status === 'expired' ? closedResult(view) : undefined;
}

/**
 * Never a proof: a failed payment may still be authorised, and a shopper with the page of the order before them may begin
 * one after the link was cancelled and its payments were listed.
 */
function closedResult({ attempts }: View): Cancelled {
  const last = attempts?.filter(({ status }) => status === 'failed').at(-1);
  return { outcome: 'cancelled', proven: false, ...(last && { lastDecline: declineOf(last) }) };
}

/** Withheld or lost because shoppers dispute the payment. */
const WITHHELD = new Set(['open', 'under_review', 'lost']);
export const disputedOf = (disputes: readonly Dispute[], paymentId: string): number =>
  disputes
    .filter(({ payment_id: id, status }) => id === paymentId && WITHHELD.has(status))
    .reduce((sum, { amount }) => sum + amount, 0);

export function refundResult(refund: Refund): RefundResult {
  const { id: connectorReference, amount, currency, status } = refund;
  if (status === 'processed') return { outcome: 'approved', connectorReference, amount, currency, captured: amount };
  if (status === 'pending') return { outcome: 'pending', retryAfterMs: REFUND_RETRY_MS, connectorReference };
  const description = 'Razorpay could not refund the payment';
  return { outcome: 'declined', reason: 'refund_declined', description, connectorReference };
}

/** Less is left of the payment than is to be refunded. */
export const exceeded = (payment: Payment, { amount }: RefundRequest): RefundResult | undefined =>
  leftOf(payment) < amount
    ? { outcome: 'declined', reason: 'refund_exceeds_captured', description: 'Less is left of the payment at Razorpay' }
    : undefined;

/** Keys of refunds have letters, digits, - and _ only. */
export const refundKey = (key: string) => ({ 'x-refund-idempotency': key.replaceAll(':', '-') });
/** The receipt of the refund that gives a charge back. A refund of the merchant has our id of the refund. */
export const reversalReceipt = ({ reference }: Pick<ChargeRef, 'reference'>): string => `${reference}-reverse`;
/** The receipt of a refund of another payment of the same link. */
export const surplusReceipt = ({ reference }: Pick<ChargeRef, 'reference'>): string => `${reference}-surplus`;

export const refundBody = (amount: number, receipt: string, reference: string) => ({
  ...{ amount, speed: 'normal', receipt, notes: { [REFERENCE_NOTE]: reference } },
});
