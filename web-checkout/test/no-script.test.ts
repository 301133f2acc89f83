import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPage } from './support/browser.js';
import { Checkout, payByCard, payByVpa } from './support/checkout.js';

describe('with JavaScript off', () => {
  let checkout: Checkout;
  const open = () => checkout.open({ javaScriptEnabled: false });
  beforeAll(async () => {
    checkout = await Checkout.start();
  });
  afterAll(() => checkout.stop());

  it('a shopper pays by UPI', async () => {
    const page = await open();
    await payByVpa(page, 'success@upi');
    await page.getByTestId('success-state').waitFor();
    expect((await checkout.merchant.getOrder(page.orderId)).status).toBe('paid');
  });

  it('a shopper pays by card with an OTP, after a wrong one', async () => {
    const page = await open();
    await payByCard(page, '4000000000003220');
    for (const otp of ['000000', '123456']) {
      await page.getByTestId('otp-input').fill(otp);
      await page.getByTestId('action-form').locator('button').click();
      if (otp === '000000') await page.getByText('2 tries left').waitFor();
    }
    await page.getByTestId('success-state').waitFor();
  });

  it('errors are shown beside their fields: the UPI ID and the name stay, card data does not', async () => {
    const page = await open();
    await payByVpa(page, 'nobody');
    await page.locator('#vpa-error').waitFor();
    expect(await page.getByTestId('vpa-input').inputValue()).toBe('nobody');
    await page.getByTestId('method-card').click();
    await page.getByTestId('card-number-input').fill('4111111111111112');
    await page.getByTestId('expiry-input').fill('12/40');
    await page.getByTestId('cvv-input').fill('123');
    await page.getByTestId('cardholder-name-input').fill('Asha Rao');
    await page.getByTestId('card-form').getByTestId('pay-button').click();
    await page.locator('#cardNumber-error').waitFor();
    const html = await page.content();
    expect(html).toContain('Asha Rao');
    expect(html).not.toContain('4111111111111112');
    expect(await page.getByTestId('card-form').isVisible()).toBe(true);
  });

  it('a declined card, then another way on the same order', async () => {
    const page = await open();
    await payByCard(page, '4000000000000002');
    await page.getByTestId('error-state').waitFor();
    await page.getByTestId('retry-button').click();
    expect(await page.getByTestId('cardholder-name-input').inputValue()).toBe('Asha Rao');
    expect(await page.getByTestId('card-number-input').inputValue()).toBe('');
    await page.getByTestId('method-upi').click();
    await page.getByTestId('show-qr-button').click();
    await page.getByTestId('qr-code').waitFor();
    await page.getByTestId('upi-approve-button').click();
    await page.getByTestId('success-state').waitFor();
  });

  it('while the page reloads for an open code, it has no form to type in; another way is one click away', async () => {
    const page = await open();
    await page.getByTestId('show-qr-button').click();
    await page.getByTestId('qr-code').waitFor();
    for (const id of ['method-upi', 'method-card', 'vpa-input'])
      expect([id, await page.getByTestId(id).isVisible()]).toEqual([id, false]);
    await page.getByTestId('change-method').click();
    await payByCard(page, '4111111111111111');
    await page.getByTestId('success-state').waitFor();
    const { data } = await checkout.merchant.getPayments({ orderId: page.orderId });
    expect(data.map(({ status }) => status)).toEqual(['success', 'cancelled']);
  });

  it('a receipt opens by its signed link alone, with its refunds and a PDF, and without any other host', async () => {
    const lineItems = [{ name: 'Teapot', quantity: 2, amount: 25_000 }];
    const { id: orderId } = await checkout.order({ description: 'For the kitchen', lineItems });
    const paying = await openPage(checkout.browser, { javaScriptEnabled: false });
    await paying.goto(checkout.address(orderId));
    await payByCard(paying, '4111111111111111');
    await paying.getByTestId('success-state').waitFor();
    const { data } = await checkout.merchant.getPayments({ orderId });
    const paymentId = data[0]?.id ?? '';
    await checkout.merchant.createRefund({ paymentId, amount: 12_345 });
    const { url, number } = await checkout.merchant.receipts.get(paymentId);
    const page = await openPage(checkout.browser, { javaScriptEnabled: false });
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    const response = await page.goto(url);
    expect([response?.status(), response?.headers()['cache-control']]).toEqual([200, 'no-store']);
    expect(response?.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
    const shown = await page.getByTestId('receipt').innerText();
    for (const part of [
      'Test Merchant',
      '₹500.00',
      '− ₹123.45',
      '₹376.55',
      'Visa •••• 1111',
      'For the kitchen',
      '2 × Teapot',
      number,
    ])
      expect(shown).toContain(part);
    expect([...hosts]).toEqual([checkout.url]);
    const pdf = await fetch(`${checkout.url}${await page.getByTestId('receipt-pdf').getAttribute('href')}`);
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect((await pdf.text()).slice(0, 5)).toBe('%PDF-');
    const forged = url.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'));
    expect([(await fetch(forged)).status, (await fetch(`${forged}/pdf`)).status]).toEqual([404, 404]);
  });

  it('a payer opens the receipt from the success page, and has it mailed, after an address that is none', async () => {
    const page = await open();
    await payByVpa(page, 'success@upi');
    await page.getByTestId('receipt-mail').locator('summary').click();
    await page.getByTestId('receipt-email-input').fill('nobody');
    await page.getByTestId('receipt-send-button').click();
    await page.locator('#email-error').waitFor();
    await page.getByTestId('receipt-email-input').fill('payer.of.page@example.com');
    await page.getByTestId('receipt-send-button').click();
    await page.getByTestId('receipt-sent').waitFor();
    expect(page.url()).not.toContain('example.com');
    const url = (await page.getByTestId('receipt-link').getAttribute('href')) ?? '';
    const text = `SELECT body_text AS text FROM mails WHERE recipient = 'payer.of.page@example.com'`;
    const { rows } = await checkout.gateway.db.query<{ text: string }>(text);
    expect([rows.length, rows[0]?.text.includes(url)]).toEqual([1, true]);
    const receipt = await openPage(checkout.browser, { javaScriptEnabled: false });
    await receipt.goto(url);
    expect(await receipt.getByTestId('receipt').innerText()).toContain('₹500.00');
  });

  it('the test values are listed', async () => {
    const page = await open();
    await page.getByTestId('test-banner').locator('summary').click();
    expect(await page.getByTestId('test-banner').getByText('4000 0000 0000 9995').isVisible()).toBe(true);
  });
});
