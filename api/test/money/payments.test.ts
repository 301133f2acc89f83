import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bankCharge } from '../support/bank.js';
import { cardOf, Gateway } from '../support/gateway.js';

describe('the life of a payment', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { SIMULATOR_SLOW_DELAY: '1s', BANK_TIMEOUT: '1s' } });
  });
  afterAll(() => gateway.stop());

  it('a UPI payment is accepted as pending, charged once, captured, and pays its order', async () => {
    const order = await gateway.order({ amount: 50_000, receipt: 'r-1', notes: { a: '1' } });
    expect(order).toMatchObject({ status: 'created', amount_due: 50_000, amount_paid: 0, attempts: 0, version: 1 });
    const payment = await gateway.pay(order.id);
    expect(payment).toMatchObject({
      order_id: order.id,
      status: 'pending',
      captured: false,
      amount: 50_000,
      vpa: 'success@upi',
    });
    const done = await gateway.payment(payment.id);
    expect(done).toMatchObject({
      status: 'success',
      captured: true,
      amount_captured: 50_000,
      version: 3,
      error_code: null,
    });
    const paid = (await gateway.api.get(`/api/v1/orders/${order.id}`)).json;
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 50_000, amount_due: 0, attempts: 1 });
    expect(await gateway.ledger(payment.id)).toEqual([{ kind: 'capture', amount: 50_000 }]);
    expect(await gateway.events(payment.id)).toEqual(['payment.created', 'payment.pending', 'payment.success']);
    expect(await gateway.events(order.id)).toEqual(['order.paid']);
  });

  it.each([
    ['4111 1111 1111 1111', 'visa', '1111'],
    ['5555-5555-5555-4444', 'mastercard', '4444'],
    ['378282246310005', 'amex', '0005'],
    ['6521111111111110', 'rupay', '1110'],
    ['30569309025904', 'diners', '5904'],
  ])('card %s succeeds, and only its network and last four digits are stored', async (number, network, last4) => {
    const order = await gateway.order();
    const { id } = await gateway.pay(order.id, { method: 'card', card: cardOf(number) });
    expect(await gateway.payment(id)).toMatchObject({
      status: 'success',
      card_network: network,
      card_last4: last4,
      vpa: null,
    });
  });

  it.each([
    [{ method: 'card', card: cardOf('4000000000000002') }, 'card_declined'],
    [{ method: 'card', card: cardOf('4000000000009995') }, 'insufficient_funds'],
    [{ method: 'card', card: cardOf('4000000000000069') }, 'expired_card'],
    [{ method: 'upi', vpa: 'failure@upi' }, 'upi_declined'],
    [{ method: 'upi', vpa: 'nofunds@bank' }, 'insufficient_funds'],
  ])(
    'a declined instrument %j ends failed with reason %s, nothing charged, and the order can be paid again',
    async (instrument, reason) => {
      const order = await gateway.order();
      const { id } = await gateway.pay(order.id, instrument);
      const failed = await gateway.payment(id);
      expect(failed).toMatchObject({
        status: 'failed',
        error_code: 'PAYMENT_FAILED',
        error_reason: reason,
        captured: false,
      });
      expect(failed.error_description).toEqual(expect.any(String));
      expect(await gateway.ledger(id)).toEqual([]);
      expect(await gateway.events(id)).toEqual(['payment.created', 'payment.pending', 'payment.failed']);
      const again = await gateway.pay(order.id);
      expect(await gateway.payment(again.id)).toMatchObject({ status: 'success' });
    },
  );

  it('a charge without a response (timeout@) is found by the status query: success, charged once', async () => {
    const order = await gateway.order();
    const { id } = await gateway.pay(order.id, { method: 'upi', vpa: 'timeout@upi' });
    expect(await gateway.payment(id)).toMatchObject({ status: 'success', captured: true });
    expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: 50_000 }]);
  });

  it('three calls without a response and no charge found (…0119) end failed with bank_timeout, closed at the bank', async () => {
    const order = await gateway.order();
    const { id } = await gateway.pay(order.id, { method: 'card', card: cardOf('4000000000000119') });
    expect(await gateway.payment(id)).toMatchObject({ status: 'failed', error_reason: 'bank_timeout' });
    expect(await bankCharge(gateway, id)).toMatchObject({ status: 'cancelled' });
    expect(await gateway.ledger(id)).toEqual([]);
  });

  it('a slow bank (slow@) keeps the payment pending until the bank decides', async () => {
    const order = await gateway.order();
    const { id } = await gateway.pay(order.id, { method: 'upi', vpa: 'slow@upi' });
    expect(await gateway.payment(id, ['at_bank'])).toMatchObject({ status: 'pending', captured: false });
    expect(await gateway.payment(id)).toMatchObject({ status: 'success' });
  });

  it('a refund of …5126 ends failed, and its amount becomes refundable again exactly once', async () => {
    const payment = await gateway.captured(30_000, gateway.api, { method: 'card', card: cardOf('4000000000005126') });
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: payment.id, amount: 10_000 });
    expect(await gateway.refund(refund.id)).toMatchObject({
      status: 'failed',
      processed_at: null,
      error_code: 'REFUND_FAILED',
    });
    expect((await gateway.api.get(`/api/v1/payments/${payment.id}`)).json).toMatchObject({ amount_refunded: 0 });
    const { rows } = await gateway.db.query(`SELECT sum(amount) AS sum FROM movements WHERE payment_id = $1`, [
      payment.id,
    ]);
    expect(Number(rows[0].sum)).toBe(30_000);
  });
});
