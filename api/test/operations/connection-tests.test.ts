import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { Gateway, type Merchant } from '../support/gateway.js';
import { freePort } from '../support/processes.js';
import { RazorpayEmulator } from '../support/razorpay-emulator/emulator.js';
import { StripeEmulator } from '../support/stripe-emulator/emulator.js';

const ACCOUNTS = '/api/v1/connector-accounts';
const REFUSED = {
  status: 400,
  code: 'BAD_REQUEST_ERROR',
  reason: 'credentials_refused',
  field: 'credentials',
} as const;
const RAZORPAY_KEYS = { key_id: 'rzp_live_0123456789', key_secret: 'secret_of_the_account' };

/** Each at a scripted emulator on this machine. */
describe('an account is tested when it is added and when its credentials are rotated', () => {
  let stripe: StripeEmulator;
  let razorpay: RazorpayEmulator;
  let gateway: Gateway;
  let live: Merchant;
  beforeAll(async () => {
    [stripe, razorpay] = await Promise.all([StripeEmulator.start(), RazorpayEmulator.start()]);
    razorpay.account(`${RAZORPAY_KEYS.key_id}:${RAZORPAY_KEYS.key_secret}`);
    const env = { STRIPE_API_BASE: stripe.url, RAZORPAY_API_BASE: razorpay.url };
    gateway = await Gateway.start({ env, worker: false });
    live = await gateway.newMerchant({ mode: 'live' });
  });
  afterAll(async () => {
    await gateway.stop();
    await Promise.all([stripe.stop(), razorpay.stop()]);
  });

  const atStripe = (secret_key: string) => ({ connector: 'stripe', label: 'Cards', credentials: { secret_key } });
  const atRazorpay = (credentials: object) => ({ connector: 'razorpay', label: 'Razorpay', credentials });
  const accepted = (title: string) => ({ ok: true, reason: 'accepted', description: `${title} responds` });
  const rows = async () =>
    (await gateway.db.query('SELECT FROM connector_accounts WHERE merchant_id = $1', [live.id])).rowCount;

  it('what the acquirer accepts is stored with its own id of the account', async () => {
    const key = stripe.account('live');
    const { status, json } = await live.api.post(ACCOUNTS, atStripe(key));
    expect([status, json.test_result, json.acquirer_account]).toEqual([
      ...[201, accepted('Stripe'), stripe.accounts.get(key)?.id],
    ]);
    expect((await live.api.get(`${ACCOUNTS}/${json.id}`)).json).toEqual(json);
    const other = (await live.api.post(ACCOUNTS, atRazorpay(RAZORPAY_KEYS))).json;
    expect([other.test_result, other.acquirer_account]).toEqual([accepted('Razorpay'), null]);
    for (const one of [json, other]) expect(Date.parse(one.tested_at)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('a key that the acquirer does not accept is refused with what to do, and nothing is stored', async () => {
    const before = await rows();
    const key = newKey();
    const unknown = await live.api.post(ACCOUNTS, atStripe('sk_live_0123456789'), { key });
    expectRefusal(unknown, REFUSED);
    expect(unknown.json.error.description).toContain('copy it again at Stripe, under Developers, API keys');
    const wrong = await live.api.post(ACCOUNTS, atRazorpay({ ...RAZORPAY_KEYS, key_secret: 'another_secret' }));
    expectRefusal(wrong, REFUSED);
    expect(wrong.json.error.description).toContain('generate a new pair at Razorpay');
    expect(`${unknown.text} ${wrong.text}`).not.toMatch(/0123456789|another_secret/);
    expect(await rows()).toBe(before);
    // The refusal has not used up the idempotency key.
    expect((await live.api.post(ACCOUNTS, atStripe(stripe.account('live')), { key })).status).toBe(201);
  });

  it('a key that moves no real money is refused for a live merchant, and the reverse', async () => {
    const test = await gateway.newMerchant();
    for (const { api, mode, words } of [
      { api: live.api, mode: 'live' as const, words: 'This key is of test mode' },
      { api: test.api, mode: 'test' as const, words: 'This key moves real money' },
    ]) {
      const key = stripe.account(mode);
      stripe.accounts.set(key, { id: 'acct_other_mode', livemode: mode === 'test' });
      const reply = await api.post(ACCOUNTS, atStripe(key));
      expectRefusal(reply, REFUSED);
      expect(reply.json.error.description).toContain(words);
      const prefixed = await api.post(ACCOUNTS, atStripe(stripe.account(mode === 'live' ? 'test' : 'live')));
      expectRefusal(prefixed, { ...REFUSED, reason: 'invalid_parameter', field: 'credentials.secret_key' });
    }
  });

  it('new credentials are tested, and their result replaces that of the former ones', async () => {
    const key = stripe.account('live');
    const { id, tested_at: first } = (await live.api.post(ACCOUNTS, atStripe(key))).json;
    const refused = await live.api.patch(`${ACCOUNTS}/${id}`, { credentials: { secret_key: 'sk_live_0123456789' } });
    expectRefusal(refused, REFUSED);
    expect(refused.json.error.description).toContain('The former credentials are still in use');
    const kept = (await live.api.get(`${ACCOUNTS}/${id}`)).json;
    expect([kept.tested_at, kept.credentials_last4, kept.version]).toEqual([first, key.slice(-4), 1]);
    const rolled = await live.api.patch(`${ACCOUNTS}/${id}`, { credentials: { secret_key: stripe.roll(key) } });
    expect([rolled.status, rolled.json.test_result]).toEqual([200, accepted('Stripe')]);
    expect(Date.parse(rolled.json.tested_at)).toBeGreaterThan(Date.parse(first));
    const renamed = await live.api.patch(`${ACCOUNTS}/${id}`, { label: 'Main' });
    expect(renamed.json.tested_at).toBe(rolled.json.tested_at);
  });

  it('an acquirer that does not respond loses no input: the account is stored untested, and can be tested again', async () => {
    const port = await freePort();
    const other = await Gateway.start({ env: { STRIPE_API_BASE: `http://127.0.0.1:${port}` }, worker: false });
    try {
      const { api } = await other.newMerchant({ mode: 'live' });
      const key = stripe.account('live');
      const { status, json } = await api.post(ACCOUNTS, atStripe(key));
      const silent = { ok: false, reason: 'no_response', description: 'Stripe does not respond' };
      expect([status, json.test_result, json.acquirer_account]).toEqual([201, silent, null]);
      const back = await StripeEmulator.start(port);
      back.accounts.set(key, { id: 'acct_back', livemode: true });
      const again = await api.post(`${ACCOUNTS}/${json.id}/test`);
      expect([again.json.test_result, again.json.acquirer_account]).toEqual([accepted('Stripe'), 'acct_back']);
      await back.stop();
    } finally {
      await other.stop();
    }
  });
});
