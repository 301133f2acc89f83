import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { type Received, Receiver } from '../support/receiver.js';
import { failureOf, hasSpecification, RecordedStripe, StripeSpecification } from '../support/stripe.js';

let gateway: Gateway;
let receiver: Receiver;
let recorded: RecordedStripe;
let stripe: Stripe;

beforeAll(async () => {
  [gateway, receiver] = await Promise.all([Gateway.start(), Receiver.start()]);
  recorded = new RecordedStripe(gateway.port);
  stripe = recorded.client;
});
afterAll(async () => {
  await gateway.stop();
  await receiver.stop();
});

/** The id of what was not expanded. */
const idOf = (value: unknown) => value as string;
const AMOUNT = { amount: 50_000, currency: 'inr' };
const paid = (card = 'pm_card_visa', fields: object = {}) =>
  stripe.paymentIntents.create({ ...AMOUNT, payment_method: card, confirm: true, ...fields });

describe('refunds and charges through the official client', () => {
  it('in part by the charge, for the rest by the intent, never more than was captured', async () => {
    const intent = await paid();
    const charge = idOf(intent.latest_charge);
    const refund = await stripe.refunds.create({
      charge,
      amount: 20_000,
      reason: 'duplicate',
      metadata: { why: 'late' },
    });
    expect(refund).toMatchObject({
      ...{ id: expect.stringMatching(/^re_/), object: 'refund', amount: 20_000, currency: 'inr', charge },
      ...{ payment_intent: intent.id, reason: 'duplicate', metadata: { why: 'late' } },
    });
    const tooMuch = await failureOf(stripe.refunds.create({ payment_intent: intent.id, amount: 40_000 }));
    expect([tooMuch.statusCode, tooMuch.code, tooMuch.param]).toEqual([400, 'amount_too_large', 'amount']);
    const rest = await stripe.refunds.create({ payment_intent: intent.id });
    expect(rest.amount).toBe(30_000);
    expect((await failureOf(stripe.refunds.create({}))).code).toBe('parameter_missing');
    await waitFor(async () => (await stripe.refunds.retrieve(refund.id)).status === 'succeeded');
    expect((await stripe.refunds.update(refund.id, { metadata: { shelf: '4' } })).metadata).toEqual({
      why: 'late',
      shelf: '4',
    });
    const { data } = await stripe.refunds.list({ payment_intent: intent.id });
    expect(data.map(({ id }) => id)).toEqual([rest.id, refund.id]);
    const shown = await stripe.charges.retrieve(charge, { expand: ['refunds', 'payment_intent', 'customer'] });
    expect(shown).toMatchObject({ refunded: true, amount_refunded: 50_000, refunds: { data: [{}, {}] } });
    expect(shown.payment_intent).toMatchObject({ object: 'payment_intent', id: intent.id });
    const listed = await stripe.charges.list({ payment_intent: intent.id, expand: ['data.payment_intent'] });
    expect(listed.data.map((one) => [one.id, (one.payment_intent as { id: string }).id])).toEqual([
      [charge, intent.id],
    ]);
  });

  it('a charge is changed, and captured by itself', async () => {
    const intent = await paid('pm_card_visa', { capture_method: 'manual', metadata: { cart: '7' } });
    const id = idOf(intent.latest_charge);
    const changed = await stripe.charges.update(id, { metadata: { shelf: '4' }, description: 'Tea' });
    expect([changed.metadata, changed.description]).toEqual([{ cart: '7', shelf: '4' }, 'Tea']);
    const captured = await stripe.charges.capture(id, { amount: 100 });
    expect([captured.captured, captured.amount_captured, captured.payment_method]).toEqual([
      true,
      100,
      changed.payment_method,
    ]);
  });

  it('one that the bank declines fails, with a reason', async () => {
    const intent = await paid('pm_card_refundFail');
    const { id } = await stripe.refunds.create({ payment_intent: intent.id });
    await waitFor(async () => (await stripe.refunds.retrieve(id)).status === 'failed');
    expect((await stripe.refunds.retrieve(id)).failure_reason).toBe('declined');
  });

  it('one key makes one refund', async () => {
    const intent = await paid();
    const options = { idempotencyKey: randomUUID() };
    const wish = { payment_intent: intent.id, amount: 100 };
    const refunds = await Promise.all([1, 2, 3].map(() => stripe.refunds.create(wish, options)));
    expect(new Set(refunds.map(({ id }) => id)).size).toBe(1);
  });
});

