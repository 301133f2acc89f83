import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Checkout } from './support/checkout.js';

const CARD = '4111 1111 1111 1111';

describe('the card form accepts typed, pasted and filled-in input', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start();
  });
  afterAll(() => checkout.stop());

  async function cardForm() {
    const page = await checkout.open();
    await page.getByTestId('method-card').click();
    return page;
  }
  const valueOf = (page: Page, id: string) => page.getByTestId(id).inputValue();
  /** Like a paste: one insertion, which the browser truncates if an input has a maximum length. */
  async function paste(page: Page, id: string, text: string): Promise<void> {
    await page.getByTestId(id).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(text);
  }
  const caret = (page: Page, id: string, at?: number) =>
    page.getByTestId(id).evaluate((input: HTMLInputElement, place) => {
      if (place !== undefined) input.setSelectionRange(place, place);
      return input.selectionStart;
    }, at);

  it('a pasted number is complete, whatever its separators and digits', async () => {
    const page = await cardForm();
    for (const [kind, text] of [
      ['wide separators', '4111   –   1111   –   1111   –   1111'],
      ['no-break and narrow spaces', '4111\u00a01111\u202f1111\u20071111'],
      ['invisible marks', '\u200f\u2067 4111\u200b1111\u20601111\ufeff1111 \u2069\u200e'],
      ['Arabic digits', '٤١١١ ١١١١ ١١١١ ١١١١'],
      ['full-width digits', '４１１１－１１１１－１１１１－１１１１'],
    ] as const) {
      await page.getByTestId('card-number-input').fill('');
      await paste(page, 'card-number-input', text);
      expect([kind, await valueOf(page, 'card-number-input')]).toEqual([kind, CARD]);
      expect(await page.getByTestId('card-network').getAttribute('data-network')).toBe('visa');
    }
  });

  it('the expiry, pasted or filled in by the browser', async () => {
    const page = await cardForm();
    for (const [text, shown] of [
      ['12/30', '12/30'],
      ['1230', '12/30'],
      ['12/2030', '12/30'],
      ['2030-12', '12/30'],
      ['12 - 30', '12/30'],
      ['12\u00a0/\u00a02030', '12/30'],
      ['١٢/٣٠', '12/30'],
      ['3', '03'],
    ]) {
      await paste(page, 'expiry-input', text ?? '');
      expect([text, await valueOf(page, 'expiry-input')]).toEqual([text, shown]);
    }
  });

  it('the expiry, typed key by key and left', async () => {
    const page = await cardForm();
    for (const [keys, shown] of [
      ['1230', '12/30'],
      ['429', '04/29'],
      ['2030-12', '12/30'],
      ['2030-1', '01/30'],
      ['2', '02'],
    ]) {
      await page.getByTestId('expiry-input').fill('');
      await page.getByTestId('expiry-input').pressSequentially(keys ?? '');
      await page.getByTestId('cvv-input').focus();
      expect([keys, await valueOf(page, 'expiry-input')]).toEqual([keys, shown]);
    }
  });

  it('an edit in the middle keeps the caret’s position', async () => {
    const page = await cardForm();
    await page.getByTestId('card-number-input').fill('4111 1111 1111 1111');
    await caret(page, 'card-number-input', 6);
    await page.keyboard.press('Backspace');
    expect([await valueOf(page, 'card-number-input'), await caret(page, 'card-number-input')]).toEqual([
      '4111 1111 1111 111',
      4,
    ]);
    await page.keyboard.type('23');
    expect([await valueOf(page, 'card-number-input'), await caret(page, 'card-number-input')]).toEqual([
      '4111 2311 1111 1111 1',
      7,
    ]);
    await page.getByTestId('expiry-input').fill('12/30');
    await caret(page, 'expiry-input', 1);
    await page.keyboard.press('Backspace');
    await page.keyboard.type('1');
    expect([await valueOf(page, 'expiry-input'), await caret(page, 'expiry-input')]).toEqual(['12/30', 1]);
  });

  it('an error disappears when its field is corrected and returns with the mistake; no other field is checked early', async () => {
    const page = await cardForm();
    const pay = page.getByTestId('card-form').getByTestId('pay-button');
    await page.getByTestId('card-number-input').fill('4111 1111 1111 1112');
    await page.getByTestId('expiry-input').fill('12/40');
    await page.getByTestId('cvv-input').fill('1');
    await pay.click();
    const number = page.locator('#cardNumber-error');
    await number.waitFor();
    await page.locator('#cvv-error').waitFor();
    await page.getByTestId('card-number-input').press('Backspace');
    expect(await number.isVisible()).toBe(true);
    await page.getByTestId('card-number-input').press('1');
    await number.waitFor({ state: 'detached' });
    expect(await page.getByTestId('card-number-input').getAttribute('aria-invalid')).toBeNull();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('cardNumber');
    await page.getByTestId('card-number-input').press('Backspace');
    await number.waitFor();
    await page.getByTestId('card-number-input').press('1');
    await page.getByTestId('expiry-input').fill('01/20');
    expect(await page.locator('#expiry-error').count()).toBe(0);
    await page.getByTestId('expiry-input').fill('12/40');
    await page.getByTestId('cvv-input').fill('123');
    await page.locator('#cvv-error').waitFor({ state: 'detached' });
    await pay.click();
    await page.getByTestId('success-state').waitFor();
  });

  it('a wrong field is marked when the shopper goes on to the next, an empty one is not', async () => {
    const page = await cardForm();
    const marked = () =>
      page.locator('[data-test-id=card-form] [aria-invalid=true]').evaluateAll((all) => all.map(({ id }) => id));
    await page.getByTestId('card-number-input').focus();
    await page.keyboard.press('Tab');
    expect(await marked()).toEqual([]);
    await page.getByTestId('card-number-input').fill('4111 1111 1111 1112');
    await page.getByTestId('expiry-input').focus();
    await page.locator('#cardNumber-error').waitFor();
    await page.getByTestId('expiry-input').fill('01/20');
    await page.getByTestId('cvv-input').focus();
    await page.locator('#expiry-error').waitFor();
    expect(await marked()).toEqual(['cardNumber', 'expiry']);
    await page.getByTestId('card-number-input').fill(CARD);
    await page.locator('#cardNumber-error').waitFor({ state: 'detached' });
    expect(await marked()).toEqual(['expiry']);
  });

  it('a UPI ID is checked during correction as well', async () => {
    const page = await checkout.open();
    await page.getByTestId('vpa-input').fill('asha');
    await page.getByTestId('upi-form').getByTestId('pay-button').click();
    await page.locator('#vpa-error').waitFor();
    await page.getByTestId('vpa-input').pressSequentially('@upi');
    await page.locator('#vpa-error').waitFor({ state: 'detached' });
  });

  it('without JavaScript the server parses the same input', async () => {
    const page = await checkout.open({ javaScriptEnabled: false });
    await page.locator('label[data-method="card"]').click();
    await page.getByTestId('card-number-input').fill('٤١١١\u00a01111.1111 – 1111');
    await page.getByTestId('expiry-input').fill('2040-12');
    await page.getByTestId('cvv-input').fill(' 1٢3 ');
    await page.getByTestId('card-form').getByTestId('pay-button').click();
    await page.getByTestId('success-state').waitFor({ timeout: 30_000 });
    const [payment] = (await checkout.merchant.getPayments({ orderId: page.orderId })).data;
    expect(payment).toMatchObject({ cardNetwork: 'visa', cardLast4: '1111' });
  });

  it('the blocks of later states are in the page, hidden', async () => {
    const page = await checkout.open();
    for (const id of [
      'processing-state',
      'processing-message',
      'success-state',
      'success-message',
      'payment-id',
    ].concat(['error-state', 'error-message', 'retry-button'])) {
      expect([id, await page.getByTestId(id).count(), await page.getByTestId(id).isVisible()]).toEqual([id, 1, false]);
    }
    for (const id of ['processing-state', 'success-state', 'error-state'])
      expect([id, await page.getByTestId(id).getAttribute('hidden')]).toEqual([id, '']);
  });
});
