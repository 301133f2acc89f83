import { AnsweredWithoutOutcome } from '../answered.js';
import {
  type CancelResult,
  type CaptureResult,
  type ChargeRef,
  type ChargeResult,
  type Connector,
  type Declined,
  idempotencyKey,
  type NotFound,
  type PageRequest,
  type PrepareResult,
  type ReceivedNotification,
  type RefundRequest,
  type RefundResult,
  type ReverseResult,
  type VerifiedNotification,
} from '../connector.js';
import type { Sheet } from '../sheet.js';
import { toStripe } from './stripe.amounts.js';
import * as map from './stripe.mapping.js';
import { stripeSheet } from './stripe.sheet.js';
import { StripeApi } from './stripe-api.js';
import { type StripeAddress, StripeFault, StripeHttp } from './stripe-http.js';
import { verifyStripe } from './stripe-notifications.js';
import type { Intent, Refund, Session } from './stripe-objects.js';

export interface StripeOptions extends StripeAddress {
  /** The limit of every call. */
  deadlineMs: number;
  /** Its pages are on this machine. */
  isEmulated: boolean;
}

/** An intent, and the session whose page led to it as long as no approval is known. */
type Found = { session: Session; intent: Intent | null } | { session: null; intent: Intent };

/**
 * Stripe by Checkout Sessions: one session for each charge. It is found by the session's id until it is approved, then by
 * the intent's. A call throws if it cannot tell its outcome: a response outside the documented successes, and every
 * refusal that its own question to Stripe does not explain.
 */
export class StripeConnector implements Connector {
  readonly name = 'stripe';
  readonly sheet: Sheet;
  readonly api: StripeApi;
  private readonly http: StripeHttp;

  constructor(options: StripeOptions) {
    this.sheet = stripeSheet(options.deadlineMs, options.isEmulated);
    this.http = new StripeHttp(options);
    this.api = new StripeApi(this.http);
  }

  close(): Promise<void> {
    return this.http.close();
  }

  async prepare(page: PageRequest): Promise<PrepareResult> {
    const amount = stripeAmount(page.amount, page.currency);
    return map.newPage(await this.api.createSession(page, amount, idempotencyKey(page, 'prepare')));
  }

  /** A charge without an id has no page that a shopper has seen: it cannot be paid. */
  async findCharge(charge: ChargeRef): Promise<ChargeResult | NotFound> {
    if (charge.providerId === null) return { outcome: 'not_found' };
    try {
      return await this.resultOf(await this.find(charge.providerId));
    } catch (error) {
      if (isMissing(error)) return { outcome: 'not_found' };
      throw error;
    }
  }

  async capture(charge: ChargeRef, amount: number): Promise<CaptureResult> {
    const wanted = toStripe(amount, charge.currency);
    if (wanted === null || amount > charge.amount) return map.TOO_MUCH;
    const id = await this.intentId(charge.providerId);
    try {
      return captured(map.intentResult(await this.api.capture(id, wanted, idempotencyKey(charge, 'capture'))));
    } catch (error) {
      if (!isStateRefusal(error) && !isCardRefusal(error)) throw error;
      const intent = await this.api.intent(id);
      const refusal = map.captureRefusal(intent, wanted);
      if (refusal) return refusal;
      if (intent.status !== 'succeeded') throw error;
      return captured(await this.resultOf({ session: null, intent }));
    }
  }

  async cancel(charge: ChargeRef): Promise<CancelResult> {
    if (charge.providerId === null) return map.PROVEN;
    return cancelled(await this.closed(charge.providerId, idempotencyKey(charge, 'cancel')));
  }

  async reverse(charge: ChargeRef): Promise<ReverseResult> {
    if (charge.providerId === null) return map.PROVEN;
    const key = idempotencyKey(charge, 'reverse');
    const found = await this.find(charge.providerId);
    const intent = found.intent?.status === 'succeeded' ? found.intent : null;
    if (intent) return this.giveBack(intent, charge.reference, key);
    const closed = await this.closed(charge.providerId, key);
    if (closed.outcome !== 'approved') return cancelled(closed) as Exclude<CancelResult, { outcome: 'approved' }>;
    // Captured or authorised at this very moment: the next reversal gives it back.
    throw new AnsweredWithoutOutcome('The charge was approved while it was closed', false);
  }

  /** A later key is only used after a find has denied the refund; that it is asked again costs one request. */
  async refund(refund: RefundRequest): Promise<RefundResult> {
    const amount = toStripe(refund.amount, refund.currency);
    if (amount === null) return map.refundRefused('refund_declined', 'Stripe refunds no such fraction');
    const intentId = await this.intentId(refund.charge.providerId);
    const known = refund.keyNumber > 1 ? await this.ownRefund(intentId, refund.reference) : undefined;
    if (known) return map.refundResult(known);
    const metadata = { [map.REFERENCE]: refund.reference };
    try {
      return map.refundResult(await this.api.refund(intentId, amount, metadata, idempotencyKey(refund, 'refund')));
    } catch (error) {
      if (!isRefundRefusal(error)) throw error;
      return this.refusedRefund(intentId, refund.reference, amount, error);
    }
  }

  async findRefund(refund: RefundRequest): Promise<RefundResult | NotFound> {
    try {
      if (refund.providerId !== null) return map.refundResult(await this.api.refundOf(refund.providerId));
      const intentId = await this.intentId(refund.charge.providerId);
      const known = await this.ownRefund(intentId, refund.reference);
      return known ? map.refundResult(known) : { outcome: 'not_found' };
    } catch (error) {
      if (refund.providerId !== null && isMissing(error)) return { outcome: 'not_found' };
      throw error;
    }
  }

  verifyNotification(received: ReceivedNotification): VerifiedNotification | null {
    return verifyStripe(received);
  }