describe('customers through the official client', () => {
  it('are created, found, named by intents, changed and deleted', async () => {
    const email = `${randomUUID()}@shop.example`;
    const details = { name: 'Asha Rao', email, phone: '+919000090000', description: 'VIP', metadata: { tier: 'gold' } };
    const customer = await stripe.customers.create(details);
    expect(customer).toMatchObject({ id: expect.stringMatching(/^cus_/), object: 'customer', ...details });
    expect(await stripe.customers.retrieve(customer.id)).toEqual(customer);
    expect((await stripe.customers.list({ email })).data).toEqual([customer]);
    const intent = await paid('pm_card_visa', { customer: customer.id, expand: ['customer', 'latest_charge'] });
    expect(intent).toMatchObject({ customer: { id: customer.id }, latest_charge: { billing_details: { email } } });
    const changed = await stripe.customers.update(customer.id, { name: 'Asha R.', phone: '', metadata: { tier: '' } });
    expect(changed).toMatchObject({ name: 'Asha R.', phone: null, metadata: {}, description: 'VIP' });
    const unnamed = await stripe.customers.create({ description: 'A guest' });
    expect([unnamed.name, unnamed.description]).toEqual([null, 'A guest']);
    expect((await stripe.customers.update(unnamed.id, { metadata: { a: 'b' } })).name).toBe(null);
    const named = await stripe.customers.update(unnamed.id, { name: 'Ravi' });
    expect([named.name, named.description, named.metadata]).toEqual(['Ravi', 'A guest', { a: 'b' }]);
    expect((await failureOf(stripe.customers.create({ address: { city: 'Pune' } }))).code).toBe('facade_not_supported');
    const gone = { id: customer.id, object: 'customer', deleted: true };
    expect(await stripe.customers.del(customer.id)).toEqual(gone);
    expect(await stripe.customers.retrieve(customer.id)).toEqual(gone);
    expect((await stripe.customers.list({ limit: 100 })).data.some(({ id }) => id === customer.id)).toBe(false);
  });
});

const CART = [
  { price_data: { currency: 'inr', unit_amount: 20_000, product_data: { name: 'Tea' } }, quantity: 2 },
  { price_data: { currency: 'inr', unit_amount: 9_900, product_data: { name: 'Cup' } }, quantity: 1 },
];
const newSession = (fields: object = {}) =>
  stripe.checkout.sessions.create({
    ...{ mode: 'payment', line_items: CART, client_reference_id: 'cart-7', metadata: { cart: '7' } },
    ...{ success_url: 'http://localhost:4242/paid?session={CHECKOUT_SESSION_ID}' },
    ...{ cancel_url: 'http://localhost:4242/cart', customer_email: 'asha@shop.example', ...fields },
  });

