import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac, randomUUID } from 'node:crypto';
import Razorpay from 'razorpay';
import { validatePaymentVerification, validateWebhookSignature } from 'razorpay/dist/utils/razorpay-utils.js';
import { CARD, cardOf, Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';

const KEY = { key_id: 'key_test_abc123', key_secret: 'secret_test_xyz789' };
const WEBHOOK_SECRET = 'chosen-by-the-merchant';
const SHOPPER = { email: 'asha@shop.example', contact: '+919000090000' };

let gateway: Gateway;
let receiver: Receiver;
let razorpay: Razorpay;

beforeAll(async () => {
  [gateway, receiver] = await Promise.all([Gateway.start({ env: { BANK_TIMEOUT: '1s' } }), Receiver.start()]);
  razorpay = clientOf(KEY);
});
afterAll(async () => {
  await gateway.stop();
  await receiver.stop();
});

/** The official client with the one changed line. */
function clientOf(keys: { key_id: string; key_secret: string }): Razorpay {
  const client = new Razorpay(keys);
  // The types of the client omit what its documents name.
  const { rq } = client.api as unknown as { rq: { defaults: { baseURL: string } } };
  rq.defaults.baseURL = `${gateway.baseUrl}/razorpay`;
  return client;
}

interface Failure {
  statusCode: number;
  error: { code: string; description: string; source: string; step: string; reason: string; field?: string };
}

async function failureOf(call: Promise<unknown>): Promise<Failure> {
  return call.then(
    (result) => {
      throw new Error(`expected a refusal, got ${JSON.stringify(result)}`);
    },
    (error: Failure) => error,
  );
}

const newOrder = (fields: object = {}) => razorpay.orders.create({ amount: 50_000, currency: 'INR', ...fields });
const authorized = async () => {
  const order = await newOrder({ payment_capture: false });
  const paid = await payByUpi(order.id);
  return { order, id: paid.razorpay_payment_id };
};
const captured = async (amount = 50_000) => {
  const order = await newOrder({ amount });
  const paid = await payByUpi(order.id, amount);
  return { order, id: paid.razorpay_payment_id, signature: paid.razorpay_signature };
};

interface Paid {
  razorpay_payment_id: string;
  razorpay_order_id?: string;
  razorpay_signature?: string;
  next?: { action: string; url: string }[];
}

function payByUpi(orderId: string, amount = 50_000, vpa = 'success@upi'): Promise<Paid> {
  const upi = { flow: 'collect', vpa };
  return razorpay.payments.createUpi({
    ...{ amount, currency: 'INR', order_id: orderId, ...SHOPPER, method: 'upi', upi },
  } as never);
}

function payByCard(orderId: string, number: string): Promise<Paid> {
  const { cvv, holder_name: name } = cardOf(number);
  const card = { number, name, expiry_month: 12, expiry_year: CARD.expiry_year, cvv };
  return razorpay.payments.createPaymentJson({
    ...{ amount: 50_000, currency: 'INR', order_id: orderId, ...SHOPPER, method: 'card', card },
  }) as unknown as Promise<Paid>;
}

describe('orders through the official client', () => {
  it('are created, fetched, edited and listed in the shape of Razorpay', async () => {
    const receipt = `receipt ${randomUUID().slice(0, 8)}`;
    const order = await newOrder({ receipt, notes: { cart: '7' } });
    expect(order).toEqual({
      id: expect.stringMatching(/^order_/),
      entity: 'order',
      amount: 50_000,
      amount_paid: 0,
      amount_due: 50_000,
      currency: 'INR',
      receipt,
      offer_id: null,
      status: 'created',
      attempts: 0,
      notes: { cart: '7' },
      created_at: expect.any(Number),
    });
    expect(await razorpay.orders.fetch(order.id)).toEqual(order);
    const edited = await razorpay.orders.edit(order.id, { notes: { cart: '8' } });
    expect(edited).toEqual({ ...order, notes: { cart: '8' } });
    const { items, count, entity } = await razorpay.orders.all({ receipt });
    expect([entity, count, items.map(({ id }) => id)]).toEqual(['collection', 1, [order.id]]);
  });

  it('take amounts as text, and empty notes are an empty list', async () => {
    const order = await newOrder({ amount: '12345' });
    expect([order.amount, order.notes]).toEqual([12_345, []]);
  });

  it.each([
    [{ amount: 0 }, 'amount'],
    [{ amount: 'x' }, 'amount'],
    [{ currency: 'XYZ' }, 'currency'],
    [{ partial_payment: true }, 'partial_payment'],
    [{ offers: ['offer_1'] }, 'offers'],
    [{ payment: { capture: 'later' } }, 'payment.capture'],
  ])('%j is refused with the error of Razorpay, and its field', async (fields, field) => {
    const { statusCode, error } = await failureOf(newOrder(fields));
    expect([statusCode, error.code, error.field]).toEqual([400, 'BAD_REQUEST_ERROR', field]);
    expect(Object.keys(error)).toEqual(
      expect.arrayContaining(['code', 'description', 'source', 'step', 'reason', 'metadata']),
    );
  });

  it('250 of them are read page by page, each once', async () => {
    const from = Math.floor(Date.now() / 1_000);
    const mine = new Set<string>();
    for (let made = 0; made < 250; made += 25) {
      const orders = await Promise.all(Array.from({ length: 25 }, () => newOrder({ receipt: 'pages' })));
      for (const { id } of orders) mine.add(id);
    }
    const seen: string[] = [];
    for (let skip = 0; ; skip += 100) {
      const { items } = await razorpay.orders.all({ receipt: 'pages', from, count: 100, skip });
      seen.push(...items.map(({ id }) => id));
      if (items.length < 100) break;
    }
    expect(seen).toHaveLength(250);
    expect(new Set(seen)).toEqual(mine);
  });
});

/** As the client for PHP sends it. */
const sendForm = (path: string, body: string) => {
  const Authorization = `Basic ${Buffer.from(`${KEY.key_id}:${KEY.key_secret}`).toString('base64')}`;
  const headers = { Authorization, 'Content-Type': 'application/x-www-form-urlencoded' };
  return fetch(`${gateway.baseUrl}${path}`, { method: 'POST', headers, body });
};

describe('forms', () => {
  const form = 'amount=50000&currency=INR&payment_capture=1&notes[cart]=7&notes[table]=A+%26+B';
  it('are taken below the path of Razorpay, with brackets', async () => {
    const reply = await sendForm('/razorpay/v1/orders', form);
    expect(reply.status).toBe(200);
    expect(await reply.json()).toMatchObject({ amount: 50_000, notes: { cart: '7', table: 'A & B' } });
  });

  it('are refused by the gateway’s own API', async () => {
    const reply = await sendForm('/api/v1/orders', form);
    expect(await reply.json()).toMatchObject({ error: { reason: 'unsupported_media_type' } });
  });
});

describe('payments through the official client', () => {
  it('by UPI, captured at once: the signature passes the verification of the client', async () => {
    const { order, id, signature } = await captured();
    expect(validatePaymentVerification({ order_id: order.id, payment_id: id }, signature ?? '', KEY.key_secret)).toBe(
      true,
    );
    const payment = await razorpay.payments.fetch(id);
    expect(payment).toMatchObject({
      ...{ id, entity: 'payment', amount: 50_000, currency: 'INR', status: 'captured', order_id: order.id },
      ...{ method: 'upi', vpa: 'success@upi', captured: true, amount_refunded: 0, refund_status: null },
      ...{ ...SHOPPER, error_code: null, notes: [], acquirer_data: { rrn: expect.any(String) } },
    });
    expect(await razorpay.orders.fetch(order.id)).toMatchObject({ status: 'paid', amount_paid: 50_000, amount_due: 0 });
    const { items } = await razorpay.orders.fetchPayments(order.id);
    expect(items.map((one) => one.id)).toEqual([id]);
    const expanded = await razorpay.orders.all({
      receipt: order.receipt ?? undefined,
      'expand[]': 'payments',
    } as never);
    expect(expanded.items.find((one) => one.id === order.id)).toMatchObject({ payments: { count: 1 } });
  });

  it('by card: the card is expanded, and its number is nowhere', async () => {
    const order = await newOrder();
    const { razorpay_payment_id: id } = await payByCard(order.id, '4111111111111111');
    const payment = await razorpay.payments.fetch(id, { 'expand[]': 'card' } as never);
    expect(payment).toMatchObject({ method: 'card', card: { last4: '1111', network: 'Visa' }, vpa: null });
    expect(await razorpay.payments.fetchCardDetails(id)).toMatchObject({ entity: 'card', last4: '1111' });
    expect(JSON.stringify(payment)).not.toContain('4111111111111111');
  });

  it('a declined one rejects with the reason of the bank, and names payment and order', async () => {
    const order = await newOrder();
    const { statusCode, error } = await failureOf(payByUpi(order.id, 50_000, 'failure@upi'));
    expect([statusCode, error]).toEqual([
      400,
      {
        ...{
          code: 'BAD_REQUEST_ERROR',
          description: expect.any(String),
          source: 'bank',
          step: 'payment_authorization',
        },
        ...{ reason: expect.any(String), metadata: { payment_id: expect.stringMatching(/^pay_/), order_id: order.id } },
      },
    ]);
    expect(await razorpay.orders.fetch(order.id)).toMatchObject({ status: 'attempted', attempts: 1 });
  });

  it('an authorised one is captured in full, once', async () => {
    const { id } = await authorized();
    expect(await razorpay.payments.fetch(id)).toMatchObject({ status: 'authorized', captured: false });
    const partly = await failureOf(razorpay.payments.capture(id, 100, 'INR'));
    expect(partly.error.description).toBe('Capture amount must be equal to the amount authorized');
    expect(await razorpay.payments.capture(id, 50_000, 'INR')).toMatchObject({ status: 'captured', captured: true });
    const again = await failureOf(razorpay.payments.capture(id, 50_000, 'INR'));
    expect(again.error.description).toBe('This payment has already been captured');
  });

  it('with a one-time password: wrong ones are refused, the right one pays', async () => {
    const order = await newOrder();
    const { razorpay_payment_id: id, next } = await payByCard(order.id, '4000000000003220');
    expect(next?.[0]?.action).toBe('otp_submit');
    expect((await failureOf(razorpay.payments.otpSubmit(id, { otp: '000000' }) as Promise<unknown>)).statusCode).toBe(
      400,
    );
    const paid = (await razorpay.payments.otpSubmit(id, { otp: '123456' })) as unknown as Paid;
    const input = { order_id: order.id, payment_id: id };
    expect(validatePaymentVerification(input, paid.razorpay_signature ?? '', KEY.key_secret)).toBe(true);
  });

  it('an address is checked by its form', async () => {
    expect(await razorpay.payments.validateVpa({ vpa: 'asha@upi' })).toMatchObject({ vpa: 'asha@upi', success: true });
    expect((await failureOf(razorpay.payments.validateVpa({ vpa: 'asha' }))).error.field).toBe('vpa');
  });

  it('are listed by time, and notes can be changed', async () => {
    const { id } = await captured();
    expect(await razorpay.payments.edit(id, { notes: { shelf: '4' } })).toMatchObject({ id, notes: { shelf: '4' } });
    const now = Math.floor(Date.now() / 1_000);
    const { items } = await razorpay.payments.all({ from: now - 60, to: now + 1, count: 100 });
    expect(items.some((one) => one.id === id)).toBe(true);
    expect((await razorpay.payments.all({ from: 1, to: 2 })).count).toBe(0);
  });
});

describe('customers through the official client', () => {
  it('are created once, fetched, edited, listed and named by payments', async () => {
    const email = `${randomUUID()}@shop.example`;
    const customer = await razorpay.customers.create({ name: 'Asha Rao', email, contact: '9000090000' });
    expect(customer).toEqual({
      ...{ id: expect.stringMatching(/^cust_/), entity: 'customer', name: 'Asha Rao', email, contact: '+919000090000' },
      ...{ gstin: null, notes: [], created_at: expect.any(Number) },
    });
    const twice = { name: 'Asha', email, contact: '9000090000' };
    expect((await failureOf(razorpay.customers.create(twice))).error.description).toMatch(/already exists/);
    expect((await razorpay.customers.create({ ...twice, fail_existing: 0 })).id).toBe(customer.id);
    expect(await razorpay.customers.edit(customer.id, { name: 'Asha R.' })).toMatchObject({ name: 'Asha R.', email });
    expect(await razorpay.customers.fetch(customer.id)).toMatchObject({ name: 'Asha R.' });
    expect((await razorpay.customers.all({ count: 100 })).items.some(({ id }) => id === customer.id)).toBe(true);
    const order = await newOrder({ customer_id: customer.id });
    const { razorpay_payment_id: id } = await payByCard(order.id, '4111111111111111');
    expect(await razorpay.payments.fetch(id)).toMatchObject({ email: SHOPPER.email });
  });

  it('a contact that is no phone number is refused', async () => {
    expect((await failureOf(razorpay.customers.create({ contact: '12' }))).error.field).toBe('contact');
  });
});

describe('refunds through the official client', () => {
  it('in part and for the rest, never more than was captured', async () => {
    const { id } = await captured();
    const refund = await razorpay.payments.refund(id, {
      amount: 20_000,
      speed: 'normal',
      notes: { why: 'late' },
      receipt: 'r-7',
    });
    expect(refund).toMatchObject({
      ...{ entity: 'refund', amount: 20_000, currency: 'INR', payment_id: id, notes: { why: 'late' }, receipt: 'r-7' },
      ...{ batch_id: null, speed_requested: 'normal', speed_processed: 'normal', created_at: expect.any(Number) },
    });
    expect(await razorpay.payments.fetch(id)).toMatchObject({ refund_status: 'partial', amount_refunded: 20_000 });
    expect((await failureOf(razorpay.payments.refund(id, { amount: 40_000 }))).statusCode).toBe(400);
    await razorpay.payments.refund(id, {});
    expect(await razorpay.payments.fetch(id)).toMatchObject({ status: 'refunded', refund_status: 'full' });
    await waitFor(async () => (await razorpay.refunds.fetch(refund.id)).status === 'processed');
    const { items } = await razorpay.payments.fetchMultipleRefund(id, {});
    expect(items).toHaveLength(2);
    expect(await razorpay.payments.fetchRefund(id, refund.id)).toMatchObject({ id: refund.id });
    expect(await razorpay.refunds.all({ payment_id: id } as never)).toMatchObject({ count: 2 });
    expect(await razorpay.refunds.edit(refund.id, { notes: { a: 'b' } })).toMatchObject({ notes: { a: 'b' } });
  });

  it('X-Refund-Idempotency refunds once; with another body it is refused', async () => {
    const { id } = await captured();
    const url = `/razorpay/v1/payments/${id}/refund`;
    const headers = { 'X-Refund-Idempotency': randomUUID() };
    const replies = await Promise.all([1, 2, 3].map(() => gateway.api.post(url, { amount: 100 }, { headers })));
    const ids = new Set(replies.filter(({ status }) => status === 200).map(({ json }) => json.id));
    expect(ids.size).toBe(1);
    expect(replies.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect((await gateway.api.post(url, { amount: 200 }, { headers })).status).toBe(400);
    expect(
      (await gateway.api.post(url, { amount: 100 }, { headers: { 'X-Refund-Idempotency': 'short' } })).status,
    ).toBe(400);
    expect((await razorpay.payments.fetch(id)).amount_refunded).toBe(100);
  });
});

describe('what is refused', () => {
  it('wrong credentials, unknown ids and unknown routes, each in the shape of Razorpay', async () => {
    const stranger = clientOf({ ...KEY, key_secret: 'wrong' });
    expect(await failureOf(stranger.orders.all())).toMatchObject({
      ...{ statusCode: 401, error: { code: 'BAD_REQUEST_ERROR', description: 'Authentication failed' } },
    });
    expect(await failureOf(razorpay.payments.fetch('pay_unknown'))).toMatchObject({
      ...{ statusCode: 400, error: { description: 'The id provided does not exist' } },
    });
    const unknown = await failureOf(razorpay.subscriptions.all());
    expect([unknown.statusCode, unknown.error.description]).toEqual([
      404,
      expect.stringContaining('not found on the server'),
    ]);
    const malformed = await gateway.shopper.call('POST', '/razorpay/v1/orders', undefined, { raw: '{' });
    expect([malformed.status, malformed.json.error.code]).toEqual([400, 'BAD_REQUEST_ERROR']);
  });

  it('another merchant sees and changes nothing', async () => {
    const { order, id } = await captured();
    const other = await gateway.newMerchant();
    for (const path of [
      `orders/${order.id}`,
      `orders/${order.id}/payments`,
      `payments/${id}`,
      `payments/${id}/card`,
      `payments/${id}/refunds`,
    ]) {
      expect((await other.api.get(`/razorpay/v1/${path}`)).status).toBe(400);
    }
    expect((await other.api.post(`/razorpay/v1/payments/${id}/refund`, {})).status).toBe(400);
    expect((await other.api.post(`/razorpay/v1/payments/${id}/otp/submit`, { otp: '123456' })).status).toBe(400);
    expect((await other.api.get('/razorpay/v1/orders')).json.count).toBe(0);
  });

  it('a key without the permission', async () => {
    const reader = await gateway.newMerchant({ scopes: ['orders:read'] });
    expect((await reader.api.get('/razorpay/v1/orders')).status).toBe(200);
    expect((await reader.api.post('/razorpay/v1/orders', { amount: 50_000 })).status).toBe(403);
    expect((await reader.api.get('/razorpay/v1/payments')).status).toBe(403);
  });
});

describe('the signature for the page', () => {
  const path = '/razorpay/v1/checkout/signature';
  it('is made for a successful payment of the order, with a working key of the merchant only', async () => {
    const { order, id } = await captured();
    const input = { key: KEY.key_id, order_id: order.id, payment_id: id };
    const { json } = await gateway.shopper.post(path, input);
    expect(json.razorpay_signature).toBe(
      createHmac('sha256', KEY.key_secret).update(`${order.id}|${id}`).digest('hex'),
    );
    const another = await captured();
    const stranger = await gateway.newMerchant();
    for (const wrong of [
      { order_id: another.order.id },
      { payment_id: another.id },
      { key: stranger.apiKey },
      { key: 'key_test_unknown' },
    ]) {
      const { status, text } = await gateway.shopper.post(path, { ...input, ...wrong });
      expect([status, text.includes('razorpay_signature')]).toEqual([400, false]);
    }
    const order2 = await newOrder();
    const failed = await failureOf(payByUpi(order2.id, 50_000, 'failure@upi'));
    const { payment_id } = (failed.error as unknown as { metadata: { payment_id: string } }).metadata;
    expect((await gateway.shopper.post(path, { ...input, order_id: order2.id, payment_id })).status).toBe(400);
  });

  it('a key of which only the hash is stored is refused, and the error says what to do', async () => {
    const merchant = await gateway.newMerchant();
    const { captured: _, ...payment } = await gateway.captured(50_000, merchant.api);
    const input = { key: merchant.apiKey, order_id: payment.order_id, payment_id: payment.id };
    const { status, json } = await gateway.shopper.post(path, input);
    expect([status, json.error.reason, json.error.description]).toEqual([
      400,
      'key_cannot_sign',
      expect.stringContaining('roll the key'),
    ]);
  });
});

describe('webhooks in the form of Razorpay', () => {
  it('pass the verification of the client, and hold the entities that the API returns', async () => {
    const { status } = await gateway.api.post('/api/v1/webhook-endpoints', {
      ...{ url: receiver.url, format: 'razorpay', secret: WEBHOOK_SECRET },
    });
    expect(status).toBe(201);
    const { order, id } = await captured();
    await razorpay.payments.refund(id, {});
    const manual = await authorized();
    await failureOf(payByUpi((await newOrder()).id, 50_000, 'failure@upi'));
    const expected = [
      ...['payment.captured', 'order.paid', 'refund.created', 'refund.processed'],
      ...['payment.authorized', 'payment.failed'],
    ];
    const names = () => new Set(receiver.received.map(({ body }) => JSON.parse(body).event as string));
    await waitFor(() => expected.every((name) => names().has(name)), { what: 'every event' });
    expect([...names()].sort()).toEqual([...expected].sort());
    for (const { body, headers } of receiver.received) {
      const signature = String(headers['x-razorpay-signature']);
      expect(validateWebhookSignature(body, signature, WEBHOOK_SECRET)).toBe(true);
      expect(headers['x-razorpay-event-id']).toMatch(/^evt_/);
    }
    const of = (name: string, matches: (text: string) => boolean) =>
      receiver.received.map(({ body }) => body).find((text) => JSON.parse(text).event === name && matches(text)) ?? '';
    const paid = JSON.parse(of('order.paid', (text) => text.includes(order.id)));
    expect([paid.entity, paid.contains]).toEqual(['event', ['payment', 'order']]);
    expect(paid.payload.order.entity).toEqual(await razorpay.orders.fetch(order.id));
    expect(paid.payload.payment.entity).toMatchObject({ id, status: 'captured' });
    expect(of('payment.authorized', (text) => text.includes(manual.id))).not.toBe('');
  });

  it('the log shows the bytes that were sent', async () => {
    const { json } = await gateway.api.get('/api/v1/webhooks?limit=1&status=success');
    const { json: shown } = await gateway.api.get(`/api/v1/webhooks/${json.data[0].id}`);
    expect(receiver.received.some(({ body }) => body === shown.request_body)).toBe(true);
  });

  it('an endpoint of this form takes only types that Razorpay has', async () => {
    const wish = { url: receiver.url, format: 'razorpay', events: ['payment.expired'] };
    const { status, json } = await gateway.api.post('/api/v1/webhook-endpoints', wish);
    expect([status, json.error.field]).toEqual([400, 'events']);
  });
});
