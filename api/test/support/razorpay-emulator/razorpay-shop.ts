import { Gateway } from '../gateway.js';
import type { GatewayProcess } from '../processes.js';
import { waitFor } from '../processes.js';
import type { Account, EmulatedLink, EmulatedPayment } from './account.js';
import { signedByRazorpay } from './emulated-world.js';
import { RazorpayEmulator } from './emulator.js';

const CREDENTIALS = { key_id: 'rzp_test_0123456789', key_secret: 'secret_of_the_account' };
const WEBHOOK_SECRET = 'chosen-at-razorpay-2026';
const AMOUNT = 50_000;

/** A gateway whose demo merchant is paid on links of the scripted emulator, which the test controls and looks into. */
export class RazorpayShop {
  private releases: (() => void)[] = [];

  private constructor(
    readonly emulator: RazorpayEmulator,
    readonly account: Account,
    readonly gateway: Gateway,
    /** Of the connection in the gateway. */
    readonly accountId: string,
  ) {}

  static async open(): Promise<RazorpayShop> {
    const emulator = await RazorpayEmulator.start();
    const account = emulator.account(`${CREDENTIALS.key_id}:${CREDENTIALS.key_secret}`);
    const env = { RAZORPAY_API_BASE: emulator.url, BANK_TIMEOUT: '1s', SWEEP_INTERVAL: '200ms' };
    const gateway = await Gateway.start({ env });
    const body = { connector: 'razorpay', label: 'Razorpay', credentials: CREDENTIALS, webhook_secret: WEBHOOK_SECRET };
    await gateway.api.get('/api/v1/connector-accounts'); // makes the simulated one
    await gateway.db.query(`UPDATE connector_accounts SET priority = 9 WHERE connector = 'simulated'`);
    const { json, status, text } = await gateway.api.post('/api/v1/connector-accounts', body);
    if (status !== 201) throw new Error(`no connection: ${text}`);
    return new RazorpayShop(emulator, account, gateway, json.id as string);
  }

  async close(): Promise<void> {
    await this.gateway.stop();
    await this.emulator.stop();
  }

  /** Ends what the last test has left at the emulator. */
  heal(): void {
    this.account.refusals = {};
    for (const release of this.releases.splice(0)) release();
  }

  async killWorker(): Promise<void> {
    const worker = this.gateway.workers.at(-1) as GatewayProcess;
    await worker.kill();
    this.heal();
    await this.gateway.startWorker();
  }

  /** Holds the next such request, until the worker is killed. */
  hold(pattern: RegExp, when: 'before' | 'after'): Promise<void> {
    const { held, release } = this.emulator.hold(pattern, when);
    this.releases.push(release);
    return held;
  }

  async order(fields: object = {}): Promise<string> {
    return String((await this.gateway.order({ amount: AMOUNT, ...fields })).id);
  }

  async pay(orderId: string): Promise<string> {
    return String((await this.gateway.pay(orderId, { flow: 'redirect' })).id);
  }

  async chargeOf(id: string): Promise<string> {
    const text = 'SELECT id FROM charges WHERE payment_id = $1';
    return (await this.gateway.db.query<{ id: string }>(text, [id])).rows[0]!.id;
  }

  /** The link whose page the payment shows. */
  async shown(id: string): Promise<EmulatedLink> {
    const { next_action: action } = await this.gateway.payment(id, ['requires_action']);
    const link = this.account.linksOf(await this.chargeOf(id))[0]!;
    if (action.url !== link.short_url) throw new Error(`the payment shows ${String(action.url)}`);
    return link;
  }

  /** The shopper comes back from the page. */
  async back(id: string): Promise<void> {
    await this.gateway.shopper.post(`/api/v1/payments/${id}/public/returned`);
  }

  async begun(): Promise<{ orderId: string; id: string; link: EmulatedLink }> {
    const orderId = await this.order();
    const id = await this.pay(orderId);
    return { orderId, id, link: await this.shown(id) };
  }

  async captured(): Promise<{ id: string; link: EmulatedLink; payment: EmulatedPayment }> {
    const { id, link } = await this.begun();
    const payment = this.account.attempt(link.id, 'captured')!;
    await this.back(id);
    await this.gateway.capturedPayment(id);
    return { id, link, payment };
  }

  /** The page's time is over. */
  async expire(id: string): Promise<void> {
    await this.gateway.makeDue('payments', id, 'action_expires_at');
    await this.gateway.makeDue('payments', id, 'due_at');
  }

  notify(event: string, payload: object, headers?: Record<string, string>): Promise<Response> {
    const body = JSON.stringify({ entity: 'event', event, contains: Object.keys(payload), payload });
    const signed = headers ?? (signedByRazorpay(body, WEBHOOK_SECRET).headers as Record<string, string>);
    return fetch(`${this.gateway.baseUrl}/connectors/razorpay/${this.accountId}/notifications`, {
      ...{ method: 'POST', body, headers: { ...signed, 'content-type': 'application/json' } },
    });
  }

  /** What each charge has kept, by the gateway's books and by the emulator's. Waits for the end of every charge. */
  async books(): Promise<{ reference: string; gateway: number; razorpay: number }[]> {
    const open = `SELECT id FROM charges WHERE status = 'open' OR lease_until > now()`;
    await waitFor(async () => (await this.gateway.db.query(open)).rowCount === 0, { what: 'the end of every charge' });
    const { rows } = await this.gateway.db.query<{ reference: string; kept: number }>(
      `SELECT c.id AS reference, CASE WHEN p.captured_charge_id = c.id THEN p.amount_captured - p.amount_refunded ELSE 0 END
         AS kept FROM charges c JOIN payments p ON p.merchant_id = c.merchant_id AND p.id = c.payment_id`,
    );
    return rows.map(({ reference, kept }) => ({ reference, gateway: kept, razorpay: this.keptAt(reference) }));
  }

  private keptAt(reference: string): number {
    const orders = new Set(this.account.linksOf(reference).map(({ order_id: id }) => id));
    return [...this.account.payments.values()]
      .filter(({ status, order_id: id }) => orders.has(id) && (status === 'captured' || status === 'refunded'))
      .reduce((sum, { amount, amount_refunded: refunded }) => sum + amount - refunded, 0);
  }
}