describe('Checkout Sessions through the official client', () => {
  it('are orders with their hosted page, and know their own id', async () => {
    const session = await newSession();
    expect(session).toMatchObject({
      ...{
        id: expect.stringMatching(/^cs_test_/),
        object: 'checkout.session',
        status: 'open',
        payment_status: 'unpaid',
      },
      ...{ amount_total: 49_900, currency: 'inr', client_reference_id: 'cart-7', metadata: { cart: '7' } },
      ...{ success_url: `http://localhost:4242/paid?session=${session.id}`, customer_email: 'asha@shop.example' },
    });
    const orderId = session.id.replace('cs_test_', 'order_');
    expect(session.url).toContain(`/checkout?order_id=${orderId}`);
    const renamed = await stripe.checkout.sessions.update(session.id, { metadata: { table: '3' } });
    expect(renamed.metadata).toEqual({ cart: '7', table: '3' });
    const items = await stripe.checkout.sessions.listLineItems(session.id);
    expect(items.data.map(({ description, quantity, amount_total }) => [description, quantity, amount_total])).toEqual([
      ['Tea', 2, 40_000],
      ['Cup', 1, 9_900],
    ]);
    const expanded = await stripe.checkout.sessions.retrieve(session.id, { expand: ['line_items', 'payment_intent'] });
    expect(expanded).toMatchObject({
      line_items: { data: [{}, {}] },
      payment_intent: { status: 'requires_payment_method' },
    });
    await stripe.paymentIntents.confirm(idOf(session.payment_intent), { payment_method: 'pm_card_visa' });
    const complete = await stripe.checkout.sessions.retrieve(session.id);
    expect([complete.status, complete.payment_status, complete.url]).toEqual(['complete', 'paid', null]);
    const found = await stripe.checkout.sessions.list({ payment_intent: idOf(session.payment_intent) });
    expect(found.data.map(({ id }) => id)).toEqual([session.id]);
  });

  it('expire at their time, or when they are told to', async () => {
    const ends = Math.floor(Date.now() / 1_000) + 3_600;
    const session = await newSession({ expires_at: ends });
    expect(Math.abs(session.expires_at - ends)).toBeLessThanOrEqual(2);
    expect((await stripe.checkout.sessions.expire(session.id)).status).toBe('expired');
    const error = await failureOf(
      stripe.paymentIntents.confirm(idOf(session.payment_intent), { payment_method: 'pm_card_visa' }),
    );
    expect(error.code).toBe('payment_intent_unexpected_state');
    const page = await stripe.checkout.sessions.list({ limit: 1 });
    expect([page.data[0]?.id, page.has_more]).toEqual([session.id, true]);
  });

  it('expire with an attempt that has begun, which then takes nothing', async () => {
    const session = await newSession();
    const intent = idOf(session.payment_intent);
    const challenged = await stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_threeDSecureRequired' });
    expect(challenged.status).toBe('requires_action');
    const send = () => stripe.checkout.sessions.expire(session.id, {}, { idempotencyKey: `expire-${session.id}` });
    for (const { status } of [await send(), await send()]) expect(status).toBe('expired');
    expect((await stripe.paymentIntents.retrieve(intent)).status).toBe('canceled');
  });

  it('are complete and unpaid while they are authorised, and cannot expire', async () => {
    const session = await newSession({ payment_intent_data: { capture_method: 'manual' } });
    const intent = idOf(session.payment_intent);
    await stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_visa' });
    const [retrieved, { data }] = [
      await stripe.checkout.sessions.retrieve(session.id),
      await stripe.checkout.sessions.list(),
    ];
    for (const shown of [retrieved, data.find(({ id }) => id === session.id)])
      expect([shown?.status, shown?.payment_status, shown?.url]).toEqual(['complete', 'unpaid', null]);
    const refused = await failureOf(stripe.checkout.sessions.expire(session.id));
    expect([refused.statusCode, refused.code]).toEqual([400, 'payment_intent_unexpected_state']);
    await stripe.paymentIntents.capture(intent);
    expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe('paid');
  });

  it('are made without a conversion of their currency, as is asked', async () => {
    const off = { adaptive_pricing: { enabled: false } };
    expect((await newSession(off)).status).toBe('open');
  });

  it.each([
    [{ mode: 'subscription' }, 'mode'],
    [{ line_items: [{ price: 'price_1', quantity: 1 }] }, 'line_items[0][price]'],
    [{ ui_mode: 'embedded' }, 'ui_mode'],
    [{ allow_promotion_codes: true }, 'allow_promotion_codes'],
    [{ automatic_tax: { enabled: true } }, 'automatic_tax[enabled]'],
    [{ adaptive_pricing: { enabled: true } }, 'adaptive_pricing[enabled]'],
  ])('%j is refused by name', async (fields, param) => {
    const error = await failureOf(newSession(fields));
    expect([error.code, error.param]).toEqual(['facade_not_supported', param]);
  });
});

