import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway, type Merchant } from '../support/gateway.js';
import { expectRefusal } from '../support/envelope.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitFor } from '../support/processes.js';
import { everythingAtRest } from '../support/secrets.js';
import { attempt, refundedOf } from '../support/stripe-emulator/book.js';
import { signedEvent, StripeEmulator } from '../support/stripe-emulator/emulator.js';

const ACCOUNTS = '/api/v1/connector-accounts';
const HOOK = 'whsec_0123456789abcdef0123';

/** The whole way of a live merchant's money, with the scripted emulator as Stripe. */
describe('a live merchant at Stripe', () => {
  let stripe: StripeEmulator;
  let gateway: Gateway;
  let merchant: Merchant;
  let key: string;
  let account: string;
  const secrets: string[] = [];

  beforeAll(async () => {
    stripe = await StripeEmulator.start();
    gateway = await Gateway.start({ env: { STRIPE_API_BASE: stripe.url, BANK_TIMEOUT: '2s' } });
    merchant = await gateway.newMerchant({ mode: 'live' });
    key = stripe.account('live');
    secrets.push(key, HOOK);
    const body = { connector: 'stripe', label: 'Cards', credentials: { secret_key: key }, webhook_secret: HOOK };
    account = (await merchant.api.post(ACCOUNTS, body)).json.id;
  });
  afterAll(async () => {
    await gateway.stop();
    await stripe.stop();
  });

  const get = async (path: string) => (await merchant.api.get(`/api/v1${path}`)).json;
  const statusIs = (id: string, status: string) =>
    waitFor(
      async () => {
        const payment = await get(`/payments/${id}`);
        return payment.status === status && payment;
      },
      { what: `payment ${id} ${status}`, timeoutMs: 20_000 },
    );
  const opened = async (order: object = {}) => {
    const { id: orderId } = await gateway.order({ currency: 'USD', amount: 5_000, ...order }, merchant.api);
    const { json } = await merchant.api.post('/api/v1/payments', { order_id: orderId, flow: 'redirect' });
    const payment = await statusIs(json.id, 'requires_action');
    return { id: json.id as string, orderId, session: stripe.session(payment.next_action.url) };
  };
  const back = (id: string) => gateway.shopper.post(`/api/v1/payments/${id}/public/returned`);
  const paid = async (order: object = {}) => {
    const payment = await opened(order);
    attempt(payment.session, 'pay');
    await back(payment.id);
    await statusIs(payment.id, 'success');
    return { ...payment, intent: payment.session.intent! };
  };

  it('its account is tested by a call without effect, which learns the account’s id', async () => {
    const { json } = await merchant.api.post(`${ACCOUNTS}/${account}/test`);
    const { id } = stripe.accounts.get(key)!;
    expect(json).toMatchObject({ acquirer_account: id, test_result: { ok: true }, credentials_last4: key.slice(-4) });
    expect(json.notification_url).toContain(`/connectors/stripe/${account}/notifications`);
  });

  it('a key of test mode is refused by its prefix, and a key of another account when it replaces the present one', async () => {
    const [test, other] = [stripe.account('test'), stripe.account('live')];
    secrets.push(test, other);
    const body = { connector: 'stripe', label: 'x', credentials: { secret_key: test } };
    const refused = { status: 400, code: 'BAD_REQUEST_ERROR' };
    expectRefusal(await merchant.api.post(ACCOUNTS, body), { ...refused, reason: 'invalid_parameter' });
    const patch = await merchant.api.patch(`${ACCOUNTS}/${account}`, { credentials: { secret_key: other } });
    expectRefusal(patch, { ...refused, reason: 'another_acquirer_account' });
  });

  it('a payment on Stripe’s page is captured, and refunded in part', async () => {
    const { id, intent, session } = await paid();
    expect(await get(`/payments/${id}`)).toMatchObject({
      ...{
        status: 'success',
        captured: true,
        amount_captured: 5_000,
        method: 'card',
        connector: 'stripe',
        mode: 'live',
      },
      connector_reference: session.id,
    });
    const { json } = await merchant.api.post('/api/v1/refunds', { payment_id: id, amount: 2_000 });
    const processed = async () => (await get(`/refunds/${json.id}`)).status === 'processed';
    await waitFor(processed, { what: 'the refund' });
    expect(intent.refunds).toMatchObject([{ amount: 2_000, metadata: { gateway_reference: json.id } }]);
  });

  it('an authorisation is captured in part, once', async () => {
    const { id, intent } = await paid({ capture: 'manual' });
    expect(await get(`/payments/${id}`)).toMatchObject({ captured: false });
    const { json } = await merchant.api.post(`/api/v1/payments/${id}/capture`, { amount: 3_000 });
    expect(json).toMatchObject({ captured: true, amount_captured: 3_000 });
    expect(intent).toMatchObject({ status: 'succeeded', received: 3_000 });
  });

  it('an authorisation is released when the payment is cancelled', async () => {
    const { id, intent } = await paid({ capture: 'manual' });
    expect((await merchant.api.post(`/api/v1/payments/${id}/cancel`)).json).toMatchObject({ status: 'cancelled' });
    expect(intent.status).toBe('canceled');
  });

  it('a page that is cancelled is closed at Stripe, and the order takes another payment', async () => {
    const { id, orderId, session } = await opened();
    expect((await merchant.api.post(`/api/v1/payments/${id}/cancel`)).json).toMatchObject({ status: 'cancelled' });
    expect(session.status).toBe('expired');
    const { json } = await merchant.api.post('/api/v1/payments', { order_id: orderId, flow: 'redirect' });
    expect(stripe.session((await statusIs(json.id, 'requires_action')).next_action.url).status).toBe('open');
  });

  it('a notification wakes the payment that it names, and a forged one nothing', async () => {
    const { id, session } = await opened();
    attempt(session, 'pay');
    const object = { object: 'checkout.session', id: session.id, client_reference_id: session.reference };
    const event = { id: 'evt_1', object: 'event', type: 'checkout.session.completed', data: { object } };
    const send = (secret: string) => {
      const { headers, body } = signedEvent(JSON.stringify(event), secret, new Date());
      const url = `${gateway.baseUrl}/connectors/stripe/${account}/notifications`;
      return fetch(url, { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } });
    };
    expect((await send('whsec_of_another_sender')).status).toBe(400);
    expect((await send(HOOK)).status).toBe(200);
    await statusIs(id, 'success');
    expect(await get(`/connector-accounts/${account}`)).toMatchObject({ last_verified_at: expect.any(String) });
  });

  it('rotated credentials are used by running workers at once', async () => {
    const { id, session } = await opened();
    const rolled = stripe.roll(key);
    secrets.push(rolled);
    key = rolled;
    const patched = await merchant.api.patch(`${ACCOUNTS}/${account}`, { credentials: { secret_key: rolled } });
    expect(patched.status).toBe(200);
    attempt(session, 'pay');
    await back(id);
    await statusIs(id, 'success');
  });

  it('a merchant without an enabled connection is told what to do', async () => {
    const other = await gateway.newMerchant({ mode: 'live' });
    const { id } = await gateway.order({ currency: 'USD' }, other.api);
    const refused = await other.api.post('/api/v1/payments', { order_id: id, flow: 'redirect' });
    expectRefusal(refused, { status: 400, code: 'BAD_REQUEST_ERROR', reason: 'no_connection' });
    const tiny = await gateway.order({ currency: 'CZK', amount: 1_400 }, merchant.api);
    const below = await merchant.api.post('/api/v1/payments', { order_id: tiny.id, flow: 'redirect' });
    expectRefusal(below, { status: 400, code: 'BAD_REQUEST_ERROR', reason: 'connection_limit' });
  });

  it('leaves a balanced ledger, the same at Stripe, and no secret in a table or a log', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
    const text = 'SELECT sum(amount_captured - amount_refunded)::int AS held FROM payments WHERE merchant_id = $1';
    const { rows } = await gateway.db.query<{ held: number }>(text, [merchant.id]);
    const intents = stripe.api.intents(stripe.accounts.get(key)!.id);
    expect(rows[0]?.held).toBe(intents.reduce((sum, one) => sum + one.received - refundedOf(one), 0));
    for (const text of [...(await everythingAtRest(gateway)).values(), gateway.logs()])
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});
