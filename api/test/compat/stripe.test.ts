import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { Gateway, type Merchant } from '../support/gateway.js';
import {
  DEMO_SECRET,
  failureOf,
  hasSpecification,
  RecordedStripe,
  type StripeFailure as Failure,
  StripeSpecification,
} from '../support/stripe.js';

let gateway: Gateway;
let recorded: RecordedStripe;
let stripe: Stripe;

beforeAll(async () => {
  gateway = await Gateway.start();
  recorded = new RecordedStripe(gateway.port);
  stripe = recorded.client;
});
afterAll(() => gateway.stop());

/** The id of what was not expanded. */
const idOf = (value: unknown) => value as string;
const AMOUNT = { amount: 50_000, currency: 'inr' };
const newIntent = (fields: object = {}) => stripe.paymentIntents.create({ ...AMOUNT, ...fields });
const paid = (card = 'pm_card_visa', fields: object = {}) =>
  newIntent({ payment_method: card, confirm: true, ...fields });
const header = (error: { headers?: unknown }, name: string) => (error.headers as Record<string, string>)[name];

describe('payment intents through the official client', () => {
  it('are created in the shape of Stripe, retrieved, updated and cancelled', async () => {
    const intent = await newIntent({ description: 'Two T-shirts', metadata: { cart: '7', note: 'a b&c=d' } });
    expect(intent).toMatchObject({
      ...{ id: expect.stringMatching(/^pi_[A-Za-z0-9]{16}$/), object: 'payment_intent', ...AMOUNT, livemode: false },
      ...{ status: 'requires_payment_method', capture_method: 'automatic', amount_received: 0, latest_charge: null },
      ...{ description: 'Two T-shirts', metadata: { cart: '7', note: 'a b&c=d' }, client_secret: expect.any(String) },
    });
    expect(await stripe.paymentIntents.retrieve(intent.id)).toEqual(intent);
    const updated = await stripe.paymentIntents.update(intent.id, {
      metadata: { note: '', shelf: '4' },
      description: 'x',
    });
    expect([updated.metadata, updated.description]).toEqual([{ cart: '7', shelf: '4' }, 'x']);
    expect((await stripe.paymentIntents.update(intent.id, { metadata: '' })).metadata).toEqual({});
    const cancelled = await stripe.paymentIntents.cancel(intent.id, { cancellation_reason: 'abandoned' });
    expect(cancelled).toMatchObject({
      status: 'canceled',
      canceled_at: expect.any(Number),
      cancellation_reason: 'abandoned',
    });
    const again = await failureOf(stripe.paymentIntents.cancel(intent.id));
    expect([again.statusCode, again.code]).toEqual([400, 'payment_intent_unexpected_state']);
  });

  it('confirmed at creation, the answer has the word of the bank, the charge and the card', async () => {
    const intent = await paid('pm_card_mastercard', {
      metadata: { cart: '8' },
      expand: ['latest_charge', 'payment_method'],
    });
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 50_000, last_payment_error: null });
    expect(intent.payment_method).toMatchObject({
      object: 'payment_method',
      card: { brand: 'mastercard', last4: '4444' },
    });
    expect(intent.latest_charge).toMatchObject({
      ...{ id: expect.stringMatching(/^ch_/), object: 'charge', status: 'succeeded', paid: true, captured: true },
      ...{ payment_intent: intent.id, amount_captured: 50_000, metadata: { cart: '8' }, refunded: false },
      payment_method_details: { type: 'card', card: { brand: 'mastercard', last4: '4444', exp_month: 12 } },
    });
    const { json } = await gateway.api.get(`/api/v1/orders/${intent.id.replace('pi_', 'order_')}`);
    expect([json.status, json.amount_paid]).toEqual(['paid', 50_000]);
  });

  it('created with a payment method they wait for their confirmation, which needs none again', async () => {
    const intent = await newIntent({ payment_method: 'pm_card_visa', confirmation_method: 'manual' });
    expect(intent.confirmation_method).toBe('manual');
    expect([intent.status, intent.payment_method, intent.metadata]).toEqual([
      'requires_confirmation',
      'pm_card_visa',
      {},
    ]);
    const other = await stripe.paymentIntents.update(intent.id, { payment_method: 'pm_card_amex' });
    expect([other.payment_method, other.confirmation_method]).toEqual(['pm_card_amex', 'manual']);
    const confirmed = await stripe.paymentIntents.confirm(intent.id, { expand: ['payment_method'] });
    expect([confirmed.status, confirmed.payment_method]).toMatchObject(['succeeded', { card: { brand: 'amex' } }]);
    const again = await failureOf(stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' }));
    expect([again.code, again.message]).toEqual([
      'payment_intent_unexpected_state',
      'You cannot confirm this PaymentIntent because it has a status of succeeded.',
    ]);
    const without = await failureOf(stripe.paymentIntents.confirm((await newIntent()).id));
    expect([without.code, without.param]).toEqual(['parameter_missing', 'payment_method']);
  });

  it.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
  ])('%s is declined with 402, and another card pays the same intent', async (card, code, declineCode) => {
    const error = await failureOf(paid(card));
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect([error.statusCode, error.code, error.decline_code]).toEqual([402, code, declineCode]);
    expect(error.payment_intent).toMatchObject({
      ...{ status: 'requires_payment_method', payment_method: null, latest_charge: error.charge },
      last_payment_error: { code, decline_code: declineCode, payment_method: { type: 'card' } },
    });
    const id = error.payment_intent?.id ?? '';
    expect(await stripe.charges.retrieve(error.charge ?? '')).toMatchObject({ status: 'failed', paid: false });
    expect((await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })).status).toBe('succeeded');
  });

  it('a card number is charged and is nowhere in the answers; a wrong one is refused', async () => {
    const card = { number: '4242424242424242', exp_month: 8, exp_year: 2040, cvc: '123' };
    const data = { type: 'card', card } as never;
    const intent = await newIntent({ payment_method_data: data, confirm: true, expand: ['payment_method'] });
    expect(intent.payment_method).toMatchObject({ card: { last4: '4242', exp_month: 8, exp_year: 2040 } });
    expect(JSON.stringify(intent)).not.toContain('4242424242424242');
    const wrong = { type: 'card', card: { ...card, number: '4242424242424241' } } as never;
    const error = await failureOf(newIntent({ payment_method_data: wrong, confirm: true }));
    expect([error.type, error.code, error.param]).toEqual(['StripeCardError', 'incorrect_number', 'number']);
  });

  it('one that needs 3-D Secure leads to the page of the acquirer, and can be cancelled', async () => {
    const intent = await paid('pm_card_authenticationRequired', { return_url: 'http://localhost:4242/done?cart=7' });
    expect(intent).toMatchObject({
      status: 'requires_action',
      next_action: {
        type: 'redirect_to_url',
        redirect_to_url: { return_url: expect.stringContaining(`/done?cart=7&payment_intent=${intent.id}&`) },
      },
    });
    expect(intent.next_action?.redirect_to_url?.url).toMatch(/^http/);
    const busy = await failureOf(stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' }));
    expect(busy.code).toBe('payment_intent_unexpected_state');
    expect((await stripe.paymentIntents.cancel(intent.id)).status).toBe('canceled');
  });

  it('a one-time password is asked for on the hosted page, to which confirm adds the return URL', async () => {
    const { id } = await newIntent();
    const options = { payment_method: 'pm_card_threeDSecure2Required', return_url: 'http://localhost:4242/paid' };
    const intent = await stripe.paymentIntents.confirm(id, options);
    const { url, return_url } = intent.next_action?.redirect_to_url ?? {};
    expect([intent.status, url]).toEqual([
      'requires_action',
      expect.stringContaining(id.replace('pi_', 'order_id=order_')),
    ]);
    expect(return_url).toMatch(/^http:\/\/localhost:4242\/paid\?payment_intent=pi_/);
  });

  it('captured by hand: in part, once; or cancelled', async () => {
    const intent = await paid('pm_card_visa', { capture_method: 'manual' });
    expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 50_000, amount_received: 0 });
    const tooMuch = await failureOf(stripe.paymentIntents.capture(intent.id, { amount_to_capture: 50_001 }));
    expect([tooMuch.statusCode, tooMuch.code]).toEqual([400, 'amount_too_large']);
    const captured = await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 20_000 });
    expect(captured).toMatchObject({ status: 'succeeded', amount_received: 20_000, amount_capturable: 0 });
    expect((await failureOf(stripe.paymentIntents.capture(intent.id))).code).toBe('payment_intent_unexpected_state');
    const other = await paid('pm_card_visa', { capture_method: 'manual' });
    expect((await stripe.paymentIntents.cancel(other.id)).status).toBe('canceled');
    expect(await stripe.charges.retrieve(idOf(other.latest_charge))).toMatchObject({
      captured: false,
      refunded: true,
    });
  });

  it('250 of them are read page by page, each once, forwards and backwards', async () => {
    const customer = await stripe.customers.create({ name: 'Page Reader' });
    const mine = new Set<string>();
    for (let made = 0; made < 250; made += 25) {
      const intents = await Promise.all(Array.from({ length: 25 }, () => newIntent({ customer: customer.id })));
      for (const { id } of intents) mine.add(id);
    }
    const asked = { customer: customer.id, limit: 100 };
    const all = await stripe.paymentIntents.list(asked).autoPagingToArray({ limit: 1_000 });
    expect([all.length, new Set(all.map(({ id }) => id))]).toEqual([250, mine]);
    const first = await stripe.paymentIntents.list({ customer: customer.id, limit: 3, starting_after: all[5]?.id });
    expect([first.has_more, first.data.map(({ id }) => id)]).toEqual([true, all.slice(6, 9).map(({ id }) => id)]);
    const back = await stripe.paymentIntents.list({ customer: customer.id, limit: 4, ending_before: all[9]?.id });
    expect([back.has_more, back.data.map(({ id }) => id)]).toEqual([true, all.slice(5, 9).map(({ id }) => id)]);
    const newest = await stripe.paymentIntents.list({ customer: customer.id, ending_before: all[1]?.id });
    expect([newest.has_more, newest.data.map(({ id }) => id)]).toEqual([false, [all[0]?.id]]);
    const none = await stripe.paymentIntents.list({ ...asked, created: { lt: customer.created } });
    expect(none.data).toEqual([]);
    const some = await stripe.paymentIntents.list({ ...asked, created: { gte: customer.created } });
    expect(some.data).toHaveLength(100);
  });
});