/** As a merchant's server does: the raw body, the header, the secret. */
const verified = ({ body, headers }: Received, secret: string) =>
  stripe.webhooks.constructEvent(body, String(headers['stripe-signature']), secret);

describe('webhooks in the form of Stripe', () => {
  it('pass the verification of the client, and hold the objects that the API returns', async () => {
    const endpoint = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
    const secret = String(endpoint.secret);
    expect([endpoint.enabled_events, endpoint.status]).toEqual([['*'], 'enabled']);
    const intent = await paid('pm_card_visa', { metadata: { cart: '9' } });
    const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 20_000 });
    const held = await paid('pm_card_visa', { capture_method: 'manual' });
    await stripe.paymentIntents.capture(held.id);
    await failureOf(paid('pm_card_chargeDeclined'));
    const challenged = await paid('pm_card_threeDSecureRequired');
    await stripe.paymentIntents.cancel(challenged.id);
    const session = await newSession();
    await stripe.paymentIntents.confirm(idOf(session.payment_intent), { payment_method: 'pm_card_visa' });
    await stripe.checkout.sessions.expire((await newSession()).id);
    const customer = await stripe.customers.create({ name: 'Asha' });
    const expected = [
      ...['payment_intent.processing', 'charge.succeeded', 'payment_intent.succeeded', 'refund.created'],
      ...['charge.refund.updated', 'payment_intent.amount_capturable_updated', 'charge.captured', 'customer.created'],
      ...['payment_intent.payment_failed', 'payment_intent.requires_action', 'payment_intent.canceled'],
      ...['checkout.session.completed', 'checkout.session.expired', 'payment_intent.created', 'charge.refunded'],
    ];
    const events = () => receiver.received.map((one) => verified(one, secret));
    await waitFor(() => expected.every((type) => events().some((event) => event.type === type)), {
      what: 'every event',
    });
    expect(new Set(events().map(({ type }) => type))).toEqual(new Set(expected));
    const of = (type: string, id: string) =>
      events().find((event) => (event.type as string) === type && (event.data.object as { id: string }).id === id);
    const succeeded = of('payment_intent.succeeded', intent.id);
    expect(succeeded).toMatchObject({ object: 'event', api_version: '2023-08-16', livemode: false });
    expect(succeeded?.data.object).toEqual(await stripe.paymentIntents.retrieve(intent.id));
    expect(of('charge.succeeded', idOf(intent.latest_charge))?.data.object).toMatchObject({ captured: true });
    expect(of('charge.captured', idOf(held.latest_charge))?.data.object).toMatchObject({ captured: true });
    expect(of('payment_intent.amount_capturable_updated', held.id)?.data.object).toMatchObject({
      amount_capturable: 50_000,
    });
    expect(of('checkout.session.completed', session.id)?.data.object).toMatchObject({ payment_status: 'paid' });
    expect(of('refund.created', refund.id)?.data.object).toMatchObject({ amount: 20_000 });
    const charge = await stripe.charges.retrieve(idOf(intent.latest_charge));
    expect(charge).toMatchObject({ amount_refunded: 20_000, refunded: false });
    expect(of('charge.refunded', charge.id)?.data.object).toEqual(charge);
    const created = { status: 'requires_payment_method', amount: 50_000, metadata: { cart: '9' }, latest_charge: null };
    expect(of('payment_intent.created', intent.id)?.data.object).toMatchObject(created);
    expect(of('payment_intent.created', idOf(session.payment_intent))?.data.object).toMatchObject({ amount: 49_900 });
    expect(of('customer.created', customer.id)?.data.object).toEqual(customer);
    const [one] = receiver.received;
    expect(() => verified({ ...one!, body: `${one?.body} ` }, secret)).toThrow(
      Stripe.errors.StripeSignatureVerificationError,
    );
    expect(() => verified(one!, 'whsec_wrong')).toThrow(Stripe.errors.StripeSignatureVerificationError);
  });

  it('during a rotation both secrets verify', async () => {
    const [endpoint] = (await stripe.webhookEndpoints.list()).data;
    const path = `/api/v1/webhook-endpoints/${endpoint?.id}`;
    const { json: before } = await gateway.api.get(path);
    const { json: after } = await gateway.api.post(`${path}/rotate-secret`, {});
    const seen = receiver.received.length;
    await stripe.customers.create({ name: 'Asha' });
    const delivery = await waitFor(() => receiver.received[seen]);
    for (const { secret } of [before, after]) expect(verified(delivery, secret).type).toBe('customer.created');
  });

  it('endpoints are filtered, changed and deleted; others of the merchant are not shown', async () => {
    const { json: native } = await gateway.api.post('/api/v1/webhook-endpoints', { url: receiver.url });
    const enabled_events = ['payment_intent.succeeded', 'charge.captured'] as const;
    const { id } = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: [...enabled_events] });
    const shown = await stripe.webhookEndpoints.retrieve(id);
    expect(shown.secret).toBeUndefined();
    expect([...shown.enabled_events].sort()).toEqual([
      'charge.captured',
      'checkout.session.completed',
      'payment_intent.succeeded',
    ]);
    const changed = await stripe.webhookEndpoints.update(id, { enabled_events: ['customer.deleted'], disabled: true });
    expect([changed.enabled_events, changed.status]).toEqual([['customer.deleted'], 'disabled']);
    const { data } = await stripe.webhookEndpoints.list();
    expect([data[0]?.id, data.some((one) => one.id === native.id)]).toEqual([id, false]);
    expect((await failureOf(stripe.webhookEndpoints.retrieve(native.id))).statusCode).toBe(404);
    const unknown = stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['invoice.paid'] });
    expect((await failureOf(unknown)).message).toMatch(/invoice\.paid.*payment_intent\.succeeded/);
    expect(await stripe.webhookEndpoints.del(id)).toEqual({ id, object: 'webhook_endpoint', deleted: true });
    await gateway.api.delete(`/api/v1/webhook-endpoints/${native.id}`);
  });
});

