import { randomBytes } from 'node:crypto';

export interface Refusal {
  refused: string;
  status?: number;
}
export interface EmulatedLink {
  id: string;
  amount: number;
  currency: string;
  reference_id: string;
  short_url: string;
  status: 'created' | 'paid' | 'cancelled' | 'expired' | 'partially_paid';
  /** Known once a shopper has opened the page. */
  order_id?: string;
  notes: Record<string, unknown>;
  [other: string]: unknown;
}
export interface EmulatedPayment {
  id: string;
  order_id: string;
  amount: number;
  currency: string;
  status: 'created' | 'authorized' | 'captured' | 'refunded' | 'failed';
  amount_refunded: number;
  created_at: number;
  error_reason: string | null;
  [other: string]: unknown;
}
export interface EmulatedRefund {
  id: string;
  payment_id: string;
  amount: number;
  currency: string;
  receipt: string | null;
  status: 'processed' | 'pending' | 'failed';
  [other: string]: unknown;
}

const newId = (prefix: string) => `${prefix}_${randomBytes(7).toString('hex')}`;
const seconds = () => Math.floor(Date.now() / 1_000);
const THREE_DECIMALS = new Set(['KWD', 'BHD', 'OMR']);
const MIN_REFUND = 100;
const SIX_MONTHS_S = 180 * 86_400;

/** One account: its links, orders, payments, refunds and disputes. */
export class Account {
  readonly links = new Map<string, EmulatedLink>();
  readonly payments = new Map<string, EmulatedPayment>();
  readonly refunds: EmulatedRefund[] = [];
  readonly disputes: object[] = [];
  /** Orders exist from the creation of a link on. At Razorpay they are named once a shopper has come. */
  namesOrders = false;
  /** Why a cancel or a refund is refused, until it is undefined again. */
  refusals: { cancel?: string; refund?: string } = {};
  private readonly keys = new Map<string, { body: string; refund: EmulatedRefund }>();

  constructor(private readonly pages: string) {}

  createLink(body: Record<string, unknown>): object {
    const { amount, currency, reference_id, expire_by, notes, customer = {} } = body;
    if (typeof reference_id !== 'string' || reference_id.length > 40) return { refused: 'reference_id: too long' };
    if (THREE_DECIMALS.has(String(currency)) && Number(amount) % 10 !== 0) return { refused: 'amount: last digit' };
    if (Number(expire_by) < seconds() + 15 * 60) return { refused: 'timestamp must be atleast 15 minutes in future' };
    if (this.linksOf(reference_id).length > 0) {
      return { refused: `payment link with given reference_id: ${reference_id} already exists.` };
    }
    const id = newId('plink');
    const link = {
      ...{ id, amount: Number(amount), currency: String(currency), reference_id, short_url: `${this.pages}/${id}` },
      ...{ status: 'created' as const, notes: (notes ?? {}) as Record<string, unknown>, customer, expire_by },
      ...{ accept_partial: false, amount_paid: 0, cancelled_at: 0, expired_at: 0, created_at: seconds() },
      ...{
        callback_url: body['callback_url'],
        payments: null,
        upi_link: false,
        user_id: '',
        ...(this.namesOrders && { order_id: newId('order') }),
      },
    };
    this.links.set(id, link);
    return link;
  }

  linksOf(reference: string | null): EmulatedLink[] {
    return [...this.links.values()].filter((link) => reference === null || link.reference_id === reference);
  }

  linkById(id: string): object {
    return this.links.get(id) ?? { refused: 'The id provided does not exist' };
  }

  cancelLink(id: string): object {
    const link = this.links.get(id);
    if (!link) return { refused: 'The id provided does not exist' };
    if (this.refusals.cancel) return { refused: this.refusals.cancel };
    if (link.status === 'paid') return { refused: 'cannot cancel or expire an already paid/partially paid link' };
    if (link.status !== 'created') return { refused: 'cannot cancel or expire an expired link' };
    link.status = 'cancelled';
    return link;
  }

  paymentsOfOrder(orderId: string): object {
    const items = [...this.payments.values()].filter((payment) => payment.order_id === orderId).reverse();
    if (items.length === 0 && ![...this.links.values()].some((link) => link.order_id === orderId)) {
      return { refused: 'The id provided does not exist' };
    }
    return { entity: 'collection', count: items.length, items };
  }