  private async find(providerId: string): Promise<Found> {
    if (isIntent(providerId)) return { session: null, intent: await this.api.intent(providerId) };
    const session = await this.api.session(providerId);
    return { session, intent: session.payment_intent };
  }

  private async resultOf({ session, intent }: Found): Promise<ChargeResult> {
    const disputes = intent?.latest_charge?.disputed ? await this.api.disputesOf(intent.id) : undefined;
    return session ? map.sessionResult(session, disputes) : map.intentResult(intent, disputes);
  }

  private async intentId(providerId: string | null): Promise<string> {
    if (providerId === null) throw new Error('The charge has no id at Stripe');
    if (isIntent(providerId)) return providerId;
    const { payment_intent: intent } = await this.api.session(providerId);
    if (!intent) throw new AnsweredWithoutOutcome('The session has no intent', false);
    return intent.id;
  }

  /**
   * Ends the page, then the intent: an intent of an open session cannot be cancelled. What Stripe refuses because of its
   * state is read again; the state alone decides.
   */
  private async closed(providerId: string, key: string): Promise<ChargeResult> {
    if (isIntent(providerId)) return this.closeIntent(providerId, key);
    const session = await this.api.expire(providerId, key).catch(async (error: unknown) => {
      if (!isStateRefusal(error)) throw error;
      return this.api.session(providerId);
    });
    if (session.status === 'open') throw new AnsweredWithoutOutcome('Stripe has not closed the session', false);
    const { payment_intent: intent } = session;
    const isHeld = intent?.status === 'requires_capture';
    if (!intent || !(isHeld || map.isAwaiting(intent))) return this.resultOf({ session, intent });
    const closed = await this.closeIntent(intent.id, `${key}:intent`);
    return closed.outcome === 'pending' ? { outcome: 'cancelled', proven: false } : closed;
  }

  private async closeIntent(id: string, key: string): Promise<ChargeResult> {
    const intent = await this.api.cancel(id, key).catch(async (error: unknown) => {
      if (!isStateRefusal(error)) throw error;
      return this.api.intent(id);
    });
    if (intent.status === 'requires_capture') throw new AnsweredWithoutOutcome('Stripe has not released it', false);
    return this.resultOf({ session: null, intent });
  }

  private async giveBack(intent: Intent, reference: string, key: string): Promise<ReverseResult> {
    const before = map.reversalOf(intent);
    if (map.leftOf(intent) === 0) return before ? reversed(before) : map.PROVEN;
    const metadata = { [map.REVERSAL]: reference };
    try {
      return reversed(await this.api.refund(intent.id, undefined, metadata, key));
    } catch (error) {
      if (!isRefundRefusal(error)) throw error;
      if (map.leftOf(await this.api.intent(intent.id)) === 0) return map.PROVEN;
      return declinedReversal(error.code ?? 'refused');
    }
  }

  private async ownRefund(intentId: string, reference: string): Promise<Refund | undefined> {
    const all = await this.api.refundsOf(intentId);
    return all.find(({ metadata }) => metadata?.[map.REFERENCE] === reference);
  }

  /** Stripe refused it: because it exists, because too little is left, or because of a dispute. Otherwise it is unknown. */
  private async refusedRefund(
    intentId: string,
    reference: string,
    amount: number,
    error: StripeFault,
  ): Promise<RefundResult> {
    const known = await this.ownRefund(intentId, reference);
    if (known) return map.refundResult(known);
    if (error.code === 'charge_disputed') return map.refundRefused('refund_declined', 'The charge is disputed');
    const intent = await this.api.intent(intentId);
    if (amount <= map.leftOf(intent)) throw error;
    return map.refundRefused('refund_exceeds_captured', 'Less than that is left at Stripe');
  }
}

const isIntent = (providerId: string) => providerId.startsWith('pi_');

function stripeAmount(amount: number, currency: string): number {
  const converted = toStripe(amount, currency);
  if (converted === null) throw new Error(`Stripe takes no ${amount} ${currency}`);
  return converted;
}

const isFault = (error: unknown, status: number): error is StripeFault =>
  error instanceof StripeFault && error.status === status;
/** The id does not exist, or belongs to another account or mode. */
const isMissing = (error: unknown) => isFault(error, 404) && error.code === 'resource_missing';
/** The object's state forbids it. An open session is refused without a code. */
const isStateRefusal = (error: unknown) =>
  isFault(error, 400) &&
  error.type === 'invalid_request_error' &&
  [null, 'payment_intent_unexpected_state', 'amount_too_large', 'charge_already_captured'].includes(error.code);
const isCardRefusal = (error: unknown) => isFault(error, 402) && error.type === 'card_error';
const isRefundRefusal = (error: unknown): error is StripeFault =>
  isFault(error, 400) &&
  error.type === 'invalid_request_error' &&
  [null, 'charge_already_refunded', 'charge_disputed', 'amount_too_large', 'payment_intent_unexpected_state'].includes(
    error.code,
  );

function captured(result: ChargeResult): CaptureResult {
  if (result.outcome === 'approved' && result.captured > 0) return result;
  throw new AnsweredWithoutOutcome(`Stripe's response to a capture is ${result.outcome}`, false);
}

function cancelled(result: ChargeResult): CancelResult {
  if (result.outcome !== 'requires_action') return result;
  throw new AnsweredWithoutOutcome('Stripe has closed nothing', false);
}

function reversed(refund: Refund): ReverseResult {
  const result = map.refundResult(refund);
  if (result.outcome === 'approved') return map.PROVEN;
  if (result.outcome === 'declined') return declinedReversal(refund.failure_reason ?? refund.status);
  return result;
}

const declinedReversal = (why: string): Declined => map.refundRefused('refund_declined', `Stripe: ${why}`);
