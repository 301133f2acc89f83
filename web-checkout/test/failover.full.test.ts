import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../api/test/support/processes.js';
import { openPage } from './support/browser.js';
import { TwoAcquirers } from './support/two-acquirers.js';

const AMOUNT = 50_000;

/** Stripe and Razorpay are the scripted emulators on this machine. */
describe('a shopper of a live merchant with two acquirers', () => {
  let shop: TwoAcquirers;
  beforeAll(async () => {
    shop = await TwoAcquirers.start();
  });
  afterEach(() => shop.heal());
  afterAll(() => shop.stop());

  const open = async (options = {}) => {
    const orderId = await shop.order();
    const page = await openPage(shop.checkout.browser, options);
    await page.goto(shop.checkout.address(orderId));
    return Object.assign(page, { orderId });
  };
  type Shopper = Awaited<ReturnType<typeof open>>;
  /** Presses the button of the checkout, and arrives at the page of an acquirer. */
  const leaveFor = async (page: Shopper, acquirer: 'stripe' | 'razorpay') => {
    await page.getByTestId('pay-button').click();
    await page.getByTestId('emulated-pay').waitFor();
    expect(page.url()).toContain(shop[acquirer].url);
  };
  const returnAddress = async ({ orderId }: Shopper) => {
    const { id } = await shop.paymentOf(orderId);
    return `${shop.checkout.url}/checkout/return?order_id=${orderId}&payment_id=${id}`;
  };
  const isPaidAt = async ({ orderId }: Shopper, acquirer: 'stripe' | 'razorpay') => {
    const payment = await shop.paymentOf(orderId);
    expect(payment).toMatchObject({ status: 'success', amount_captured: AMOUNT, connector: acquirer });
    const kept = { stripe: 0, razorpay: 0, [acquirer]: AMOUNT };
    expect(await shop.taken(orderId)).toEqual({ captures: [acquirer], kept });
    return payment;
  };
  const refund = async (paymentId: string, amount: number) => {
    const { json } = await shop.api.post('/api/v1/refunds', { payment_id: paymentId, amount });
    expect(await shop.checkout.gateway.refund(json.id, shop.api)).toMatchObject({ status: 'processed' });
  };

  it('pays on the second’s page if the first is dead before its page is shown; refunds go to the second', async () => {
    await shop.toStripe.cut();
    const page = await open();
    await leaveFor(page, 'razorpay');
    await page.getByTestId('emulated-pay').click();
    await page.getByTestId('success-state').waitFor();
    const { id } = await isPaidAt(page, 'razorpay');
    expect(await shop.charges(id)).toMatchObject([
      { account_id: shop.accounts.stripe, status: 'failed', amount_captured: 0 },
      { account_id: shop.accounts.razorpay, status: 'approved', routing: { reason: 'next' } },
    ]);
    await refund(id, 20_000);
    await shop.toStripe.restore();
    await refund(id, 30_000);
    expect((await shop.taken(page.orderId)).kept).toEqual({ stripe: 0, razorpay: 0 });
    expect(page.faults).toEqual([]);
  });

  it('waits for the first if it dies after its page was shown, whatever the address says, and is charged once', async () => {
    const page = await open();
    await leaveFor(page, 'stripe');
    await shop.toStripe.cut();
    await page.getByTestId('emulated-pay').click();
    const waiting = page.getByTestId('processing-message');
    await waiting.waitFor();
    await shop.isAway((await shop.paymentOf(page.orderId)).id);
    await page.goto(`${await returnAddress(page)}&status=success&redirect_status=succeeded`);
    await waiting.waitFor();
    expect(await page.getByTestId('success-state').isVisible()).toBe(false);
    await page.getByText('There is no answer yet. We keep asking.').waitFor();
    expect(await page.getByText('This takes a few seconds').isVisible()).toBe(false);

    // Asking for another page does not move a payment whose outcome is unknown.
    await page.getByTestId('other-page').click();
    await page.getByText('Closing the first page…').waitFor();
    for (const id of ['bank-link', 'other-page']) expect([id, await page.getByTestId(id).count()]).toEqual([id, 0]);
    expect(await shop.charges((await shop.paymentOf(page.orderId)).id)).toHaveLength(1);

    await shop.heal();
    await page.getByTestId('success-state').waitFor();
    const { id } = await isPaidAt(page, 'stripe');
    expect(await shop.charges(id)).toHaveLength(1);
    await refund(id, AMOUNT);
    expect((await shop.taken(page.orderId)).kept).toEqual({ stripe: 0, razorpay: 0 });
  });

  it('who has not paid moves to the second once the first is back and has closed its page', async () => {
    const page = await open();
    await leaveFor(page, 'stripe');
    const first = page.url();
    await shop.toStripe.cut();
    await page.goto(await returnAddress(page));
    await page.getByTestId('other-page').click();
    await page.getByText('Closing the first page…').waitFor();
    await shop.isAway((await shop.paymentOf(page.orderId)).id);
    expect((await shop.taken(page.orderId)).captures).toEqual([]);

    await shop.heal();
    await page.getByTestId('bank-link').click();
    await page.getByTestId('emulated-pay').waitFor();
    expect(page.url()).toContain(shop.razorpay.url);
    const late = await openPage(shop.checkout.browser);
    await late.goto(first);
    expect(await late.getByTestId('emulated-pay').count()).toBe(0);
    await page.getByTestId('emulated-pay').click();
    await page.getByTestId('success-state').waitFor();
    await isPaidAt(page, 'razorpay');
  });

  it('pays once although another payment was begun while the first acquirer was away', async () => {
    const page = await open();
    await leaveFor(page, 'stripe');
    await shop.toStripe.cut();
    await page.getByTestId('emulated-pay').click();
    await page.getByTestId('change-method').click();
    await page.getByTestId('pay-button').click();
    await page.getByTestId('processing-state').waitFor();
    await shop.heal();
    const text = `SELECT FROM payments WHERE order_id = $1 AND status NOT IN ('success', 'failed', 'cancelled', 'expired')`;
    await waitFor(async () => (await shop.checkout.gateway.db.query(text, [page.orderId])).rowCount === 0);
    expect((await shop.taken(page.orderId)).captures).toEqual(['stripe']);
    await page.goto(shop.checkout.address(page.orderId));
    await page.getByTestId('paid-state').waitFor();
  });
});
