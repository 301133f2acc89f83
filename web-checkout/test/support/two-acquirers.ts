import { type Client } from '../../../api/test/support/client.js';
import { waitFor } from '../../../api/test/support/processes.js';
import { RazorpayEmulator } from '../../../api/test/support/razorpay-emulator/emulator.js';
import type { Account } from '../../../api/test/support/razorpay-emulator/account.js';
import { StripeEmulator } from '../../../api/test/support/stripe-emulator/emulator.js';
import { TcpProxy } from '../../../api/test/support/tcp-proxy.js';
import { Checkout } from './checkout.js';

const ENV = { BANK_TIMEOUT: '1s', SWEEP_INTERVAL: '200ms' };
const KEY = { key_id: 'rzp_live_0123456789', key_secret: 'secret_of_the_account' };
const portOf = (url: string) => ({ host: '127.0.0.1', port: Number(new URL(url).port) });

/**
 * A live merchant with an account at Stripe and, after it by priority, one at Razorpay. Both are scripted emulators. The
 * gateway reaches their APIs through connections that a test can cut; their pages stay open to shoppers.
 */
export class TwoAcquirers {
  private constructor(
    readonly checkout: Checkout,
    readonly api: Client,
    readonly stripe: StripeEmulator,
    /** The way to Stripe's API. */
    readonly toStripe: TcpProxy,
    readonly razorpay: RazorpayEmulator,
    private readonly razorpayAccount: Account,
    /** Of the connections, by connector. */
    readonly accounts: { stripe: string; razorpay: string },
  ) {}

  static async start(): Promise<TwoAcquirers> {
    const [stripe, razorpay] = [await StripeEmulator.start(), await RazorpayEmulator.start()];
    const toStripe = await TcpProxy.to(portOf(stripe.url));
    const STRIPE_API_BASE = `http://127.0.0.1:${toStripe.address.port}`;
    const env = { ...ENV, STRIPE_API_BASE, RAZORPAY_API_BASE: razorpay.url };
    const checkout = await Checkout.start({ env });
    const { api } = await checkout.gateway.newMerchant({ mode: 'live' });
    const account = razorpay.account(`${KEY.key_id}:${KEY.key_secret}`);
    const add = async (body: object) => {
      const { status, json, text } = await api.post('/api/v1/connector-accounts', body);
      if (status !== 201) throw new Error(`the account was not added: ${text}`);
      return json.id as string;
    };
    const credentials = { secret_key: stripe.account('live') };
    const accounts = {
      stripe: await add({ connector: 'stripe', label: 'Stripe', priority: 0, credentials }),
      razorpay: await add({ connector: 'razorpay', label: 'Razorpay', priority: 1, credentials: KEY }),
    };
    return new TwoAcquirers(checkout, api, stripe, toStripe, razorpay, account, accounts);
  }

  async stop(): Promise<void> {
    await this.checkout.stop();
    await this.toStripe.cut();
    await Promise.all([this.stripe.stop(), this.razorpay.stop()]);
  }

  /** Stripe works again, and its account is no longer passed over. */
  async heal(): Promise<void> {
    await this.toStripe.restore();
    await this.checkout.gateway.db.query('DELETE FROM account_health');
  }

  async order(): Promise<string> {
    return String((await this.checkout.gateway.order({}, this.api)).id);
  }

  async paymentOf(orderId: string): Promise<{ id: string; status: string; amount_captured: number }> {
    return (await this.api.get(`/api/v1/payments?order_id=${orderId}`)).json.data[0];
  }

  async charges(paymentId: string): Promise<Record<string, unknown>[]> {
    return (await this.api.get(`/api/v1/payments/${paymentId}/charges`)).json.data;
  }

  /** Calls about the payment's open page have begun to fail. */
  async isAway(paymentId: string): Promise<void> {
    const text = 'SELECT FROM charges WHERE payment_id = $1 AND consecutive_timeouts > 0';
    const silent = async () => (await this.checkout.gateway.db.query(text, [paymentId])).rowCount;
    await waitFor(silent, { what: 'a call without an answer' });
  }

  /** What each acquirer has taken and kept for an order's charges, by its own book. */
  async taken(orderId: string): Promise<{ captures: string[]; kept: { stripe: number; razorpay: number } }> {
    const text = 'SELECT c.id FROM charges c JOIN payments p ON p.id = c.payment_id WHERE p.order_id = $1';
    const { rows } = await this.checkout.gateway.db.query<{ id: string }>(text, [orderId]);
    const captures: string[] = [];
    const kept = { stripe: 0, razorpay: 0 };
    for (const { id } of rows) {
      for (const { reference, intent } of this.stripe.api.sessions) {
        if (reference !== id || intent?.status !== 'succeeded') continue;
        captures.push('stripe');
        kept.stripe += intent.received - intent.refunds.reduce((sum, { amount }) => sum + amount, 0);
      }
      const links = new Set(this.razorpayAccount.linksOf(id).map(({ order_id }) => order_id));
      for (const { order_id, status, amount, amount_refunded } of this.razorpayAccount.payments.values()) {
        if (!links.has(order_id) || !['captured', 'refunded'].includes(status)) continue;
        captures.push('razorpay');
        kept.razorpay += amount - amount_refunded;
      }
    }
    return { captures, kept };
  }
}