describe('payment methods through the official client', () => {
  it('of a test card pay, and what was paid with is retrieved', async () => {
    const card = { number: '5555555555554444', exp_month: 3, exp_year: 2041, cvc: '321' };
    const method = await stripe.paymentMethods.create({ type: 'card', card });
    expect(method).toMatchObject({ id: 'pm_card_mastercard_032041', card: { brand: 'mastercard', exp_year: 2041 } });
    expect(await stripe.paymentMethods.retrieve(method.id)).toMatchObject({ id: method.id, card: method.card });
    const intent = await paid(method.id);
    const used = await stripe.paymentMethods.retrieve(idOf(intent.payment_method));
    expect([used.id, used.card?.last4, used.card?.exp_month]).toEqual([intent.payment_method, '4444', 3]);
    const reused = await failureOf(paid(used.id));
    expect(reused.message).toMatch(/stores no cards/);
    const token = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_amex' } });
    expect(token.card?.brand).toBe('amex');
  });

  it.each([
    ['a test card that the simulated acquirer does not have', { number: '4000000000009987' }],
    ['a number that is no test card', { number: '4012888888881881' }],
  ])('%s is refused: it must not succeed', async (_, fields) => {
    const card = { exp_month: 8, exp_year: 2040, cvc: '123', ...fields };
    const error = await failureOf(stripe.paymentMethods.create({ type: 'card', card }));
    expect([error.code, error.param]).toEqual(['facade_not_supported', 'card[number]']);
  });
});

