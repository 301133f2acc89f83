import { type Resources, resourcesOf } from './resources.js';
import { type PaymentGatewayOptions, Transport } from './transport.js';

type ArgumentsOf<Noun extends keyof Resources, Verb extends keyof Resources[Noun]> = Resources[Noun][Verb] extends (
  ...args: infer A
) => unknown
  ? A
  : never;

// eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unsafe-declaration-merging
export interface PaymentGateway extends Resources {}

/**
 * The gateway's API. Every operation is there as a noun and a verb (`gateway.orders.create`); the everyday ones have a
 * short name as well. Amounts are integers in the currency's minor unit. Every call may end in an error whose class
 * says what to do (see errors.ts), and takes RequestOptions last. Writes carry an idempotency key, kept over retries.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class PaymentGateway {
  constructor(options: PaymentGatewayOptions = {}) {
    Object.assign(this, resourcesOf(new Transport(options)));
  }

  /** An order over `amount` (100 to 99 999 999 999 minor units): what a shopper is to pay, once. */
  createOrder(...args: ArgumentsOf<'orders', 'create'>) {
    return this.orders.create(...args);
  }

  /** An order by its id. */
  getOrder(...args: ArgumentsOf<'orders', 'get'>) {
    return this.orders.get(...args);
  }

  /** Orders, newest first: a page by `await`, all by `for await`. */
  getOrders(...args: ArgumentsOf<'orders', 'list'>) {
    return this.orders.list(...args);
  }

  /** Pays an order by UPI (`vpa`) or by card. Answers at once with `pending`; follow it by webhook or getPayment. */
  createPayment(...args: ArgumentsOf<'payments', 'create'>) {
    return this.payments.create(...args);
  }

  /** A payment by its id. */
  getPayment(...args: ArgumentsOf<'payments', 'get'>) {
    return this.payments.get(...args);
  }

  /** Payments, newest first: a page by `await`, all by `for await`. */
  getPayments(...args: ArgumentsOf<'payments', 'list'>) {
    return this.payments.list(...args);
  }

  /** Takes the money of an authorised payment: all of it, or `amount`, and the rest is released. */
  capturePayment(...args: ArgumentsOf<'payments', 'capture'>) {
    return this.payments.capture(...args);
  }

  /** Voids a payment that is not captured. */
  cancelPayment(...args: ArgumentsOf<'payments', 'cancel'>) {
    return this.payments.cancel(...args);
  }

  /** Gives back `amount`, or all that is left, of a captured payment. */
  createRefund(...args: ArgumentsOf<'refunds', 'create'>) {
    return this.refunds.create(...args);
  }

  /** A refund by its id. */
  getRefund(...args: ArgumentsOf<'refunds', 'get'>) {
    return this.refunds.get(...args);
  }

  /** Refunds, newest first: a page by `await`, all by `for await`. */
  getRefunds(...args: ArgumentsOf<'refunds', 'list'>) {
    return this.refunds.list(...args);
  }

  /** How many payments, refunds and webhooks wait, are being worked on, are done. */
  getQueueStatus(...args: ArgumentsOf<'queueStatus', 'status'>) {
    return this.queueStatus.status(...args);
  }

  /** Whether database, queue and worker are there. Throws ServerError (503) when the database is away. */
  healthCheck(...args: ArgumentsOf<'health', 'check'>) {
    return this.health.check(...args);
  }
}
