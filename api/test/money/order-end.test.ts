import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bankCharge } from '../support/bank.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitFor } from '../support/processes.js';

const OTP_CARD = { method: 'card', card: cardOf('4000000000003220') };

describe('the end of an order', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
  });
  afterAll(() => gateway.stop());

  const get = async (id: string) => (await gateway.api.get(`/api/v1/orders/${id}`)).json;
  const orderIn = (id: string, status: string) =>
    waitFor(async () => ((await get(id)).status === status ? get(id) : null), { what: `order ${id} ${status}` });
  const cancel = (id: string) => gateway.api.post(`/api/v1/orders/${id}/cancel`);
  const pay = (orderId: string) =>
    gateway.api.post('/api/v1/payments', { order_id: orderId, method: 'upi', vpa: 'success@upi' });
  const refusal = (description: string) => ({
    status: 400,
    json: { error: { code: 'BAD_REQUEST_ERROR', description } },
  });
  const overdue = async () => {
    const order = await gateway.order({ expires_in: 60 });
    await gateway.makeDue('orders', order.id, 'expires_at');
    return order;
  };
  /** A new overdue order has expired, so a whole sweep has passed. */
  const sweepPassed = async () => orderIn((await overdue()).id, 'expired');

  describe('while no worker runs', () => {
    it('an expired order accepts no payment, before and after the sweep', async () => {
      const order = await overdue();
      expect(await get(order.id)).toMatchObject({ status: 'created' });
      expect(await pay(order.id)).toMatchObject(refusal('Order has expired'));
      expect((await gateway.shopper.get(`/api/v1/orders/${order.id}/public`)).json).toMatchObject({
        status: 'expired',
      });
      expect(await get(order.id)).toMatchObject({ attempts: 0 });
    });

    it('pending payments end uncharged if their order is cancelled or expired, or if they waited too long', async () => {
      const cancelled = await gateway.order();
      const ofCancelled = await gateway.pay(cancelled.id);
      expect(await cancel(cancelled.id)).toMatchObject({ status: 200, json: { status: 'cancelled' } });
      const expired = await gateway.order({ expires_in: 60 });
      const ofExpired = await gateway.pay(expired.id);
      const tooLate = await gateway.pay((await gateway.order()).id);
      await gateway.db.query(`UPDATE payments SET created_at = created_at - interval '16 minutes' WHERE id = $1`, [
        tooLate.id,
      ]);
      await gateway.makeDue('orders', expired.id, 'expires_at');
      // Not due yet, because a worker might otherwise take it to the bank before the order expires.
      await gateway.db.query(`UPDATE payments SET due_at = now() + interval '1 hour' WHERE id = $1`, [ofExpired.id]);

      await gateway.startWorker();

      await orderIn(expired.id, 'expired');
      await gateway.makeDue('payments', ofExpired.id, 'due_at');
      expect(await gateway.payment(ofCancelled.id)).toMatchObject({
        status: 'failed',
        error_reason: 'order_cancelled',
      });
      expect(await gateway.payment(ofExpired.id)).toMatchObject({ status: 'failed', error_reason: 'order_expired' });
      expect(await gateway.payment(tooLate.id)).toMatchObject({ status: 'expired', error_code: null });
      expect(await gateway.events(tooLate.id)).toEqual(['payment.created', 'payment.expired']);
      for (const { id } of [ofCancelled, ofExpired, tooLate]) expect(await bankCharge(gateway, id)).toBeUndefined();
    });
  });

  it('a cancelled order accepts no payment; cancelling it again returns the same', async () => {
    const order = await gateway.order();
    const first = await cancel(order.id);
    expect(first).toMatchObject({ status: 200, json: { status: 'cancelled', amount_due: 50_000, version: 2 } });
    const again = await cancel(order.id);
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(await pay(order.id)).toMatchObject(refusal('Order is cancelled'));
    expect(await gateway.events(order.id)).toEqual(['order.cancelled']);
  });

  it('a paid order accepts no payment and cannot be cancelled', async () => {
    const { order_id } = await gateway.captured();
    expect(await pay(order_id)).toMatchObject(refusal('Order is already paid'));
    expect(await cancel(order_id)).toMatchObject(refusal('Order is already paid'));
    expect(await get(order_id)).toMatchObject({ status: 'paid', attempts: 1 });
  });

  it('an order past its deadline expires with one event, and cannot be cancelled', async () => {
    const { id } = await sweepPassed();
    expect(await gateway.events(id)).toEqual(['order.expired']);
    expect(await pay(id)).toMatchObject(refusal('Order has expired'));
    expect(await cancel(id)).toMatchObject(refusal('Order has expired'));
  });

  it.each([
    ['waits for its shopper', 'requires_action', OTP_CARD, 'automatic'],
    ['is at the bank', 'at_bank', { method: 'upi', vpa: 'slow@upi' }, 'automatic'],
    ['is authorised', 'success', undefined, 'manual'],
  ])('an order neither expires nor is cancelled while its payment %s', async (_, status, instrument, capture) => {
    const order = await gateway.order({ capture, expires_in: 60 });
    const payment = await gateway.pay(order.id, instrument);
    await gateway.payment(payment.id, [status]);
    await gateway.makeDue('orders', order.id, 'expires_at');
    expect(await cancel(order.id)).toMatchObject({ status: 400 });
    await sweepPassed();
    expect(await get(order.id)).toMatchObject({ status: 'attempted' });
    await gateway.api.post(`/api/v1/payments/${payment.id}/cancel`);
    expect(await orderIn(order.id, 'expired')).toMatchObject({ attempts: 1 });
  });

  it('a payment in progress still pays an order past its deadline', async () => {
    const order = await gateway.order({ capture: 'manual', expires_in: 60 });
    const payment = await gateway.pay(order.id);
    await gateway.payment(payment.id, ['success']);
    await gateway.makeDue('orders', order.id, 'expires_at');
    expect(await gateway.api.post(`/api/v1/payments/${payment.id}/capture`)).toMatchObject({ status: 200 });
    expect(await get(order.id)).toMatchObject({ status: 'paid' });
    await sweepPassed();
    expect(await gateway.events(order.id)).toEqual(['order.paid']);
  });

  it('a payment that races the cancel of its order is not charged for a cancelled order', async () => {
    const race = async () => {
      const order = await gateway.order();
      const [created, cancelled] = await Promise.all([pay(order.id), cancel(order.id)]);
      if (created.status !== 201) return expect(created).toMatchObject(refusal('Order is cancelled'));
      const { status } = await gateway.payment(created.json.id);
      expect([status, (await get(order.id)).status]).toEqual(
        cancelled.status === 200 ? ['failed', 'cancelled'] : ['success', 'paid'],
      );
    };
    await Promise.all(Array.from({ length: 20 }, race));
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
