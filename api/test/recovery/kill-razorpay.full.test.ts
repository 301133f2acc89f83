import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { RazorpayShop } from '../support/razorpay-emulator/razorpay-shop.js';

const AMOUNT = 50_000;

describe('a payment by Razorpay, when the worker is killed', () => {
  let shop: RazorpayShop;
  beforeAll(async () => {
    shop = await RazorpayShop.open();
  });
  afterEach(() => shop.heal());
  afterAll(() => shop.close());

  it.each(['before', 'after'] as const)('%s the link is made: there is one link, and it is paid once', async (when) => {
    const held = shop.hold(/^POST \/v1\/payment_links$/, when);
    const id = await shop.pay(await shop.order());
    await held;
    await shop.killWorker();
    const link = await shop.shown(id);
    expect(shop.account.linksOf(await shop.chargeOf(id))).toHaveLength(1);
    shop.account.attempt(link.id, 'captured');
    await shop.back(id);
    expect(await shop.gateway.capturedPayment(id)).toMatchObject({ amount_captured: AMOUNT });
  });

  it('while the page is open, and while the paid link is asked about: recorded once', async () => {
    const { id, link } = await shop.begun();
    await shop.killWorker();
    shop.account.attempt(link.id, 'captured');
    const held = shop.hold(/^GET \/v1\/orders\//, 'after');
    await shop.back(id);
    await held;
    await shop.killWorker();
    expect(await shop.gateway.capturedPayment(id)).toMatchObject({ amount_captured: AMOUNT });
    expect(shop.account.refunds.filter(({ receipt }) => receipt?.startsWith(link.reference_id))).toEqual([]);
  });

  it.each(['before', 'after'] as const)(
    '%s an unused link is closed: expired, and the shopper pays otherwise',
    async (when) => {
      const { orderId, id, link } = await shop.begun();
      const held = shop.hold(/\/cancel$/, when);
      await shop.expire(id);
      await held;
      await shop.killWorker();
      expect(await shop.gateway.payment(id, ['expired', 'success'])).toMatchObject({ status: 'expired' });
      expect(link.status).toBe('cancelled');
      expect(shop.account.attempt(link.id, 'captured')).toBeUndefined();
      const next = await shop.pay(orderId);
      const other = await shop.shown(next);
      shop.account.attempt(other.id, 'captured');
      await shop.back(next);
      expect(await shop.gateway.capturedPayment(next)).toMatchObject({ amount_captured: AMOUNT });
    },
  );

  it.each(['before', 'after'] as const)('%s a refund is made: refunded once', async (when) => {
    const { id, payment } = await shop.captured();
    const held = shop.hold(/\/refund$/, when);
    const refund = (await shop.gateway.api.post('/api/v1/refunds', { payment_id: id, amount: 20_000 })).json;
    await held;
    await shop.killWorker();
    expect(await shop.gateway.refund(refund.id)).toMatchObject({ status: 'processed', amount: 20_000 });
    expect(shop.account.refundsOf(payment.id)).toEqual([
      expect.objectContaining({ amount: 20_000, receipt: refund.id }),
    ]);
  });

  it('in the end Razorpay and the gateway agree about every charge, and nothing is left over', async () => {
    const books = await shop.books();
    expect(books.length).toBeGreaterThan(3);
    for (const { reference, gateway, razorpay } of books) expect([reference, razorpay]).toEqual([reference, gateway]);
  });
});
