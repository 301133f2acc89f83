import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DESKTOP, openPage } from './support/browser.js';
import { Checkout, payByVpa, typeCard } from './support/checkout.js';
import { CALLBACKS, shopPage, shopPages, told } from './support/shop-page.js';

const VISA = '4111 1111 1111 1111';
const AMEX = '3782 822463 10005';

/** The requirements of the assignment's text on the hosted page and its modal. */
describe('the checkout of the assignment', () => {
  let checkout: Checkout;
  const serve = shopPages();
  beforeAll(async () => {
    checkout = await Checkout.start({ env: { SIMULATOR_SLOW_DELAY: '2s' } });
  });
  afterAll(() => checkout.stop());

  it('the page names the order and both methods, each with its form and its button', async () => {
    const page = await checkout.open();
    const textOf = (id: string) => page.getByTestId(id).textContent();
    expect(await page.getByTestId('checkout-container').isVisible()).toBe(true);
    const summary = page.getByTestId('order-summary');
    expect(await summary.getByTestId('order-amount').textContent()).toBe('₹500.00');
    expect(await summary.getByTestId('order-id').textContent()).toBe(page.orderId);
    for (const method of ['upi', 'card']) {
      const button = page.getByTestId('payment-methods').getByTestId(`method-${method}`);
      expect(await button.getAttribute('data-method')).toBe(method);
      const form = page.locator(`form[data-test-id="${method}-form"]`);
      expect([method, await form.isVisible()]).toEqual([method, method === 'upi']);
      await button.click();
      await form.waitFor();
      expect(await form.getByTestId('pay-button').textContent()).toContain('Pay ₹500');
    }
    expect(await page.getByTestId('upi-form').isVisible()).toBe(false);
    for (const [id, placeholder] of [
      ['vpa-input', 'username@bank'],
      ['expiry-input', 'MM/YY'],
    ] as const)
      expect([id, await page.getByTestId(id).getAttribute('placeholder')]).toEqual([id, placeholder]);
    for (const id of ['card-number-input', 'expiry-input', 'cvv-input', 'cardholder-name-input'])
      expect([id, await page.getByTestId('card-form').getByTestId(id).isVisible()]).toEqual([id, true]);

    for (const [state, part, words] of [
      ['processing-state', 'processing-message', 'Processing payment...'],
      ['success-state', 'success-message', 'Your payment has been processed successfully'],
      ['success-state', 'payment-id', ''],
      ['error-state', 'error-message', 'Payment could not be processed'],
      ['error-state', 'retry-button', 'Try Again'],
    ] as const) {
      const block = page.locator(`[data-test-id="${state}"][hidden]`);
      expect([state, await block.evaluate((one) => getComputedStyle(one).display)]).toEqual([state, 'none']);
      expect(await block.getByTestId(part).textContent()).toContain(words);
    }
    expect(await textOf('success-state')).toContain('Payment Successful!');
    expect(await textOf('error-state')).toContain('Payment Failed');
  });

  it('a payment is shown as processing, then as successful with its id', async () => {
    const page = await checkout.open();
    await payByVpa(page, 'slow@upi');
    await page.getByTestId('processing-state').waitFor();
    expect(await page.getByTestId('processing-message').textContent()).toBe('Processing payment...');
    await page.getByTestId('success-state').waitFor();
    expect(await page.getByTestId('success-state').textContent()).toContain('Payment Successful!');
    expect(await page.getByTestId('success-message').textContent()).toBe(
      'Your payment has been processed successfully',
    );
    const [payment] = (await checkout.merchant.getPayments({ orderId: page.orderId })).data;
    expect(await page.getByTestId('payment-id').textContent()).toBe(payment?.id);
    expect(await page.getByTestId('processing-state').isVisible()).toBe(false);
  });

  it('a failed payment is shown as failed, and can be tried again', async () => {
    const page = await checkout.open();
    await payByVpa(page, 'failure@upi');
    await page.getByTestId('error-state').waitFor();
    expect(await page.getByTestId('error-state').textContent()).toContain('Payment Failed');
    expect(await page.getByTestId('error-message').textContent()).toMatch(/^Payment /);
    expect(await page.getByTestId('retry-button').textContent()).toBe('Try Again');
    await page.getByTestId('retry-button').click();
    await page.getByTestId('upi-form').waitFor();
  });

  it.each([
    [AMEX, '123', true],
    [VISA, '1234', true],
    [VISA, '123', false],
  ])('for a test merchant the card %s pays with the CVV %s (scripts: %s)', async (number, cvv, javaScriptEnabled) => {
    const page = await checkout.open({ javaScriptEnabled });
    await typeCard(page, number);
    await page.getByTestId('cvv-input').fill(cvv);
    expect(await page.getByTestId('cvv-input').inputValue()).toBe(cvv);
    await page.getByTestId('card-form').getByTestId('pay-button').click();
    await page.getByTestId('success-state').waitFor();
  });

  it('the modal has its ids and classes, reports the success, and closes itself two seconds later', async () => {
    const { id } = await checkout.order();
    const script = `var times = {}; var gateway = new PaymentGateway({ key: 'key_test_abc123', orderId: '${id}', ${CALLBACKS} });
      addEventListener('load', () => gateway.open());
      setInterval(() => told.forEach(([name]) => (times[name] = times[name] || Date.now())), 20);`;
    const page = await openPage(checkout.browser, { viewport: DESKTOP });
    await page.goto(await serve(() => shopPage(checkout.url, script)));
    const content = page.locator(
      '#payment-gateway-modal[data-test-id="payment-modal"] > .modal-overlay > .modal-content',
    );
    const frame = content.locator('> iframe[data-test-id="payment-iframe"]');
    expect(await frame.getAttribute('src')).toBe(`${checkout.url}/checkout?order_id=${id}&embedded=true`);
    expect(await content.locator('> button.close-button[data-test-id="close-modal-button"]').textContent()).toBe('×');
    await payByVpa(frame.contentFrame(), 'success@upi');
    await page.locator('#payment-gateway-modal').waitFor({ state: 'detached' });
    await page.waitForFunction('times.close');
    expect((await told(page)).map(([name]) => name)).toEqual(['success', 'close']);
    const [payment] = (await checkout.merchant.getPayments({ orderId: id })).data;
    expect((await told(page))[0]?.[1]).toMatchObject({ paymentId: payment?.id });
    const passed = await page.evaluate<number>('times.close - times.success');
    expect([passed, passed > 1_500 && passed < 5_000]).toEqual([passed, true]);
  });

  it('after a failure the modal stays, and close() removes it and calls onClose', async () => {
    const { id } = await checkout.order();
    const script = `var gateway = new PaymentGateway({ key: 'key_test_abc123', orderId: '${id}', ${CALLBACKS} });
      addEventListener('load', () => gateway.open());`;
    const page = await openPage(checkout.browser);
    await page.goto(await serve(() => shopPage(checkout.url, script)));
    const frame = page.getByTestId('payment-iframe').contentFrame();
    await payByVpa(frame, 'failure@upi');
    await frame.getByTestId('error-state').waitFor();
    await page.waitForFunction('told.length > 0');
    expect(await page.getByTestId('payment-modal').isVisible()).toBe(true);
    await page.evaluate('gateway.close()');
    expect(await page.getByTestId('payment-modal').count()).toBe(0);
    expect((await told(page)).map(([name]) => name)).toEqual(['failure', 'close']);
  });
});
