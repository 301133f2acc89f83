import type { Resources } from './generated/resources.js';
import type { PaymentGatewayOptions } from './options.js';
import { resourcesOf } from './resources.js';
import { Transport } from './transport.js';

/** All of them are passed on, so that one too many is refused there. */
type ArgumentsOf<Noun extends keyof Resources, Verb extends keyof Resources[Noun]> = Resources[Noun][Verb] extends (
  ...args: infer A
) => unknown
  ? A
  : never;

// eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unsafe-declaration-merging
export interface PaymentGateway extends Resources {}

/**
 * The gateway's API. Every operation is there as a noun and a verb (`gateway.orders.create`); the frequent ones have a
 * short name as well. Amounts are integers in the currency's minor unit. Every call takes options last, and may fail
 * with a PaymentGatewayError whose class says what to do. Writes carry an idempotency key, kept over retries.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class PaymentGateway {
  constructor(options: PaymentGatewayOptions = {}) {
    Object.assign(this, resourcesOf(new Transport(options)));
  }

  /** Creates an order over `amount` (at least 100 paise, or the currency's own minimum): what a shopper is to pay, once. */
  createOrder(...args: ArgumentsOf<'orders', 'create'>) {
    return this.orders.create(...args);
  }

  /** Returns an order by its id. */
  getOrder(...args: ArgumentsOf<'orders', 'get'>) {
    return this.orders.get(...args);
  }

  /** Lists orders, newest first: a page by `await`, all by `for await`. */
  getOrders(...args: ArgumentsOf<'orders', 'list'>) {
    return this.orders.list(...args);
  }

  /** Pays an order by UPI or by card. Returns at once with `pending`; follow it by webhook or getPayment. */
  createPayment(...args: ArgumentsOf<'payments', 'create'>) {
    return this.payments.create(...args);
  }

  /** Returns a payment by its id. */
  getPayment(...args: ArgumentsOf<'payments', 'get'>) {
    return this.payments.get(...args);
  }

  /** Lists payments, newest first: a page by `await`, all by `for await`. */
  getPayments(...args: ArgumentsOf<'payments', 'list'>) {
    return this.payments.list(...args);
  }

  /** Captures an authorised payment: all of it, or `amount`; the rest is released. */
  capturePayment(...args: ArgumentsOf<'payments', 'capture'>) {
    return this.payments.capture(...args);
  }

  /** Voids a payment that is not captured. */
  cancelPayment(...args: ArgumentsOf<'payments', 'cancel'>) {
    return this.payments.cancel(...args);
  }

  /** Refunds `amount`, or all that is left, of a captured payment. */
  createRefund(...args: ArgumentsOf<'refunds', 'create'>) {
    return this.refunds.create(...args);
  }

  /** Returns a refund by its id. */
  getRefund(...args: ArgumentsOf<'refunds', 'get'>) {
    return this.refunds.get(...args);
  }

  /** Lists refunds, newest first: a page by `await`, all by `for await`. */
  getRefunds(...args: ArgumentsOf<'refunds', 'list'>) {
    return this.refunds.list(...args);
  }

  /** Returns how many payments, refunds and webhooks wait, are being worked on, are done. */
  getQueueStatus(...args: ArgumentsOf<'queueStatus', 'status'>) {
    return this.queueStatus.status(...args);
  }

  /** Returns whether database, queue and worker are available. Fails with ServerError (503) if the database is not. */
  healthCheck(...args: ArgumentsOf<'health', 'check'>) {
    return this.health.check(...args);
  }
}