describe('errors as the official client throws them', () => {
  it.each([
    [{ amount: 0 }, 'amount_too_small', 'amount'],
    [{ amount: 'x' }, 'parameter_invalid', 'amount'],
    [{ currency: 'xyz' }, 'currency_not_supported', 'currency'],
    [{ currency: undefined }, 'parameter_missing', 'currency'],
    [{ transfer_data: { destination: 'acct_1' } }, 'facade_not_supported', 'transfer_data'],
    [{ setup_future_usage: 'off_session' }, 'facade_not_supported', 'setup_future_usage'],
    [{ customer: 'cus_unknown' }, 'resource_missing', 'customer'],
    [{ customer: 'cus_0000000000000000' }, 'resource_missing', 'customer'],
    [{ payment_method: 'pm_card_chargeDeclinedLostCard' }, 'facade_not_supported', 'payment_method'],
    [{ confirm: true }, 'parameter_missing', 'payment_method'],
    [{ metadata: { a: 'x'.repeat(501) } }, 'parameter_invalid', 'metadata'],
    [{ metadata: { note: '4111 1111 1111 1111' } }, 'card_number_in_text', 'metadata'],
    [{ expand: ['amount'] }, 'parameter_invalid', 'expand'],
  ])('%j', async (fields, code, param) => {
    const error = await failureOf(newIntent(fields));
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect([error.statusCode, error.code, error.param, error.rawType]).toEqual([
      400,
      code,
      param,
      'invalid_request_error',
    ]);
    expect([header(error, 'stripe-should-retry'), header(error, 'stripe-version')]).toEqual(['false', '2023-08-16']);
    expect(error.requestId).toBe(header(error, 'request-id'));
  });

  it('what does not exist, is no route, or is not supported', async () => {
    const missing = await failureOf(stripe.paymentIntents.retrieve('pi_0000000000000000'));
    expect([missing.statusCode, missing.code, missing.message]).toEqual([
      404,
      'resource_missing',
      "No such payment_intent: 'pi_0000000000000000'",
    ]);
    const route = await failureOf(stripe.subscriptions.list());
    expect([route.statusCode, route.message]).toEqual([404, expect.stringMatching(/Unrecognized.*docs\/facades\.md/)]);
    const amount = await failureOf(stripe.paymentIntents.update((await newIntent()).id, { amount: 1 }));
    expect([amount.code, amount.param]).toEqual(['facade_not_supported', 'amount']);
    const searched = [stripe.paymentIntents, stripe.charges, stripe.customers].map(async (one) =>
      failureOf(one.search({ query: 'a:1' })),
    );
    expect((await Promise.all(searched)).map(({ code }) => code)).toEqual(Array(3).fill('facade_not_supported'));
  });

  it('keys: wrong ones, those of live merchants, those without the permission; and with sk_test_', async () => {
    const wrong = await failureOf(new RecordedStripe(gateway.port, 'secret_test_wrong').client.balance.retrieve());
    expect(wrong.statusCode).toBe(404); // no such route, whatever the key
    const refused = await failureOf(new RecordedStripe(gateway.port, 'secret_test_wrong').client.charges.list());
    expect(refused).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    const { client } = new RecordedStripe(gateway.port, `sk_test_${DEMO_SECRET}`);
    expect((await client.charges.list({ limit: 1 })).object).toBe('list');
    const secretOf = ({ apiKey }: Merchant) => apiKey.replace('key_', 'secret_');
    const reader = await gateway.newMerchant({ scopes: ['payments:read'] });
    const limited = new RecordedStripe(gateway.port, secretOf(reader)).client;
    expect((await limited.charges.list()).data).toEqual([]);
    const forbidden = await failureOf(limited.paymentIntents.list());
    expect(forbidden).toBeInstanceOf(Stripe.errors.StripePermissionError);
    const owner = await gateway.newMerchant({ mode: 'live' });
    const live = await failureOf(new RecordedStripe(gateway.port, secretOf(owner)).client.charges.list());
    expect([live.code, live.message]).toEqual(['facade_not_supported', expect.stringMatching(/in Settings/)]);
  });

  it('a key does through an intent only what its scopes allow, and nothing with objects of other merchants', async () => {
    const of = ({ apiKey }: Merchant) => new RecordedStripe(gateway.port, apiKey.replace('key_', 'secret_')).client;
    const payer = of(await gateway.newMerchant({ scopes: ['payments:write', 'payments:read', 'orders:read'] }));
    const wish = { ...AMOUNT, payment_method: 'pm_card_visa', confirm: true };
    expect((await failureOf(payer.paymentIntents.create(wish))).message).toMatch(/orders:write/);
    const customer = await stripe.customers.create({ name: 'Asha' });
    const intent = await paid('pm_card_visa', { customer: customer.id });
    const open = await newIntent();
    const stranger = of(await gateway.newMerchant());
    const calls = [
      stranger.paymentIntents.retrieve(intent.id),
      stranger.paymentIntents.confirm(open.id, { payment_method: 'pm_card_visa' }),
      stranger.paymentIntents.cancel(open.id),
      stranger.paymentIntents.update(open.id, { description: 'mine' }),
      stranger.charges.retrieve(idOf(intent.latest_charge)),
      stranger.paymentMethods.retrieve(idOf(intent.payment_method)),
      stranger.refunds.create({ charge: idOf(intent.latest_charge) }),
      stranger.customers.del(customer.id),
      stranger.paymentIntents.create({ ...AMOUNT, customer: customer.id }),
      stranger.checkout.sessions.expire(open.id.replace('pi_', 'cs_test_')),
    ];
    for (const call of calls) expect((await failureOf(call)).code).toBe('resource_missing');
    const none = await failureOf(stranger.refunds.create({ payment_intent: intent.id }));
    expect(none.code).toBe('payment_not_captured');
    expect((await stripe.paymentIntents.retrieve(open.id)).status).toBe('requires_payment_method');
    const other = await failureOf(stripe.charges.list({}, { stripeAccount: 'acct_1' }));
    expect([other.code, other.message]).toEqual(['facade_not_supported', expect.stringMatching(/stripe-account/)]);
  });

  it('the secret alone opens only these paths', async () => {
    const headers = { Authorization: `Bearer ${DEMO_SECRET}` };
    expect((await gateway.shopper.get('/v1/charges', { headers })).status).toBe(200);
    expect((await gateway.shopper.get('/api/v1/payments', { headers })).status).toBe(401);
    const basic = { Authorization: `Basic ${Buffer.from(`${DEMO_SECRET}:`).toString('base64')}` };
    expect((await gateway.shopper.get('/v1/charges', { headers: basic })).status).toBe(200);
  });
});

