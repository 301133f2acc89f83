import type { Resources } from './generated/resources.js';
import type { PaymentGatewayOptions } from './options.js';
import { resourcesOf } from './resources.js';
import { Transport } from './transport.js';

/** All arguments are passed on, so that the operation refuses one too many. */
type ArgumentsOf<Noun extends keyof Resources, Verb extends keyof Resources[Noun]> = Resources[Noun][Verb] extends (
  ...args: infer A
) => unknown
  ? A
  : never;

// eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unsafe-declaration-merging
export interface PaymentGateway extends Resources {}

/**
 * The gateway's API. Every operation is a noun and a verb (`gateway.orders.create`); the most used ones have a short
 * name as well. Amounts are integers in the currency's minor unit. Every call takes options as its last argument. It
 * may fail with a PaymentGatewayError, whose class says what to do. Writes carry an idempotency key, which retries
 * reuse.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class PaymentGateway {
  constructor(options: PaymentGatewayOptions = {}) {
    Object.assign(this, resourcesOf(new Transport(options)));
  }

  /** Creates an order: what a shopper is to pay once. `amount` is at least 100 paise, or the currency's own minimum. */
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

  /** Refunds `amount` of a captured payment, by default all that is left. */
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

  /** Returns how many payments, refunds and webhooks are waiting, in progress and done. */
  getQueueStatus(...args: ArgumentsOf<'queueStatus', 'status'>) {
    return this.queueStatus.status(...args);
  }

  /** Returns whether database, queue and worker are available. Fails with ServerError (503) if the database is not. */
  healthCheck(...args: ArgumentsOf<'health', 'check'>) {
    return this.health.check(...args);
  }
}
