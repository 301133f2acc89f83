import {
  type Approved,
  type CancelResult,
  type CaptureResult,
  type ChargeRef,
  type ChargeResult,
  type Connector,
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
import type { Probe } from '../connector-entry.js';
import type { Sheet } from '../sheet.js';
import {
  isQuestion,
  LINK,
  PAYMENT,
  type Payment,
  REFUND,
  refusalOf,
  successOf,
  UnexpectedResponse,
} from './razorpay-entities.js';
import { type RazorpayAddress, type RazorpayCall, RazorpayHttp } from './razorpay-http.js';
import { disputesOf, linkOf, paymentOf, refundsOf, viewOf } from './razorpay-look-ups.js';
import { probeAccount } from './razorpay-probe.js';
import { returnSurplus } from './razorpay-surplus.js';
import { verifyRazorpay } from './razorpay-notifications.js';
import * as mapping from './razorpay.mapping.js';
import type { View } from './razorpay.mapping.js';
import { razorpaySheet } from './razorpay.sheet.js';

export interface RazorpayOptions extends RazorpayAddress {
  /** Its pages may be on this machine. */
  isLocal: boolean;
}

/** Razorpay by Payment Links: a link for each charge, with our reference as its `reference_id`, captured automatically. */
export class RazorpayConnector implements Connector {
  readonly name = 'razorpay';
  readonly sheet: Sheet;
  private readonly http: RazorpayHttp;

  constructor(options: RazorpayOptions) {
    this.sheet = razorpaySheet(options.timeoutMs, options.isLocal);
    this.http = new RazorpayHttp(options);
  }

  probe(): Promise<Probe> {
    return probeAccount(this.http.begin());
  }

  close(): Promise<void> {
    return this.http.close();
  }

  /** There are no keys for links. A reference is taken once, so a refusal is the question whether the link exists. */
  async prepare(page: PageRequest): Promise<PrepareResult> {
    const call = this.http.begin();
    const response = await call.post('/v1/payment_links', mapping.linkBody(page));
    const link = isQuestion(response) ? await linkOf(call, page.reference) : successOf(LINK, response);
    const shown = link && mapping.pageOf(page, link);
    if (!shown) throw new UnexpectedResponse(response);
    return shown;
  }

  async findCharge(charge: ChargeRef): Promise<ChargeResult | NotFound> {
    const call = this.http.begin();
    const view = await viewOf(call, charge);
    return view ? this.resultOf(call, charge, view) : { outcome: 'not_found' };
  }

  /** Only of a payment that was authorised late: the others are captured by Razorpay. */
  async capture(charge: ChargeRef, amount: number): Promise<CaptureResult> {
    const call = this.http.begin();
    const { view, own } = await this.ownOf(call, charge);
    if (own.status !== 'authorized') return mapping.approvedOf(view, own);
    const body = { amount, currency: charge.currency };
    const response = await call.post(`/v1/payments/${own.id}/capture`, body);
    const captured = isQuestion(response) ? await paymentOf(call, own.id) : successOf(PAYMENT, response);
    if (captured.status !== 'captured') throw new UnexpectedResponse(response);
    return mapping.approvedOf(view, captured);
  }

  /** Closes the link. One that was never made has no address that a shopper could have. */
  async cancel(charge: ChargeRef): Promise<CancelResult> {
    const call = this.http.begin();
    const view = await viewOf(call, charge);
    return view ? this.closed(call, charge, view) : { outcome: 'cancelled', proven: true };
  }

  /** An authorised payment cannot be released: Razorpay gives it back if it is not captured. */
  async reverse(charge: ChargeRef): Promise<ReverseResult> {
    const call = this.http.begin();
    const view = await viewOf(call, charge);
    const own = view && mapping.ownPayment(view, charge);
    if (view && !own) {
      const closed = await this.closed(call, charge, view);
      return closed.outcome === 'approved' ? { outcome: 'unknown', answered: true } : closed;
    }
    if (!own) throw new Error(`Razorpay has no payment of ${charge.reference}`);
    if (own.status === 'authorized') return { outcome: 'pending', retryAfterMs: mapping.LAPSE_RETRY_MS };
    const given = await this.givenBack(call, charge, own);
    return given.outcome === 'cancelled'
      ? (mapping.keptOf(await returnSurplus(call, charge, view, own)) ?? given)
      : given;
  }

  async refund(refund: RefundRequest): Promise<RefundResult> {
    const call = this.http.begin();
    const paymentId = await this.paymentIdOf(call, refund);
    const found = await this.found(call, paymentId, refund);
    if (found) return found;
    const { amount, reference } = refund;
    const response = await call.post(
      `/v1/payments/${paymentId}/refund`,
      mapping.refundBody(amount, reference, reference),
      mapping.refundKey(idempotencyKey(refund, 'refund')),
    );
    if (!isQuestion(response)) return mapping.refundResult(successOf(REFUND, response));
    const made = await this.found(call, paymentId, refund);
    if (!made) throw new UnexpectedResponse(response);
    return made;
  }

  async findRefund(refund: RefundRequest): Promise<RefundResult | NotFound> {
    const call = this.http.begin();
    const paymentId = await this.paymentIdOf(call, refund);
    return (await this.found(call, paymentId, refund)) ?? { outcome: 'not_found' };
  }

  verifyNotification(received: ReceivedNotification): VerifiedNotification | null {
    return verifyRazorpay(received);
  }

  private async resultOf(call: RazorpayCall, charge: ChargeRef, view: View): Promise<ChargeResult> {
    const own = mapping.ownPayment(view, charge);
    if (!own) return mapping.unpaidResult(view) ?? { outcome: 'unknown', answered: true };
    const surplus = await returnSurplus(call, charge, view, own);
    if (surplus.length === 0 && mapping.leftOf(own) === 0 && (await this.isReversed(call, charge, own)))
      return { outcome: 'cancelled', proven: false };
    // A dispute can only be about a payment that was stored before.
    const disputed = charge.providerId === own.id ? await disputesOf(call, own.id) : undefined;
    return { ...mapping.approvedOf(view, own, disputed), ...(surplus.length > 0 && { surplus }) };
  }

  /** What the order holds after the close decides: a payment may have begun at any moment before it. */
  private async closed(call: RazorpayCall, charge: ChargeRef, view: View): Promise<Approved | CancelResult> {
    if (mapping.ownPayment(view, charge) || view.link.status !== 'created') return this.endOf(call, charge, view);
    const response = await call.post(`/v1/payment_links/${view.link.id}/cancel`);
    if (!isQuestion(response)) successOf(LINK, response);
    const after = await viewOf(call, charge);
    if (!after) throw new UnexpectedResponse(response);
    return this.endOf(call, charge, after);
  }

  private async endOf(call: RazorpayCall, charge: ChargeRef, view: View): Promise<CancelResult> {
    const result = await this.resultOf(call, charge, view);
    return result.outcome === 'requires_action' ? { outcome: 'unknown', answered: true } : result;
  }

  /**
   * Refunds what is left of the payment. A refusal, for example of an empty balance, is tried again later; if less is left
   * than a moment ago, because a refund came between, at once.
   */
  private async givenBack(call: RazorpayCall, charge: ChargeRef, payment: Payment): Promise<ReverseResult> {
    const receipt = mapping.reversalReceipt(charge);
    const known = (await refundsOf(call, payment.id)).find((one) => one.receipt === receipt && one.status !== 'failed');
    if (known?.status === 'pending') return { outcome: 'pending', retryAfterMs: mapping.LAPSE_RETRY_MS };
    const left = mapping.leftOf(payment);
    if (known || left === 0) return { outcome: 'cancelled', proven: false };
    const key = mapping.refundKey(`${idempotencyKey(charge, 'reverse')}:${left}`);
    const body = mapping.refundBody(left, receipt, charge.reference);
    const response = await call.post(`/v1/payments/${payment.id}/refund`, body, key);
    if (isQuestion(response)) {
      const after = await paymentOf(call, payment.id);
      if (mapping.leftOf(after) < left) return this.givenBack(call, charge, after);
      return { outcome: 'declined', reason: 'refund_declined', description: refusalOf(response) };
    }
    const result = mapping.refundResult(successOf(REFUND, response));
    return result.outcome === 'approved' ? { outcome: 'cancelled', proven: false } : result;
  }

  private async isReversed(call: RazorpayCall, charge: ChargeRef, own: Payment): Promise<boolean> {
    const receipt = mapping.reversalReceipt(charge);
    return (await refundsOf(call, own.id)).some((one) => one.receipt === receipt && one.status !== 'failed');
  }

  /** Read in this order: a refund that is in the payment's sum is in its list. */
  private async found(call: RazorpayCall, paymentId: string, refund: RefundRequest): Promise<RefundResult | undefined> {
    const payment = await paymentOf(call, paymentId);
    const made = (await refundsOf(call, paymentId)).find(({ receipt }) => receipt === refund.reference);
    return made ? mapping.refundResult(made) : mapping.exceeded(payment, refund);
  }

  private async paymentIdOf(call: RazorpayCall, { charge }: RefundRequest): Promise<string> {
    if (charge.providerId !== null) return charge.providerId;
    const { own } = await this.ownOf(call, charge);
    return own.id;
  }

  private async ownOf(call: RazorpayCall, charge: Pick<ChargeRef, 'reference' | 'providerId'>) {
    const view = await viewOf(call, charge);
    const own = view && mapping.ownPayment(view, charge);
    if (!own) throw new UnexpectedResponse({ status: 200, body: { error: { code: 'no payment of the reference' } } });
    return { view, own };
  }
}
