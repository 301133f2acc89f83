import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasten, openPage, type Watched } from './support/browser.js';
import { TwoAcquirers } from './support/two-acquirers.js';

/** Stripe and Razorpay are the scripted emulators on this machine. */
describe('a shopper who has left a page unpaid', () => {
  let shop: TwoAcquirers;
  beforeAll(async () => {
    shop = await TwoAcquirers.start();
  });
  afterAll(() => shop.stop());

  it.each([true, false])('asks for the page of the other acquirer and pays there (scripts: %s)', async (scripts) => {
    const page = await openPage(shop.checkout.browser, { javaScriptEnabled: scripts });
    const { orderId, backAt } = await leftUnpaid(page, scripts);
    await page.goto(backAt);
    await page.getByTestId('other-page').click();
    const next = page.locator(`[data-test-id=bank-link][href^="${shop.razorpay.url}"]`);
    await next.waitFor();
    // The second one is the last: there is no third to ask for.
    expect(await page.getByTestId('other-page').count()).toBe(0);
    await next.click();
    await page.getByTestId('emulated-pay').click();
    await page.getByTestId('success-state').waitFor();
    expect(await shop.taken(orderId)).toEqual({ captures: ['razorpay'], kept: { stripe: 0, razorpay: 50_000 } });
  });

  it('is offered no other page if no other account could take the payment', async () => {
    const razorpay = `/api/v1/connector-accounts/${shop.accounts.razorpay}`;
    await shop.api.patch(razorpay, { currencies: ['USD'] });
    const page = await openPage(shop.checkout.browser);
    const { orderId, paymentId, backAt } = await leftUnpaid(page, true);
    const addresses = [backAt, shop.checkout.address(orderId, `&payment_id=${paymentId}`)];
    const buttons = async () => {
      const counts: number[] = [];
      for (const address of addresses) {
        await page.goto(address);
        await page.getByTestId('bank-link').waitFor();
        counts.push(await page.getByTestId('other-page').count());
      }
      return counts;
    };
    expect(await buttons()).toEqual([0, 0]);
    await shop.api.patch(razorpay, { currencies: null });
    expect(await buttons()).toEqual([1, 1]);
  });

  /** A new order whose shopper is on Stripe's page. */
  async function leftUnpaid(page: Watched, scripts: boolean) {
    await hasten(page);
    const orderId = await shop.order();
    await page.goto(shop.checkout.address(orderId));
    await page.getByTestId('pay-button').click();
    if (!scripts) await page.getByTestId('bank-link').click();
    await page.getByTestId('emulated-pay').waitFor();
    expect(page.url()).toContain(shop.stripe.url);
    const { id: paymentId } = await shop.paymentOf(orderId);
    return {
      orderId,
      paymentId,
      backAt: `${shop.checkout.url}/checkout/return?order_id=${orderId}&payment_id=${paymentId}`,
    };
  }
});