describe('events through the official client', () => {
  it('are the deliveries again, page by page, and by type', async () => {
    const sent = receiver.received
      .map(({ body }) => JSON.parse(body) as Stripe.Event)
      .filter(({ object }) => object === 'event');
    const example = sent.find(({ type }) => type === 'payment_intent.succeeded');
    const event = await stripe.events.retrieve(example?.id ?? '');
    expect({ ...event, pending_webhooks: 1 }).toEqual(example);
    const all = await stripe.events.list({ limit: 5 }).autoPagingToArray({ limit: 1_000 });
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id } of sent) expect(all.some((one) => one.id === id)).toBe(true);
    for (const type of ['checkout.session.completed', 'payment_intent.succeeded', 'charge.refunded'] as const) {
      const listed = await stripe.events.list({ type, limit: 1 }).autoPagingToArray({ limit: 100 });
      expect(listed.map(({ id }) => id)).toEqual(all.filter((one) => one.type === type).map(({ id }) => id));
    }
    expect((await failureOf(stripe.events.retrieve('evt_0000000000000000'))).code).toBe('resource_missing');
  });
});

(hasSpecification ? describe : describe.skip)('the specification of Stripe', () => {
  it('describes every answer that this file has received', () => {
    const specification = new StripeSpecification();
    const checked = recorded.exchanges.map((exchange) => specification.check(exchange));
    expect([...new Set(checked.flatMap(({ faults }) => faults))]).toEqual([]);
    expect(checked.length).toBeGreaterThan(50);
  });
});