  paymentById(id: string): object {
    return this.payments.get(id) ?? { refused: 'The id provided does not exist' };
  }

  capture(id: string, { amount }: Record<string, unknown>): object {
    const payment = this.payments.get(id);
    if (!payment) return { refused: 'The id provided does not exist' };
    if (payment.status !== 'authorized') return { refused: 'This payment has already been captured' };
    if (amount !== payment.amount) return { refused: 'Capture amount must be equal to the amount authorized' };
    payment.status = 'captured';
    return payment;
  }

  refund(paymentId: string, body: Record<string, unknown>, key: string | undefined): object {
    const known = key === undefined ? undefined : this.keys.get(key);
    if (key !== undefined && !/^[A-Za-z0-9_-]{10,}$/.test(key)) return { refused: 'The idempotency key is not valid' };
    if (known)
      return known.body === JSON.stringify(body) ? known.refund : { refused: 'Different request', status: 409 };
    const payment = this.payments.get(paymentId);
    if (!payment) return { refused: 'The id provided does not exist' };
    if (payment.status !== 'captured') return { refused: 'The payment status should be captured' };
    if (this.refusals.refund) return { refused: this.refusals.refund };
    const amount = Number(body['amount'] ?? payment.amount - payment.amount_refunded);
    if (amount < MIN_REFUND) return { refused: 'The amount must be at least INR 1.00.' };
    if (amount > payment.amount - payment.amount_refunded)
      return { refused: 'The refund amount is greater than captured' };
    const isTooOld = payment.created_at < seconds() - SIX_MONTHS_S;
    const refund = this.addRefund(payment, amount, (body['receipt'] ?? null) as string | null, isTooOld);
    if (key !== undefined) this.keys.set(key, { body: JSON.stringify(body), refund });
    return refund;
  }

  refundsOf(paymentId: string): EmulatedRefund[] {
    return this.refunds.filter((refund) => refund.payment_id === paymentId);
  }

  addRefund(payment: EmulatedPayment, amount: number, receipt: string | null, isFailed = false): EmulatedRefund {
    const refund: EmulatedRefund = {
      ...{ id: newId('rfnd'), entity: 'refund', payment_id: payment.id, amount, currency: payment.currency, receipt },
      ...{ status: isFailed ? ('failed' as const) : ('processed' as const), created_at: seconds(), notes: [] },
    };
    this.refunds.push(refund);
    if (!isFailed) payment.amount_refunded += amount;
    if (payment.amount_refunded === payment.amount) payment.status = 'refunded';
    return refund;
  }

  /** A refund that was processed, or is pending, comes back. */
  failRefund(refund: EmulatedRefund): void {
    const payment = this.payments.get(refund.payment_id)!;
    refund.status = 'failed';
    payment.amount_refunded -= refund.amount;
    payment.status = 'captured';
  }

  /** A payment on a link; what becomes of it is the test's. Undefined on a link that takes none. */
  attempt(linkId: string, status: EmulatedPayment['status'], fields: object = {}): EmulatedPayment | undefined {
    const link = this.links.get(linkId);
    if (link?.status !== 'created') return undefined;
    return this.addPayment(link, status, fields);
  }

  /** Also on a link that is closed. */
  addPayment(link: EmulatedLink, status: EmulatedPayment['status'], fields: object = {}): EmulatedPayment {
    link.order_id ??= newId('order');
    const payment: EmulatedPayment = {
      ...{ id: newId('pay'), entity: 'payment', order_id: link.order_id, amount: link.amount, currency: link.currency },
      ...{ status, amount_refunded: 0, created_at: seconds(), method: 'card', captured: status === 'captured' },
      ...{ error_reason: null, error_description: null, fee_bearer: 'platform', notes: link.notes, ...fields },
    };
    this.payments.set(payment.id, payment);
    if (status === 'captured') link.status = 'paid';
    return payment;
  }

  /** A payment that had begun, or had failed, is approved and captured. */
  land(payment: EmulatedPayment): void {
    payment.status = 'captured';
    for (const link of this.links.values()) if (link.order_id === payment.order_id) link.status = 'paid';
  }
}
