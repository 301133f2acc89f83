import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stopBank, bankCharge } from '../support/bank.js';
import { Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';

const REFUSED = { status: 400, json: { error: { description: 'Payment not in capturable state' } } };

describe('a payment of an order with capture: manual', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { BANK_TIMEOUT: '1s', SIMULATOR_SLOW_DELAY: '2s' } });
  });
  afterAll(() => gateway.stop());

  const authorised = async (amount = 50_000): Promise<{ id: string; order_id: string }> => {
    const order = await gateway.order({ amount, capture: 'manual' });
    return gateway.payment((await gateway.pay(order.id)).id, ['success']);
  };
  const capture = (id: string, body: object = {}) => gateway.api.post(`/api/v1/payments/${id}/capture`, body);
  const cancel = (id: string) => gateway.api.post(`/api/v1/payments/${id}/cancel`);
  const orderOf = async ({ order_id }: { order_id: string }) =>
    (await gateway.api.get(`/api/v1/orders/${order_id}`)).json;

  it('succeeds without taking money, and its order is not paid', async () => {
    const payment = await authorised();
    expect(payment).toMatchObject({ status: 'success', captured: false, amount_captured: 0, captured_at: null });
    expect(payment).toMatchObject({ capture_before: expect.stringMatching(/Z$/) });
    expect(await orderOf(payment)).toMatchObject({ status: 'attempted', amount_paid: 0, amount_due: 50_000 });
    expect(await gateway.ledger(payment.id)).toEqual([]);
    expect(await gateway.events(payment.id)).toEqual(['payment.created', 'payment.pending', 'payment.success']);
    expect(await bankCharge(gateway, payment.id)).toMatchObject({ status: 'approved', captured_amount: 0 });
  });

  it('is captured in full, which pays its order', async () => {
    const payment = await authorised();
    const reply = await capture(payment.id);
    expect(reply).toMatchObject({
      status: 200,
      json: { captured: true, amount_captured: 50_000, captured_at: expect.any(String) },
    });
    expect(await orderOf(payment)).toMatchObject({ status: 'paid', amount_paid: 50_000, amount_due: 0 });
    expect(await gateway.ledger(payment.id)).toEqual([{ kind: 'capture', amount: 50_000 }]);
    expect(await gateway.events(payment.id)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.success',
      'payment.captured',
    ]);
    expect(await gateway.events(payment.order_id)).toEqual(['order.paid']);
  });

  it('is captured in part: the rest is released, that part pays the order and limits refunds', async () => {
    const payment = await authorised();
    expect((await capture(payment.id, { amount: 20_000 })).json).toMatchObject({
      amount: 50_000,
      amount_captured: 20_000,
    });
    expect(await orderOf(payment)).toMatchObject({
      status: 'paid',
      amount: 50_000,
      amount_paid: 20_000,
      amount_due: 0,
    });
    expect(await bankCharge(gateway, payment.id)).toMatchObject({ amount: 50_000, captured_amount: 20_000 });
    const tooMuch = await gateway.api.post('/api/v1/refunds', { payment_id: payment.id, amount: 20_001 });
    expect(tooMuch.json.error.description).toBe('Refund amount exceeds available amount');
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: payment.id });
    expect(await gateway.refund(refund.id)).toMatchObject({ status: 'processed', amount: 20_000 });
  });

  it('returns the same body for a repeated capture of the same amount, and refuses any other amount', async () => {
    const { id } = await authorised();
    const first = await capture(id, { amount: 20_000 });
    const again = await capture(id, { amount: 20_000 });
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(await capture(id, { amount: 30_000 })).toMatchObject(REFUSED);
    expect(await capture(id)).toMatchObject(REFUSED);
    expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: 20_000 }]);
  });

  it('is never captured above its amount or for zero, and stays capturable', async () => {
    const { id } = await authorised();
    expect(await capture(id, { amount: 50_001 })).toMatchObject({ status: 400, json: { error: { field: 'amount' } } });
    expect(await capture(id, { amount: 0 })).toMatchObject({ status: 400, json: { error: { field: 'amount' } } });
    expect(await capture(id, { amount: -5 })).toMatchObject({ status: 400, json: { error: { field: 'amount' } } });
    expect(await gateway.ledger(id)).toEqual([]);
    expect(await capture(id, { amount: 50_000 })).toMatchObject({ status: 200 });
  });

  it('is not captured before the bank approved it, or after the bank declined it', async () => {
    const slow = await gateway.order({ capture: 'manual' });
    const processing = await gateway.pay(slow.id, { method: 'upi', vpa: 'slow@upi' });
    await gateway.payment(processing.id, ['at_bank']);
    expect(await capture(processing.id)).toMatchObject(REFUSED);
    const failed = await gateway.pay((await gateway.order({ capture: 'manual' })).id, {
      method: 'upi',
      vpa: 'failure@upi',
    });
    await gateway.payment(failed.id, ['failed']);
    expect(await capture(failed.id)).toMatchObject(REFUSED);
    expect(await capture('pay_doesNotExist0000')).toMatchObject({ status: 404 });
  });

  it('is captured once, however many captures of the same amount arrive at once, and all return it', async () => {
    const { id } = await authorised();
    const replies = await Promise.all(Array.from({ length: 20 }, () => capture(id, { amount: 30_000 })));
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(replies[0]).toMatchObject({ status: 200, json: { amount_captured: 30_000 } });
    expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: 30_000 }]);
  });

  it('two simultaneous captures of different amounts: one is captured, the other refused', async () => {
    const race = async () => {
      const { id } = await authorised();
      const replies = await Promise.all([capture(id, { amount: 10_000 }), capture(id, { amount: 20_000 })]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 400]);
      const winner = replies.find(({ status }) => status === 200);
      expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: winner?.json.amount_captured }]);
    };
    await Promise.all(Array.from({ length: 10 }, race));
  });

  it('of a capture and a cancel that race, exactly one happens, here and at the bank', async () => {
    const race = async (): Promise<string> => {
      const { id } = await authorised();
      const [captured, cancelled] = await Promise.all([capture(id), cancel(id)]);
      expect([captured.status, cancelled.status].sort()).toEqual([200, 400]);
      const { status } = await gateway.payment(id);
      expect(status).toBe(captured.status === 200 ? 'success' : 'cancelled');
      expect(await bankCharge(gateway, id)).toMatchObject(
        captured.status === 200
          ? { status: 'approved', captured_amount: 50_000 }
          : { status: 'cancelled', captured_amount: 0 },
      );
      return status;
    };
    const ends = [];
    for (let round = 0; round < 5; round++) ends.push(...(await Promise.all(Array.from({ length: 8 }, race))));
    expect(ends).toHaveLength(40);
  });

  it('without a response from the bank: 503 with Retry-After; the stored capture is carried out, and the repeat returns it', async () => {
    const { id } = await authorised();
    const back = await stopBank(gateway);
    const reply = await capture(id, { amount: 20_000 }).finally(back);
    expect(reply).toMatchObject({ status: 503, json: { error: { code: 'SERVICE_UNAVAILABLE' } } });
    expect(Number(reply.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(await capture(id, { amount: 30_000 })).toMatchObject(REFUSED);
    expect(await cancel(id)).toMatchObject({
      status: 400,
      json: { error: { description: 'Payment cannot be cancelled' } },
    });
    const captured = await gateway.capturedPayment(id);
    expect(captured).toMatchObject({ amount_captured: 20_000 });
    expect(await capture(id, { amount: 20_000 })).toMatchObject({ status: 200, json: captured });
    expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: 20_000 }]);
    expect(await gateway.events(id)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.success',
      'payment.captured',
    ]);
  });

  it('is voided when its capture deadline passes, and the order can be paid again', async () => {
    const payment = await authorised();
    await gateway.makeDue('payments', payment.id, 'capture_before');
    await gateway.makeDue('payments', payment.id, 'due_at');
    expect(await gateway.payment(payment.id, ['cancelled'])).toMatchObject({
      captured: false,
      cancelled_at: expect.any(String),
    });
    expect(await bankCharge(gateway, payment.id)).toMatchObject({ status: 'cancelled', captured_amount: 0 });
    expect(await gateway.events(payment.id)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.success',
      'payment.cancelled',
    ]);
    expect(await capture(payment.id)).toMatchObject(REFUSED);
    const next = await gateway.pay(payment.order_id);
    expect(await gateway.payment(next.id)).toMatchObject({ status: 'success' });
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
