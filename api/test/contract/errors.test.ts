import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ERROR_REASONS, type ErrorReason } from '../../src/platform/errors/error-reasons.js';
import { newKey } from '../support/client.js';
import { expectRefusal, comparable } from '../support/envelope.js';
import { CARD, cardOf, Gateway, type Merchant } from '../support/gateway.js';
import { bankChargesOf } from '../support/bank.js';
import { lockRows } from '../support/locks.js';
import { waitFor } from '../support/processes.js';

const UPI = { method: 'upi', vpa: 'success@upi' };
const MANUAL = { capture: 'manual' };

describe('every refusal has its code, its description and the common envelope', () => {
  let gateway: Gateway;
  const bad = (reason: ErrorReason, description: string, field?: string) => {
    return { status: 400, code: 'BAD_REQUEST_ERROR', reason, description, field };
  };
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterAll(() => gateway.stop());

  const payFor = (orderId: string, instrument: object = UPI) =>
    gateway.api.post('/api/v1/payments', { order_id: orderId, ...instrument });
  const refundOf = (paymentId: string, body: object = {}) =>
    gateway.api.post('/api/v1/refunds', { payment_id: paymentId, ...body });
  const settled = async (fields: object, instrument: object = UPI) => {
    const { id } = await gateway.pay((await gateway.order(fields)).id, instrument);
    return gateway.payment(id);
  };

  it('400 "amount must be at least 100"', async () => {
    const reply = await gateway.api.post('/api/v1/orders', { amount: 99 });
    expectRefusal(reply, bad('amount_too_small', 'amount must be at least 100', 'amount'));
  });

  it('400 for a payment of an order that is paid, expired or cancelled', async () => {
    const paid = await gateway.captured();
    expectRefusal(await payFor(paid.order_id), bad('order_already_paid', 'Order is already paid'));
    const cancelled = await gateway.order();
    await gateway.api.post(`/api/v1/orders/${cancelled.id}/cancel`);
    expectRefusal(await payFor(cancelled.id), bad('order_cancelled', 'Order is cancelled'));
    const overdue = await gateway.order({ expires_in: 60 });
    await gateway.makeDue('orders', overdue.id, 'expires_at');
    expectRefusal(await payFor(overdue.id), bad('order_expired', 'Order has expired'));
  });

  it('400 for an order that can no longer be cancelled', async () => {
    const paid = await gateway.captured();
    expectRefusal(
      await gateway.api.post(`/api/v1/orders/${paid.order_id}/cancel`),
      bad('order_already_paid', 'Order is already paid'),
    );
  });

  it('400 "Payment not in capturable state", "Payment cannot be cancelled"', async () => {
    const { id } = await gateway.captured(50_000);
    expectRefusal(
      await gateway.api.post(`/api/v1/payments/${id}/capture`, { amount: 40_000 }),
      bad('payment_not_capturable', 'Payment not in capturable state'),
    );
    expectRefusal(
      await gateway.api.post(`/api/v1/payments/${id}/cancel`),
      bad('payment_not_cancellable', 'Payment cannot be cancelled'),
    );
    const failed = await settled(MANUAL, { method: 'upi', vpa: 'failure@upi' });
    expectRefusal(
      await gateway.api.post(`/api/v1/payments/${failed.id}/capture`),
      bad('payment_not_capturable', 'Payment not in capturable state'),
    );
    expectRefusal(
      await gateway.api.post(`/api/v1/payments/${failed.id}/cancel`),
      bad('payment_not_cancellable', 'Payment cannot be cancelled'),
    );
  });

  it('400 for a refund of nothing, of too much, or of money that was not taken', async () => {
    const { id } = await gateway.captured(10_000);
    expectRefusal(
      await refundOf(id, { amount: 0 }),
      bad('amount_too_small', 'Refund amount must be at least 1', 'amount'),
    );
    expectRefusal(
      await refundOf(id, { amount: -5 }),
      bad('amount_too_small', 'Refund amount must be at least 1', 'amount'),
    );
    expectRefusal(
      await refundOf(id, { amount: 10_001 }),
      bad('refund_exceeds_captured', 'Refund amount exceeds available amount', 'amount'),
    );
    const authorised = await settled(MANUAL);
    expectRefusal(await refundOf(authorised.id), bad('payment_not_captured', 'Payment is not captured'));
  });

  it('400 INVALID_VPA, INVALID_CARD, EXPIRED_CARD: the instrument is unusable', async () => {
    const { id } = await gateway.order();
    const card = (fields: object) => payFor(id, { method: 'card', card: { ...CARD, ...fields } });
    expectRefusal(await payFor(id, { method: 'upi', vpa: 'nobody' }), {
      status: 400,
      code: 'INVALID_VPA',
      reason: 'invalid_vpa',
      field: 'vpa',
    });
    expectRefusal(await card({ number: '4111111111111112' }), {
      status: 400,
      code: 'INVALID_CARD',
      reason: 'invalid_card_number',
      field: 'card.number',
    });
    const expired = { status: 400, code: 'EXPIRED_CARD', field: 'card.expiry_month', reason: 'expired_card' } as const;
    expectRefusal(await card({ expiry_month: 12, expiry_year: 2020 }), expired);
    expect((await gateway.api.get(`/api/v1/orders/${id}`)).json).toMatchObject({ status: 'created', attempts: 0 });
  });

  it('400: a live merchant without a connection is told to add one, and never reaches the simulated bank', async () => {
    const live = await gateway.newMerchant({ mode: 'live' });
    const order = await gateway.order({}, live.api);
    const body = { order_id: order.id, method: 'card', card: cardOf('4111111111111111') };
    const raw = bad('flow_not_supported', 'No connector for this merchant supports raw_card: use flow redirect');
    expectRefusal(await live.api.post('/api/v1/payments', body), raw);
    expectRefusal(await gateway.shopper.post('/api/v1/payments/public', body), raw);
    const cure = 'add or change one under Connections in the dashboard, or with /api/v1/connector-accounts';
    const none = {
      ...bad('no_connection', `This merchant has no enabled connection: ${cure}`),
    };
    const page = { order_id: order.id, flow: 'redirect' };
    expectRefusal(await live.api.post('/api/v1/payments', page), none);
    expectRefusal(await gateway.shopper.post('/api/v1/payments/public', page), none);
    expect(await bankChargesOf(gateway, live.id)).toEqual([]);
  });

  it.each<[string, string, ErrorReason]>([
    ['/api/v1/orders/order_0000000000000000', 'Order not found', 'order_not_found'],
    ['/api/v1/orders/order_0000000000000000/public', 'Order not found', 'order_not_found'],
    ['/api/v1/payments/pay_0000000000000000', 'Payment not found', 'payment_not_found'],
    ['/api/v1/payments/pay_0000000000000000/public', 'Payment not found', 'payment_not_found'],
    ['/api/v1/refunds/rfnd_0000000000000000', 'Refund not found', 'refund_not_found'],
    ['/api/v1/nothing/here', 'No such route: GET /api/v1/nothing/here', 'route_not_found'],
    ['/', 'No such route: GET /', 'route_not_found'],
  ])('404 for %s', async (path, description, reason) => {
    expectRefusal(await gateway.api.get(path), { status: 404, code: 'NOT_FOUND_ERROR', description, reason });
  });

  it('a misspelt field moves no money, and a misspelt filter lists nothing', async () => {
    const { id } = await gateway.captured(50_000);
    const unknown = 'unknown_parameter';
    const words = (name: string, meant: string) => `${name} is not a parameter of this request: did you mean ${meant}?`;
    expectRefusal(await refundOf(id, { amout: 1000 }), bad(unknown, words('amout', 'amount'), 'amout'));
    expect((await gateway.api.get(`/api/v1/payments/${id}`)).json.amount_refunded).toBe(0);
    const order = await gateway.api.post('/api/v1/orders', { amount: 50_000, captrue: 'manual' });
    expectRefusal(order, bad(unknown, words('captrue', 'capture'), 'captrue'));
    const list = await gateway.api.get('/api/v1/payments?stat=failed');
    expectRefusal(list, bad(unknown, words('stat', 'status'), 'stat'));
    const key = await gateway.api.post('/api/v1/orders', { amount: 100, idempotency_key: newKey() });
    expect(key.json.error.description).toContain('send the key in the header Idempotency-Key');
  });

  it('the limits of an amount are those of its currency', async () => {
    const order = (amount: number, currency?: string) => gateway.api.post('/api/v1/orders', { amount, currency });
    expectRefusal(await order(0, 'JPY'), bad('amount_too_small', 'amount must be at least 1', 'amount'));
    expectRefusal(await order(99, 'USD'), bad('amount_too_small', 'amount must be at least 100', 'amount'));
    expectRefusal(await order(1e11), bad('amount_too_large', 'amount must be at most 99999999999', 'amount'));
    expect((await order(1, 'JPY')).json).toMatchObject({ amount: 1, currency: 'JPY' });
    const rials = (await order(9_999_999_999_999, 'IRR')).json;
    expect(rials).toMatchObject({ amount: 9_999_999_999_999, currency: 'IRR' });
    const { id } = await gateway.pay(rials.id, { method: 'card', card: CARD });
    expect(await gateway.payment(id)).toMatchObject({ status: 'success', amount_captured: 9_999_999_999_999 });
    expect((await refundOf(id)).json).toMatchObject({ amount: 9_999_999_999_999 });
  });

  it('a declined payment and a failed refund have a reason that the document lists', async () => {
    const failed = await settled({}, { method: 'upi', vpa: 'nofunds@upi' });
    expect(failed).toMatchObject({
      status: 'failed',
      error_code: 'PAYMENT_FAILED',
      error_reason: 'insufficient_funds',
    });
    const { schemas } = (await gateway.shopper.get('/openapi.json')).json.components;
    expect(schemas.PaymentDto.properties.error_reason.enum).toContain(failed.error_reason);
    expect(schemas.ErrorBodyDto.properties.reason.enum).toEqual(ERROR_REASONS);
  });

  it('404 for an unknown object in a body, and for a method that a path does not have', async () => {
    const missing = { status: 404, code: 'NOT_FOUND_ERROR' };
    expectRefusal(await payFor('order_0000000000000000'), { ...missing, description: 'Order not found' });
    expectRefusal(await refundOf('pay_0000000000000000'), { ...missing, description: 'Payment not found' });
    expectRefusal(await gateway.api.call('PUT', '/api/v1/orders', {}), missing);
  });

  it('409 when another request holds the same object, or the same key is still in flight', async () => {
    const order = await gateway.order();
    const release = await lockRows(gateway, 'orders', [order.id]);
    const key = newKey();
    const writer = await gateway.db.connect();
    await writer.query('BEGIN');
    await writer.query(
      `INSERT INTO idempotency_keys (merchant_id, key, request_hash, resource_id, status, body, expires_at)
       VALUES ($1, $2, '', '', 201, '', now() + interval '1 hour')`,
      [order.merchant_id, key],
    );
    const replies = await Promise.all([payFor(order.id), gateway.api.post('/api/v1/orders', { amount: 100 }, { key })]);
    await release();
    await writer.query('ROLLBACK');
    writer.release();
    for (const reply of replies) {
      expectRefusal(reply, { status: 409, code: 'CONFLICT_ERROR' });
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await payFor(order.id)).status).toBe(201);
    expect((await gateway.api.post('/api/v1/orders', { amount: 100 }, { key })).status).toBe(201);
  });

  it('422 for the same idempotency key with another request', async () => {
    const key = newKey();
    expect((await gateway.api.post('/api/v1/orders', { amount: 100 }, { key })).status).toBe(201);
    const reply = await gateway.api.post('/api/v1/orders', { amount: 101 }, { key });
    expectRefusal(reply, { status: 422, code: 'IDEMPOTENCY_ERROR', field: 'Idempotency-Key' });
  });

  it('500 is a gateway error: returned without internal details, and logged with the request id', async () => {
    await gateway.db.query('ALTER TABLE refunds RENAME TO refunds_elsewhere');
    const reply = await gateway.api.get('/api/v1/refunds');
    await gateway.db.query('ALTER TABLE refunds_elsewhere RENAME TO refunds');
    expectRefusal(reply, { status: 500, code: 'SERVER_ERROR' });
    expect(reply.text).not.toMatch(/relation|refunds|42P01/);
    await waitFor(() => gateway.logs().includes(reply.json.error.request_id), { what: 'the line in the log' });
    expect((await gateway.api.get('/api/v1/refunds')).status).toBe(200);
  });
});

