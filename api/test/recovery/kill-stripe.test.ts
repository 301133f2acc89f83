import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway, type Merchant } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { FULL, variants } from '../support/full.js';
import { type GatewayProcess, waitFor } from '../support/processes.js';
import { attempt, refundedOf } from '../support/stripe-emulator/book.js';
import { StripeEmulator } from '../support/stripe-emulator/emulator.js';

const WHEN = ['before', 'after'] as const;

/** Stripe is the scripted emulator; each of our processes is killed while it waits for Stripe's response. */
describe('a payment at Stripe, when our process is killed', () => {
  let stripe: StripeEmulator;
  let gateway: Gateway;
  let merchant: Merchant;
  let account: string;
  beforeAll(async () => {
    stripe = await StripeEmulator.start();
    gateway = await Gateway.start({
      env: { STRIPE_API_BASE: stripe.url, BANK_TIMEOUT: '1s', SWEEP_INTERVAL: '200ms' },
    });
    merchant = await gateway.newMerchant({ mode: 'live' });
    const key = stripe.account('live');
    account = stripe.accounts.get(key)!.id;
    const credentials = { secret_key: key };
    await merchant.api.post('/api/v1/connector-accounts', { connector: 'stripe', label: 'Cards', credentials });
  });
  afterAll(async () => {
    await gateway.stop();
    await stripe.stop();
  });

  const payment = (id: string, statuses?: string[]) => gateway.payment(id, statuses, merchant.api);
  const pay = async (order: object = {}) => {
    const { id } = await gateway.order({ currency: 'USD', amount: 5_000, ...order }, merchant.api);
    return String((await merchant.api.post('/api/v1/payments', { order_id: id, flow: 'redirect' })).json.id);
  };
  const shown = async (id: string) => stripe.session((await payment(id, ['requires_action'])).next_action.url);
  const movementsOf = async (id: string) => {
    const text = 'SELECT type AS kind, amount::int FROM movements WHERE payment_id = $1 ORDER BY amount DESC';
    return (await gateway.db.query(text, [id])).rows;
  };
  const back = (id: string) => gateway.shopper.post(`/api/v1/payments/${id}/public/returned`);
  const killWorker = async () => {
    await (gateway.workers.at(-1) as GatewayProcess).kill();
    await gateway.startWorker();
  };
  const paid = async (id: string) => {
    await back(id);
    expect(await payment(id)).toMatchObject({ status: 'success', captured: true, amount_captured: 5_000 });
    expect(await movementsOf(id)).toEqual([{ kind: 'capture', amount: 5_000 }]);
  };
  /** A charge has one session that a shopper has seen, however many were made. */
  const paidSessions = (reference: string) =>
    stripe.api.sessions.filter((one) => one.reference === reference && one.intent !== null).length;

  it.each(variants(['after'], ['before']))(
    'while the session is made (%s its effect): one page is shown, and it is paid once',
    async (when) => {
      const { held, release } = stripe.hold('POST', /sessions$/, when);
      const id = await pay();
      await held;
      await killWorker();
      release();
      const session = await shown(id);
      attempt(session, 'pay');
      await paid(id);
      expect(paidSessions(session.reference)).toBe(1);
    },
  );

  it.each(variants(['before'], ['after']))('while it is refunded (%s): refunded once', async (when) => {
    const id = await pay();
    const session = await shown(id);
    attempt(session, 'pay');
    await paid(id);
    const { held, release } = stripe.hold('POST', /refunds$/, when);
    const refund = (await merchant.api.post('/api/v1/refunds', { payment_id: id })).json;
    await held;
    await killWorker();
    release();
    expect(await gateway.refund(refund.id, merchant.api)).toMatchObject({ status: 'processed' });
    expect(session.intent?.refunds).toMatchObject([{ amount: 5_000, status: 'succeeded' }]);
  });

  /** `kill-page` has these points in every run, at the simulated acquirer. */
  if (FULL)
    describe('at the other points', () => {
      it('while its page is open: the shopper pays on it all the same', async () => {
        const id = await pay();
        const session = await shown(id);
        await killWorker();
        attempt(session, 'pay');
        await paid(id);
      });

      it('while the paid page is asked about: recorded once', async () => {
        const id = await pay();
        attempt(await shown(id), 'pay');
        const { held, release } = stripe.hold('GET', /sessions/, 'after');
        await back(id);
        await held;
        await killWorker();
        release();
        await paid(id);
      });

      it.each(WHEN)('while an unused page is closed (%s): expired, and nothing can be paid on it', async (when) => {
        const id = await pay();
        const session = await shown(id);
        const { held, release } = stripe.hold('POST', /expire$/, when);
        await gateway.makeDue('payments', id, 'action_expires_at');
        await gateway.makeDue('payments', id, 'due_at');
        await held;
        await killWorker();
        release();
        expect(await payment(id)).toMatchObject({ status: 'expired' });
        attempt(session, 'pay');
        expect(session.intent).toBeNull();
      });

      it.each(WHEN)('while it is captured (%s): captured once', async (when) => {
        const id = await pay({ capture: 'manual' });
        const session = await shown(id);
        attempt(session, 'pay');
        await back(id);
        await payment(id, ['success']);
        const { held, release } = stripe.hold('POST', /capture$/, when);
        const asked = merchant.api.post(`/api/v1/payments/${id}/capture`).catch(() => undefined);
        await held;
        await (gateway.servers.at(-1) as GatewayProcess).kill();
        await asked;
        release();
        await gateway.startServer();
        const isCaptured = async () => (await merchant.api.get(`/api/v1/payments/${id}`)).json.captured as boolean;
        await waitFor(isCaptured, { what: 'the capture', timeoutMs: 20_000 });
        expect(session.intent).toMatchObject({ status: 'succeeded', received: 5_000 });
        expect(await movementsOf(id)).toEqual([{ kind: 'capture', amount: 5_000 }]);
      });
    });

  it('nothing is left over, and the books are Stripe’s', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
    const due = `SELECT FROM charges WHERE merchant_id = $1 AND status IN ('open', 'reversing')`;
    expect((await gateway.db.query(due, [merchant.id])).rowCount).toBe(0);
    const text = 'SELECT sum(amount_captured - amount_refunded)::int AS held FROM payments WHERE merchant_id = $1';
    const { rows } = await gateway.db.query<{ held: number }>(text, [merchant.id]);
    const held = stripe.api.intents(account).reduce((sum, one) => sum + one.received - refundedOf(one), 0);
    expect(rows[0]?.held).toBe(held);
  });
});
