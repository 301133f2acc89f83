import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stopBank } from '../support/bank.js';
import { newKey } from '../support/client.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitFor } from '../support/processes.js';

const REFUSING_CARD = { method: 'card', card: cardOf('4000000000005126') };

describe('a refund', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { BANK_TIMEOUT: '1s' } });
  });
  afterAll(() => gateway.stop());

  const refund = (body: object, key?: string) => gateway.api.post('/api/v1/refunds', body, { key });
  const get = async (id: string) => (await gateway.api.get(`/api/v1/payments/${id}`)).json;
  const refusal = (description: string) => ({
    status: 400,
    json: { error: { code: 'BAD_REQUEST_ERROR', description } },
  });
  const EXCEEDS = refusal('Refund amount exceeds available amount');

  it('of a part is accepted at once, processed once, and leaves the rest refundable', async () => {
    const { id, order_id } = await gateway.captured(50_000);
    const accepted = await refund({ payment_id: id, amount: 20_000, reason: 'damaged' });
    expect(accepted).toMatchObject({
      status: 201,
      json: { payment_id: id, order_id, amount: 20_000, status: 'pending' },
    });
    expect(await get(id)).toMatchObject({ amount_refunded: 20_000, status: 'success' });
    const done = await gateway.refund(accepted.json.id);
    expect(done).toMatchObject({ status: 'processed', reason: 'damaged', connector_reference: expect.any(String) });
    expect(done.processed_at).toMatch(/Z$/);
    expect(await gateway.events(done.id)).toEqual(['refund.created', 'refund.processed']);
    expect(await gateway.ledger(id)).toEqual([
      { kind: 'capture', amount: 50_000 },
      { kind: 'refund', amount: -20_000 },
    ]);
    expect((await gateway.api.get(`/api/v1/orders/${order_id}`)).json).toMatchObject({
      status: 'paid',
      amount_paid: 50_000,
    });
  });

  it('is listed beside its payment if asked for, by callers that may read both', async () => {
    const { id } = await gateway.captured(50_000);
    await gateway.refund((await refund({ payment_id: id, amount: 1_000 })).json.id);
    const list = `/api/v1/refunds?payment_id=${id}`;
    const [plain] = (await gateway.api.get(list)).json.data;
    expect(plain).not.toHaveProperty('payment');
    const { data, total } = (await gateway.api.get(`${list}&expand=payment&offset=0`)).json;
    expect([total, data]).toEqual([1, [{ ...plain, version: expect.any(Number), payment: await get(id) }]]);
    expect(await gateway.api.get(`${list}&expand=order`)).toMatchObject({ status: 400 });
    const owner = await gateway.newMember('owner');
    const made = (await owner.api.post('/api/v1/api-keys', { scopes: ['refunds:read'] })).json;
    const restricted = gateway.client({ key: made.id, secret: made.secret });
    expect((await restricted.get(list)).status).toBe(200);
    const refused = await restricted.get(`${list}&expand=payment`);
    expect([refused.status, refused.json.error.reason]).toEqual([403, 'permission_missing']);
  });

  it('without an amount refunds all that is left', async () => {
    const { id } = await gateway.captured(50_000);
    await refund({ payment_id: id, amount: 12_345 });
    expect(await refund({ payment_id: id })).toMatchObject({ status: 201, json: { amount: 37_655 } });
    expect(await refund({ payment_id: id })).toMatchObject(EXCEEDS);
    expect(await refund({ payment_id: id, amount: 1 })).toMatchObject(EXCEEDS);
    expect(await get(id)).toMatchObject({ amount_refunded: 50_000 });
  });

  it('of the last paisa is accepted, and one paisa more is not', async () => {
    const { id } = await gateway.captured(100);
    expect(await refund({ payment_id: id, amount: 99 })).toMatchObject({ status: 201 });
    expect(await refund({ payment_id: id, amount: 2 })).toMatchObject(EXCEEDS);
    expect(await refund({ payment_id: id, amount: 1 })).toMatchObject({ status: 201 });
  });

  it('can be created under the payment’s path as well', async () => {
    const { id } = await gateway.captured(50_000);
    const path = `/api/v1/payments/${id}/refunds`;
    expect(await gateway.api.post(path, { amount: 1_000 })).toMatchObject({
      status: 201,
      json: { payment_id: id, amount: 1_000 },
    });
    expect(await gateway.api.post(path, { amount: 49_001 })).toMatchObject(EXCEEDS);
    const elsewhere = '/api/v1/payments/pay_doesNotExist0000/refunds';
    expect(await gateway.api.post(elsewhere, { amount: 1 })).toMatchObject({ status: 404 });
  });

  it('under a payment’s path needs an amount; in the collection an absent amount means all that is left', async () => {
    const { id } = await gateway.captured(50_000);
    for (const body of [undefined, {}, { amount: null }, { reason: 'returned' }]) {
      expect(await gateway.api.post(`/api/v1/payments/${id}/refunds`, body)).toMatchObject({
        status: 400,
        json: { error: { reason: 'missing_parameter', field: 'amount' } },
      });
    }
    expect(await refund({ payment_id: id })).toMatchObject({ status: 201, json: { amount: 50_000 } });
  });

  it('of more than was captured, of zero or of a negative amount is refused without effect', async () => {
    const payment = await gateway.captured(50_000);
    const of = (amount: unknown) => refund({ payment_id: payment.id, amount });
    expect(await of(50_001)).toMatchObject(EXCEEDS);
    expect(await of(0)).toMatchObject(refusal('Refund amount must be at least 1'));
    expect(await of(-1)).toMatchObject(refusal('Refund amount must be at least 1'));
    for (const amount of ['100', 100.5, 1e21, true, [100]]) {
      expect(await of(amount)).toMatchObject({ status: 400, json: { error: { field: 'amount' } } });
    }
    expect(await get(payment.id)).toEqual(payment);
    expect((await gateway.api.get(`/api/v1/refunds?payment_id=${payment.id}`)).json.data).toEqual([]);
  });

  it('of a payment that is not captured is refused', async () => {
    const authorised = await gateway.pay((await gateway.order({ capture: 'manual' })).id);
    await gateway.payment(authorised.id, ['success']);
    const failed = await gateway.pay((await gateway.order()).id, { method: 'upi', vpa: 'failure@upi' });
    await gateway.payment(failed.id);
    expect(await refund({ payment_id: authorised.id })).toMatchObject(refusal('Payment is not captured'));
    expect(await refund({ payment_id: failed.id, amount: 100 })).toMatchObject(refusal('Payment is not captured'));
    expect(await refund({ payment_id: 'pay_doesNotExist0000' })).toMatchObject({
      status: 404,
      json: { error: { description: 'Payment not found' } },
    });
  });

  it('that the bank refuses ends failed, and its amount becomes refundable again exactly once', async () => {
    const { id } = await gateway.captured(30_000, gateway.api, REFUSING_CARD);
    const replies = await Promise.all(Array.from({ length: 10 }, () => refund({ payment_id: id, amount: 3_000 })));
    expect(replies.map(({ status }) => status)).toEqual(Array<number>(10).fill(201));
    for (const { json } of replies) {
      expect(await gateway.refund(json.id)).toMatchObject({
        status: 'failed',
        error_code: 'REFUND_FAILED',
        error_reason: 'refund_declined',
      });
      expect(await gateway.events(json.id)).toEqual(['refund.created', 'refund.failed']);
    }
    expect(await get(id)).toMatchObject({ amount_captured: 30_000, amount_refunded: 0 });
    expect(await refund({ payment_id: id })).toMatchObject({ status: 201, json: { amount: 30_000 } });
  });

  it('takes its key from header or body, and refuses two that disagree', async () => {
    const { id } = await gateway.captured(50_000);
    const [key, body] = [newKey(), { payment_id: id, amount: 1_000 }];
    expect(await refund({ ...body, idempotency_key: newKey() }, key)).toMatchObject({
      status: 400,
      json: { error: { field: 'idempotency_key' } },
    });
    const first = await refund(body, key);
    const inBody = await refund({ ...body, idempotency_key: key });
    const inBoth = await refund({ ...body, idempotency_key: key }, key);
    expect([first.status, inBody.text, inBoth.text]).toEqual([201, first.text, first.text]);
    expect(inBody.headers.get('Idempotent-Replayed')).toBe('true');
    expect(await get(id)).toMatchObject({ amount_refunded: 1_000 });
    for (const idempotency_key of ['', 'a b', 'é', 7, 'x'.repeat(256)]) {
      expect(await refund({ ...body, idempotency_key })).toMatchObject({
        status: 400,
        json: { error: { field: 'idempotency_key' } },
      });
    }
  });

  it('without a response from the bank is queried, and not sent a second time', async () => {
    const { id } = await gateway.captured(50_000);
    const back = await stopBank(gateway);
    const { json } = await refund({ payment_id: id, amount: 5_000 });
    const unanswered = () => gateway.logs().includes(`No answer from simulated to refund ${json.id}`);
    await waitFor(unanswered, { what: 'a call that the bank does not answer' }).finally(back);
    expect(await gateway.refund(json.id)).toMatchObject({ status: 'processed' });
    expect(await gateway.ledger(id)).toEqual([
      { kind: 'capture', amount: 50_000 },
      { kind: 'refund', amount: -5_000 },
    ]);
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