describe('a request id', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
    merchant = await gateway.newMerchant();
  });
  afterAll(() => gateway.stop());

  it.each(['12345678', 'order-4711.retry_2', 'x'.repeat(64)])(
    'is taken from the caller if well-formed: %s',
    async (id) => {
      const good = await merchant.api.get('/api/v1/orders', { headers: { 'X-Request-Id': id } });
      expect(good.headers.get('x-request-id')).toBe(id);
      const refused = await merchant.api.get('/api/v1/orders/none', { headers: { 'X-Request-Id': id } });
      expect(refused.json.error.request_id).toBe(id);
    },
  );

  it.each(['short', 'x'.repeat(65), 'with spaces', '<script>alert(1)</script>', '"quoted-id"'])(
    'is generated otherwise: %s',
    async (id) => {
      const replies = await Promise.all(
        [1, 2].map(() => merchant.api.get('/none', { headers: { 'X-Request-Id': id } })),
      );
      const made = replies.map((reply) => reply.headers.get('x-request-id'));
      expect(new Set([...made, id]).size).toBe(3);
      expect(replies.map((reply) => reply.json.error.request_id)).toEqual(made);
    },
  );

  it('is part of the event that the request caused', async () => {
    const order = await gateway.order({}, merchant.api);
    const id = 'caused-by-this-one';
    await merchant.api.post('/api/v1/payments', { order_id: order.id, ...UPI }, { headers: { 'X-Request-Id': id } });
    const { rows } = await gateway.db.query('SELECT type, actor FROM events WHERE request_id = $1', [id]);
    expect(rows).toEqual([{ type: 'payment.created', actor: `api_key:${merchant.apiKey}` }]);
  });

  it('is the only difference between two refusals of one kind', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => merchant.api.get('/api/v1/orders/none')));
    expect(one && other && comparable(one)).toEqual(other && comparable(other));
  });
});