describe('idempotency keys through the official client', () => {
  it('one key makes one intent and one payment, also when both are asked for at once', async () => {
    const options = { idempotencyKey: randomUUID() };
    const body = { ...AMOUNT, payment_method: 'pm_card_visa', confirm: true };
    const intents = await Promise.all([1, 2, 3].map(() => stripe.paymentIntents.create(body, options)));
    const [first] = intents;
    const replayed = intents.filter(({ lastResponse }) => lastResponse.headers['idempotent-replayed'] === 'true');
    expect(replayed.length).toBeGreaterThanOrEqual(2);
    expect(new Set(intents.map(({ id }) => id)).size).toBe(1);
    expect(new Set(intents.map(({ latest_charge: charge }) => charge)).size).toBe(1);
    const charges = await stripe.charges.list({ payment_intent: first?.id });
    expect(charges.data).toHaveLength(1);
  });

  it('a declined confirmation is returned again, also after another card has paid', async () => {
    const { id } = await newIntent();
    const options = { idempotencyKey: randomUUID() };
    const confirm = () => stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' }, options);
    const [first, second] = [await failureOf(confirm()), await failureOf(confirm())];
    expect([second.statusCode, second.charge]).toEqual([402, first.charge]);
    expect([first, second].map((error) => header(error, 'idempotent-replayed'))).toEqual([undefined, 'true']);
    await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect((await failureOf(confirm())).charge).toBe(first.charge);
    expect((await stripe.charges.list({ payment_intent: id })).data).toHaveLength(2);
  });

  it('of confirmations of one intent that come at once, one is charged', async () => {
    const { id } = await newIntent();
    const confirm = () => stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    const settled = await Promise.allSettled([confirm(), confirm(), confirm()]);
    const refused = settled.filter((one) => one.status === 'rejected').map(({ reason }) => (reason as Failure).code);
    expect(refused).toEqual(Array.from({ length: 2 }, () => 'payment_intent_unexpected_state'));
    const { data } = await stripe.charges.list({ payment_intent: id });
    expect(data.filter(({ paid }) => paid)).toHaveLength(1);
  });

  it('a key with another request is an idempotency_error', async () => {
    const options = { idempotencyKey: randomUUID() };
    const intent = await stripe.paymentIntents.create(AMOUNT, options);
    expect((await stripe.paymentIntents.create(AMOUNT, options)).id).toBe(intent.id);
    for (const body of [
      { ...AMOUNT, amount: 1_000 },
      { ...AMOUNT, payment_method: 'pm_card_visa', confirm: true },
    ]) {
      const error = await failureOf(stripe.paymentIntents.create(body, options));
      expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
      expect(error.statusCode).toBe(400);
    }
  });

  it('captures and cancellations are repeated without another effect', async () => {
    const options = { idempotencyKey: randomUUID() };
    const held = await paid('pm_card_visa', { capture_method: 'manual' });
    const capture = () => stripe.paymentIntents.capture(held.id, {}, options);
    expect([(await capture()).status, (await capture()).status]).toEqual(['succeeded', 'succeeded']);
    const open = await newIntent();
    const other = { idempotencyKey: randomUUID() };
    const cancel = () => stripe.paymentIntents.cancel(open.id, {}, other);
    expect([(await cancel()).status, (await cancel()).status]).toEqual(['canceled', 'canceled']);
  });
});

(hasSpecification ? describe : describe.skip)('the specification of Stripe', () => {
  it('describes every answer that this file has received', () => {
    const specification = new StripeSpecification();
    const checked = recorded.exchanges
      .filter(({ path }) => !path.startsWith('/v1/subscriptions'))
      .map((exchange) => specification.check(exchange));
    expect([...new Set(checked.flatMap(({ faults }) => faults))]).toEqual([]);
    expect(checked.length).toBeGreaterThan(50);
  });
});
