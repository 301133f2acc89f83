import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPage, PHONE } from './support/browser.js';
import { Checkout, payByVpa } from './support/checkout.js';

describe('the page of a payment link', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start();
  });
  afterAll(() => checkout.stop());

  const link = (fields: object = { amount: 50_000 }) =>
    checkout.merchant.paymentLinks.create({ title: 'Yoga class <b>March</b>', ...fields });
  const open = async (id: string, { javaScriptEnabled = true, query = '' } = {}) => {
    const page = await openPage(checkout.browser, { javaScriptEnabled, viewport: PHONE });
    const response = await page.goto(`${checkout.url}/l/${id}${query}`);
    return Object.assign(page, { response });
  };

  it.each([true, false])('leads to the checkout and is paid there (JavaScript: %s)', async (javaScriptEnabled) => {
    const { id } = await link({ amount: 50_000, description: 'Ten lessons' });
    const page = await open(id, { javaScriptEnabled });
    expect(await page.getByTestId('link-title').textContent()).toBe('Yoga class <b>March</b>');
    expect(await page.getByTestId('link-description').textContent()).toBe('Ten lessons');
    expect(await page.getByTestId('link-amount').textContent()).toBe('₹500.00');
    expect(await page.getByTestId('pay-button').textContent()).toBe('Pay ₹500.00');
    await page.getByTestId('pay-button').click();
    await page.getByTestId('payment-methods').waitFor();
    await payByVpa(page, 'success@upi');
    await page.getByTestId('success-state').waitFor();
    expect((await checkout.merchant.paymentLinks.get(id)).status).toBe('paid');
    await page.goto(`${checkout.url}/l/${id}`);
    expect(await page.getByTestId('paid-state').textContent()).toContain('This payment link is already paid');
    expect(await page.getByTestId('pay-button').count()).toBe(0);
    expect([page.foreign, page.faults]).toEqual([[], []]);
  });

  it.each([true, false])(
    'takes an amount within limits and keeps the input (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const { id } = await link({ minAmount: 10_000, maxAmount: 500_000 });
      const page = await open(id, { javaScriptEnabled });
      const input = page.getByTestId('amount-input');
      await page.getByText('From ₹100.00 to ₹5,000.00').waitFor();
      for (const [typed, error] of [
        ['fifty', 'Enter an amount such as 500.00.'],
        ['99.99', 'Enter at least ₹100.00.'],
        ['5,000.01', 'Enter at most ₹5,000.00.'],
        ['', 'Enter an amount such as 500.00.'],
      ] as const) {
        await input.fill(typed);
        await page.getByTestId('pay-button').click();
        await page.locator('#amount-error', { hasText: error }).waitFor();
        expect(await input.inputValue()).toBe(typed);
      }
      await input.fill('१,२५०.५');
      await page.getByTestId('pay-button').click();
      await page.getByTestId('order-amount').waitFor();
      expect(await page.getByTestId('order-amount').textContent()).toBe('₹1,250.50');
    },
  );

  it('shows a cancelled, an expired and an unknown link', async () => {
    const cancelled = await link();
    await checkout.merchant.paymentLinks.cancel(cancelled.id);
    expect(await (await open(cancelled.id)).getByTestId('cancelled-state').isVisible()).toBe(true);
    const expired = await link({ amount: 50_000, expiresIn: 60 });
    await checkout.gateway.db.query(`UPDATE payment_links SET expires_at = now() WHERE id = $1`, [expired.id]);
    expect(await (await open(expired.id)).getByTestId('expired-state').isVisible()).toBe(true);
    const unknown = await open('plink_0000000aaaaaaaaa');
    expect(unknown.response?.status()).toBe(404);
    expect(await unknown.getByTestId('not-found-state').textContent()).toContain('We cannot find this payment link');
  });

  it('is never framed, not even with the order of a merchant that allows it, and shows only known errors', async () => {
    const { id } = await link();
    const { id: orderId } = await checkout.order();
    const page = await open(id, { query: `?order_id=${orderId}&error=%3Cscript%3E&lang=hi` });
    const policy = (await page.response?.headerValue('content-security-policy')) ?? '';
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(await page.response?.headerValue('referrer-policy')).toBe('no-referrer');
    expect(await page.getByTestId('pay-button').textContent()).toBe('₹500.00 का भुगतान करें');
    expect(await page.getByTestId('link-form').getByRole('alert').textContent()).toBe('');
  });
});
