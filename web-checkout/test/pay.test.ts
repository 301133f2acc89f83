import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { variants } from '../../api/test/support/full.js';
import { openPage } from './support/browser.js';
import { Checkout, payByCard, payByVpa, typeCard } from './support/checkout.js';

const CARD = '4111 1111 1111 1111';
const NO_BALANCE = '4000 0000 0000 9995';

describe('a shopper pays', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start();
  });
  afterAll(() => checkout.stop());

  it('by UPI: the order is paid once, and the page shows the id of the payment', async () => {
    const page = await checkout.open();
    expect(await page.getByTestId('order-amount').textContent()).toBe('₹500.00');
    expect(await page.getByTestId('order-id').textContent()).toBe(page.orderId);
    expect(await page.getByTestId('vpa-input').getAttribute('placeholder')).toBe('username@bank');
    expect(await page.getByTestId('upi-form').getByTestId('pay-button').textContent()).toBe('Pay ₹500.00');
    await payByVpa(page, 'success@upi');
    await page.getByTestId('success-state').waitFor();
    expect(await page.getByTestId('success-message').textContent()).toBe(
      'Your payment has been processed successfully',
    );
    const [payment, ...others] = (await checkout.merchant.getPayments({ orderId: page.orderId })).data;
    expect(others).toEqual([]);
    expect(payment).toMatchObject({ status: 'success', captured: true, vpa: 'success@upi' });
    expect(await page.getByTestId('payment-id').textContent()).toBe(payment?.id);
    expect(page.faults).toEqual([]);
  });

  it('by card: typed digits are grouped, and the network is shown', async () => {
    const page = await checkout.open();
    await page.getByTestId('method-card').click();
    await page.getByTestId('card-number-input').pressSequentially('6521111111111110');
    expect(await page.getByTestId('card-number-input').inputValue()).toBe('6521 1111 1111 1110');
    expect(await page.getByTestId('card-network').textContent()).toBe('RuPay');
    await page.getByTestId('card-number-input').fill('4111-1111-1111-1111');
    expect(await page.getByTestId('card-number-input').inputValue()).toBe(CARD);
    await page.getByTestId('expiry-input').pressSequentially('1240');
    expect(await page.getByTestId('expiry-input').inputValue()).toBe('12/40');
    await page.getByTestId('cvv-input').fill('123');
    await page.getByTestId('cardholder-name-input').fill('Asha Rao');
    await page.getByTestId('card-form').getByTestId('pay-button').click();
    await page.getByTestId('success-state').waitFor();
    const [payment] = (await checkout.merchant.getPayments({ orderId: page.orderId })).data;
    expect(payment).toMatchObject({ status: 'success', cardNetwork: 'visa', cardLast4: '1111' });
  });

  it('with another card after a decline, on the same order, retyping only the CVV', async () => {
    const page = await checkout.open();
    await payByCard(page, NO_BALANCE);
    await page.getByTestId('error-state').waitFor();
    expect(await page.getByTestId('error-message').textContent()).toBe(
      'Payment declined: not enough balance. Nothing was charged. Try another card or UPI.',
    );
    expect(await page.getByTestId('retry-button').textContent()).toBe('Try Again');
    await page.getByTestId('retry-button').click();
    expect(await page.getByTestId('card-number-input').inputValue()).toBe(NO_BALANCE);
    expect(await page.getByTestId('expiry-input').inputValue()).toBe('12/40');
    expect(await page.getByTestId('cardholder-name-input').inputValue()).toBe('Asha Rao');
    expect(await page.getByTestId('cvv-input').inputValue()).toBe('');
    await payByCard(page, CARD);
    await page.getByTestId('success-state').waitFor();
    const { data } = await checkout.merchant.getPayments({ orderId: page.orderId });
    expect(data.map(({ status }) => status)).toEqual(['success', 'failed']);
    expect(await checkout.merchant.getOrder(page.orderId)).toMatchObject({ status: 'paid', attempts: 2 });
  });

  it('by card after a UPI account with too little balance: the card leads, and the refused UPI ID is named, masked', async () => {
    const page = await checkout.open();
    await payByVpa(page, 'nofunds@upi');
    await page.getByTestId('error-state').waitFor();
    expect(await page.getByTestId('tried-with').textContent()).toBe('UPI · no•••@upi');
    expect(await page.getByTestId('error-message').textContent()).toMatch(/Try another UPI ID or a card\.$/);
    const [other, again] = [page.getByTestId('change-method'), page.getByTestId('retry-button')];
    expect([await other.textContent(), await again.textContent()]).toEqual(['Pay by card', 'Try Again']);
    const top = async (button: typeof other) => (await button.boundingBox())?.y ?? NaN;
    expect(await top(other)).toBeLessThan(await top(again));
    await other.click();
    await page.getByTestId('card-form').waitFor();
    await payByCard(page, CARD);
    expect(await page.getByTestId('paid-with').textContent()).toBe('Visa •••• 1111');
  });

  it('after any other failure the same method leads, and the other one has its name', async () => {
    const page = await checkout.open();
    await payByVpa(page, 'failure@upi');
    await page.getByTestId('error-state').waitFor();
    const buttons = page.getByTestId('error-state').locator('a.primary, a.secondary');
    expect(await buttons.allTextContents()).toEqual(['Try Again', 'Pay by card']);
  });

  it.each([true, false])(
    'shows when it was paid: where the shopper is, or the merchant (scripts: %s)',
    async (javaScriptEnabled) => {
      const page = await checkout.open({ timezoneId: 'Asia/Kolkata', javaScriptEnabled });
      await payByVpa(page, 'success@upi');
      const paidAt = page.getByTestId('paid-at');
      await paidAt.getByText(javaScriptEnabled ? /[ap]m IST$/ : /[ap]m UTC$/).waitFor();
      expect(await page.getByTestId('paid-with').textContent()).toBe('UPI · su•••@upi');
      expect(page.faults).toEqual([]);
    },
  );

  it('after a reload VPA and name are filled in again, card data never', async () => {
    const page = await checkout.open();
    await payByCard(page, NO_BALANCE);
    await page.getByTestId('error-state').waitFor();
    await page.reload();
    await page.getByTestId('retry-button').click();
    await page.getByTestId('card-form').waitFor();
    expect(await page.getByTestId('cardholder-name-input').inputValue()).toBe('Asha Rao');
    expect(await page.getByTestId('card-number-input').inputValue()).toBe('');
    expect(await page.getByTestId('expiry-input').inputValue()).toBe('');
  });

  it('pressing the button twice makes one payment', async () => {
    const page = await checkout.open();
    await page.getByTestId('vpa-input').fill('success@upi');
    await page.getByTestId('upi-form').getByTestId('pay-button').dblclick();
    await page.getByTestId('success-state').waitFor();
    expect((await checkout.merchant.getPayments({ orderId: page.orderId })).data).toHaveLength(1);
  });

  it.each([
    ['without a network', 'abort'],
    ['over a connection that breaks before the response', 'lose the response'],
  ])('%s the form keeps its input, and pressing again makes one payment', async (_, fault) => {
    const page = await checkout.open();
    await typeCard(page, CARD);
    await page.route('**/checkout?*', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      if (fault !== 'abort') await route.fetch({ maxRedirects: 0 });
      return route.abort('internetdisconnected');
    });
    const pay = page.getByTestId('card-form').getByTestId('pay-button');
    await pay.click();
    await page.getByText('you will not be charged twice').waitFor();
    const values = ['card-number-input', 'expiry-input', 'cvv-input', 'cardholder-name-input'].map((id) =>
      page.getByTestId(id).inputValue(),
    );
    expect(await Promise.all(values)).toEqual([CARD, '12/40', '123', 'Asha Rao']);
    await page.unroute('**/checkout?*');
    await pay.click();
    await page.getByTestId('success-state').waitFor();
    expect((await checkout.merchant.getPayments({ orderId: page.orderId })).data).toHaveLength(1);
  });

  it('a form of an older release leads to a new form', async () => {
    const page = await checkout.open();
    await page.route('**/checkout?*', (route) => {
      const headers = { ...route.request().headers() };
      if (headers['next-action']) headers['next-action'] = '0'.repeat(42);
      return route.continue({ headers });
    });
    await payByVpa(page, 'success@upi');
    await page.getByTestId('unavailable-state').waitFor();
    await page.unroute('**/checkout?*');
    await page.getByTestId('retry-button').click();
    await payByVpa(page, 'success@upi');
    await page.getByTestId('success-state').waitFor();
  });

  it('with the keyboard only', async () => {
    const page = await checkout.open();
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('data-test-id') ?? document.activeElement?.id);
    const tabTo = async (id: string) => {
      for (let pressed = 0; (await focused()) !== id; pressed++) {
        if (pressed > 12) throw new Error(`${id} cannot be reached by Tab; the focus is on ${await focused()}`);
        await page.keyboard.press('Tab');
      }
    };
    await tabTo('choose-upi');
    await page.keyboard.press('ArrowDown');
    await tabTo('card-number-input');
    await page.keyboard.type('4111111111111111');
    await tabTo('expiry-input');
    await page.keyboard.type('12/40');
    await tabTo('cvv-input');
    await page.keyboard.type('123');
    await page.keyboard.press('Enter');
    await page.getByTestId('success-state').waitFor();
  });

  it('errors are shown beside their fields, and the first faulty field has the focus', async () => {
    const page = await checkout.open();
    await payByVpa(page, 'nobody');
    const vpa = page.getByTestId('vpa-input');
    expect(await vpa.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator(`#${await vpa.getAttribute('aria-describedby')}`).textContent()).toContain('name@bank');
    await typeCard(page, '4111 1111 1111 1112');
    await page.getByTestId('expiry-input').fill('01/20');
    await page.getByTestId('cvv-input').fill('1');
    await page.getByTestId('card-form').getByTestId('pay-button').click();
    expect(await page.locator('#cardNumber-error').textContent()).toBe('Check the card number.');
    expect(await page.locator('#expiry-error').textContent()).toContain('expired');
    expect(await page.locator('#cvv-error').textContent()).toContain('3 digits');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('cardNumber');
    expect((await checkout.merchant.getPayments({ orderId: page.orderId })).data).toEqual([]);
  });

  it('the test banner fills in the chosen test value', async () => {
    const page = await checkout.open();
    await page.getByTestId('test-banner').locator('summary').click();
    await page.locator('[data-value="4000 0000 0000 0002"]').click();
    expect(await page.getByTestId('card-number-input').inputValue()).toBe('4000 0000 0000 0002');
    await page.getByTestId('card-form').getByTestId('pay-button').click();
    await page.getByTestId('error-state').waitFor();
    await page.goto(checkout.address((await checkout.order()).id));
    await page.getByTestId('test-banner').locator('summary').click();
    await page.locator('[data-value="success@upi"]').click();
    await page.getByTestId('upi-form').getByTestId('pay-button').click();
    await page.getByTestId('success-state').waitFor();
  });

  it('in Hindi, by the language of the browser or by choice', async () => {
    const page = await checkout.open({ locale: 'hi-IN' });
    expect(await page.locator('html').getAttribute('lang')).toBe('hi-IN');
    expect(await page.getByTestId('upi-form').getByTestId('pay-button').textContent()).toBe('₹500.00 का भुगतान करें');
    await payByVpa(page, 'failure@upi');
    await page.getByTestId('error-state').waitFor();
    expect(await page.getByTestId('error-message').textContent()).toContain('कोई पैसा नहीं लिया गया');
    await page.getByText('English').click();
    expect(await page.getByTestId('error-message').textContent()).toContain('Nothing was charged');
  });

  const TAMIL = ['தமிழ்', 'ta-IN', '₹500.00 செலுத்து', 'பணம் எடுக்கப்படவில்லை'] as const;
  const BENGALI = ['বাংলা', 'bn-IN', '₹500.00 পেমেন্ট করুন', 'কোনো টাকা কাটা হয়নি'] as const;
  it.each(variants<readonly [string, string, string, string]>([TAMIL], [BENGALI]))(
    'in %s by the visible picker, without JavaScript too, with Latin digits',
    async (name, lang, pay, nothing) => {
      const page = await checkout.open({ javaScriptEnabled: false });
      const picker = page.getByTestId('language-picker');
      expect(await picker.getByRole('listitem').allTextContents()).toEqual(['English', 'हिन्दी', 'தமிழ்', 'বাংলা']);
      await picker.getByText(name).click();
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);
      const button = page.getByTestId('upi-form').getByTestId('pay-button');
      expect((await button.textContent())?.replace('\u00a0', '')).toBe(pay);
      await payByVpa(page, 'failure@upi');
      await page.getByTestId('error-state').waitFor();
      expect(await page.getByTestId('error-message').textContent()).toContain(nothing);
    },
  );

  it('a long wait says more as time passes', async () => {
    const page = await openPage(checkout.browser);
    const { id } = await checkout.order();
    await page.goto(checkout.address(id));
    await payByVpa(page, 'slow@upi');
    await page.getByTestId('processing-state').waitFor();
    const wait = page.locator('[data-wait]');
    const shown = wait.locator('p').filter({ visible: true });
    const after = (seconds: number) =>
      wait.evaluate((element, at) => {
        for (const animation of element.getAnimations({ subtree: true })) animation.currentTime = at;
      }, seconds * 1_000);
    expect(await shown.allTextContents()).toEqual([expect.stringContaining('This takes a few seconds')]);
    await after(11);
    expect(await shown.allTextContents()).toEqual([expect.stringContaining('Your bank takes longer than usual')]);
    await after(31);
    await shown.getByText('Do not pay again. You may close this page: Test Merchant is told the result.').waitFor();
  });

  it('in the currency of the order with its decimals; UPI only for rupees', async () => {
    const page = await openPage(checkout.browser);
    for (const [currency, shown] of [
      ['JPY', 'JP¥50,000'],
      ['KWD', 'KWD 50.000'],
      ['USD', '$500.00'],
    ] as const) {
      const { id } = await checkout.order({ currency });
      await page.goto(checkout.address(id));
      expect((await page.getByTestId('order-amount').textContent())?.replace(/\s/g, ' ')).toBe(shown);
      expect(await page.getByTestId('method-upi').count()).toBe(0);
      expect(await page.getByTestId('card-form').isVisible()).toBe(true);
    }
  });
});
