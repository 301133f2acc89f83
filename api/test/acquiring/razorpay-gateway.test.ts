import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inFull } from '../support/full.js';
import { startProgram, waitFor } from '../support/processes.js';
import { DEMO_KEY } from '../support/gateway.js';
import { RazorpayShop } from '../support/razorpay-emulator/razorpay-shop.js';

const AMOUNT = 50_000;
const CHECK = fileURLToPath(new URL('../../../bin/connector-check.mjs', import.meta.url));

describe('a payment by Razorpay', () => {
  let shop: RazorpayShop;
  beforeAll(async () => {
    shop = await RazorpayShop.open();
  });
  afterEach(() => shop.heal());
  afterAll(() => shop.close());

  it('is paid on the link, which nobody is shown before it is recorded, and asked about once it is notified', async () => {
    const { id, link } = await shop.begun();
    const payment = shop.account.attempt(link.id, 'captured')!;
    const entity = { id: payment.id, order_id: payment.order_id, notes: link.notes };
    expect((await shop.notify('payment.captured', { payment: { entity } })).status).toBe(200);
    expect(await shop.gateway.capturedPayment(id)).toMatchObject({
      ...{ status: 'success', amount_captured: AMOUNT, connector: 'razorpay', connector_reference: payment.id },
      method: 'card',
    });
  });

  it('is not asked about again for a notification that states what is stored, but for a second payment', async () => {
    const { id, link } = await shop.begun();
    const second = shop.account.attempt(link.id, 'created')!; // the gateway learns its id with the first payment
    const payment = shop.account.attempt(link.id, 'captured')!;
    await shop.back(id);
    await shop.gateway.capturedPayment(id);
    const wakes = async () => {
      const text = 'SELECT wake_seq FROM charges WHERE payment_id = $1';
      return (await shop.gateway.db.query<{ wake_seq: number }>(text, [id])).rows[0]!.wake_seq;
    };
    const before = await wakes();
    const paid = { payment_link: { entity: { ...link, amount_paid: AMOUNT } }, order: { entity: {} } };
    await shop.notify('payment_link.paid', { ...paid, payment: { entity: payment } });
    await shop.notify('payment.captured', { payment: { entity: payment } });
    expect(await wakes()).toBe(before);
    shop.account.land(second);
    await shop.notify('payment.captured', { payment: { entity: second } });
    expect(await wakes()).toBe(before + 1);
    await shop.notify('payment_link.paid', { ...paid, payment: { entity: second } });
    expect(await wakes()).toBe(before + 2);
    await waitFor(() => second.amount_refunded === AMOUNT, { what: 'the refund of the second payment' });
  });

  it('a forged notification is refused', async () => {
    expect((await shop.notify('payment.captured', {}, { 'x-razorpay-signature': '0'.repeat(64) })).ok).toBe(false);
  });

  it('of an order to be captured later is refused before anything is stored', async () => {
    await shop.gateway.db.query(`UPDATE connector_accounts SET enabled = false WHERE connector = 'simulated'`);
    try {
      const orderId = await shop.order({ capture: 'manual' });
      const reply = await shop.gateway.api.post('/api/v1/payments', { order_id: orderId, flow: 'redirect' });
      expect([reply.status, reply.json.error.reason]).toEqual([400, 'connection_limit']);
      expect((await shop.gateway.api.get(`/api/v1/orders/${orderId}`)).json.attempts).toBe(0);
    } finally {
      await shop.gateway.db.query(`UPDATE connector_accounts SET enabled = true WHERE connector = 'simulated'`);
    }
  });

  it('what lands after the link was closed is given back, and the payment stays expired', async () => {
    const { id, link } = await shop.begun();
    const attempt = shop.account.attempt(link.id, 'failed', { error_reason: 'insufficient_funds', method: 'upi' })!;
    await shop.expire(id);
    const expired = await shop.gateway.payment(id, ['expired']);
    expect(expired).toMatchObject({ error_reason: 'insufficient_funds' });
    shop.account.land(attempt);
    await shop.notify('payment.captured', {
      payment: { entity: { id: attempt.id, notes: link.notes } },
    });
    await waitFor(() => attempt.amount_refunded === AMOUNT, { what: 'the reversal' });
    expect(await shop.gateway.payment(id, ['expired'])).toMatchObject({ status: 'expired', amount_captured: 0 });
    expect(shop.account.refundsOf(attempt.id)).toEqual([
      expect.objectContaining({ receipt: `${link.reference_id}-reverse` }),
    ]);
  });

  it('of another amount is no success, and all of it is given back', async () => {
    const { id, link } = await shop.begun();
    const payment = shop.account.attempt(link.id, 'captured', { amount: AMOUNT + 500 })!;
    await shop.back(id);
    expect(await shop.gateway.payment(id, ['failed', 'success'])).toMatchObject({ error_reason: 'amount_mismatch' });
    await waitFor(() => payment.amount_refunded === AMOUNT + 500, { what: 'the reversal' });
  });

  it('a refund that Razorpay takes back fails after its success, and the amount can be refunded again', async () => {
    const { id, payment } = await shop.captured();
    const refund = (await shop.gateway.api.post('/api/v1/refunds', { payment_id: id })).json;
    await shop.gateway.refund(refund.id);
    const made = shop.account.refundsOf(payment.id)[0]!;
    shop.account.failRefund(made);
    const entity = { id: made.id, payment_id: payment.id, receipt: refund.id };
    await shop.notify('refund.failed', { refund: { entity }, payment: { entity: { id: payment.id, notes: [] } } });
    await waitFor(async () => (await shop.gateway.api.get(`/api/v1/refunds/${refund.id}`)).json.status === 'failed');
    expect((await shop.gateway.api.get(`/api/v1/payments/${id}`)).json).toMatchObject({ amount_refunded: 0 });
  });

  // `connector-check` has the same at Stripe.
  inFull('npm run connector-check walks through it, and manual capture is refused', async () => {
    const { account, gateway } = shop;
    await gateway.db.query(`UPDATE connector_accounts SET enabled = false WHERE connector = 'simulated'`);
    const env = { API_URL: gateway.baseUrl, API_KEY: DEMO_KEY.key, API_SECRET: DEMO_KEY.secret };
    const program = startProgram([CHECK, '--account', shop.accountId, '--currency', 'INR'], env);
    const operator = setInterval(() => {
      for (const [, id = ''] of program.log().matchAll(/\/rzp\/(plink_\w+)/g)) account.attempt(id, 'captured');
    }, 100);
    await once(program.child, 'close');
    clearInterval(operator);
    for (const held of ['✓ paid in full: 500 INR', '✓ refunded 125', '✓ refunded 375', '✓ no more can be refunded'])
      expect(program.log()).toContain(held);
    expect(program.log()).toContain('✓ manual capture is refused before anything is stored');
    expect(program.log()).toContain('✓ an unused page is closed');
    expect(program.log().match(/✗.*/g)).toEqual(['✗ notifications arrive and verify']);
  });

  it('in the end Razorpay and the gateway agree about every charge, and nothing is left over', async () => {
    const books = await shop.books();
    expect(books.length).toBeGreaterThan(3);
    for (const { reference, gateway, razorpay } of books) expect([reference, razorpay]).toEqual([reference, gateway]);
  });
});
