import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Checkout, payByCard, payByVpa } from './support/checkout.js';

const OTP_CARD = '4000 0000 0000 3220';

describe('a payment with a step-up', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start();
  });
  afterAll(() => checkout.stop());

  it('an OTP: a wrong one shows the tries left, the correct one pays', async () => {
    const page = await checkout.open();
    await payByCard(page, OTP_CARD);
    await page.getByTestId('otp-input').waitFor();
    expect(await page.getByTestId('approve-hint').textContent()).toMatch(/Time left [45]:\d\d/);
    await page.getByTestId('otp-input').fill('000000');
    await page.keyboard.press('Enter');
    await page.getByText('2 tries left').waitFor();
    expect(await page.getByTestId('otp-input').inputValue()).toBe('');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('otp');
    await page.getByTestId('otp-input').fill('12');
    await page.keyboard.press('Enter');
    await page.getByText('Enter the one-time password from your bank').waitFor();
    await page.getByTestId('otp-input').fill('123456');
    await page.keyboard.press('Enter');
    await page.getByTestId('success-state').waitFor();
  });

  it('three wrong OTPs fail the payment, and the order can still be paid', async () => {
    const page = await checkout.open();
    await payByCard(page, OTP_CARD);
    for (const next of ['2 tries left', '1 try left', 'wrong too often']) {
      await page.getByTestId('otp-input').fill('000000');
      await page.keyboard.press('Enter');
      await page.getByText(next).waitFor();
    }
    await page.getByTestId('retry-button').click();
    await page.getByTestId('method-upi').click();
    await payByVpa(page, 'success@upi');
    await page.getByTestId('success-state').waitFor();
  });

  it.each([
    ['approved', 'upi-approve-button', 'success-state'],
    ['declined', 'upi-decline-button', 'error-state'],
  ])('a UPI request, %s in the app', async (_, button, state) => {
    const page = await checkout.open();
    await payByVpa(page, 'approve@upi');
    await page.getByTestId('approve-hint').waitFor();
    expect(await page.getByTestId('sent-to').textContent()).toBe('We sent a request for ₹500.00 to ap•••@upi.');
    expect(await page.getByTestId('qr-code').count()).toBe(0);
    await page.getByTestId(button).click();
    await page.getByTestId(state).waitFor();
  });

  it('any UPI app: a QR code and a link with the same content, and viewing the page creates no payment', async () => {
    const page = await checkout.open();
    await page.reload();
    expect((await checkout.merchant.getPayments({ orderId: page.orderId })).data).toEqual([]);
    await page.getByTestId('show-qr-button').click();
    await page.getByTestId('qr-code').waitFor();
    const link = await page.getByTestId('upi-app-link').getAttribute('href');
    expect(link).toMatch(/^upi:\/\/pay\?/);
    const [payment] = (await checkout.merchant.getPayments({ orderId: page.orderId })).data;
    expect(payment).toMatchObject({ flow: 'intent', nextAction: { type: 'upi_approve', upiLink: link } });
    expect(await page.getByTestId('qr-code').getAttribute('aria-label')).toBe('QR code for paying ₹500.00 by UPI');
    await page.getByTestId('upi-approve-button').click();
    await page.getByTestId('success-state').waitFor();
  });

  it('another method can be chosen instead; the abandoned payment is not charged', async () => {
    const page = await checkout.open();
    await payByVpa(page, 'approve@upi');
    await page.getByTestId('change-method').click();
    await payByCard(page, '4111 1111 1111 1111');
    await page.getByTestId('success-state').waitFor();
    const { data } = await checkout.merchant.getPayments({ orderId: page.orderId });
    expect(data.map(({ status, captured }) => [status, captured])).toEqual([
      ['success', true],
      ['cancelled', false],
    ]);
  });

  it('an approval that never arrives expires: the page shows it by itself, nothing is charged, and the order can be paid again', async () => {
    const page = await checkout.open();
    await payByVpa(page, 'approve@upi');
    await page.getByTestId('approve-hint').waitFor();
    const [payment] = (await checkout.merchant.getPayments({ orderId: page.orderId })).data;
    for (const column of ['action_expires_at', 'due_at'])
      await checkout.gateway.makeDue('payments', payment?.id ?? '', column);
    await page.getByTestId('error-state').waitFor();
    expect(await page.getByTestId('error-message').textContent()).toBe(
      'The time to approve ran out. Nothing was charged. Try again.',
    );
    await page.getByTestId('retry-button').click();
    await payByVpa(page, 'success@upi');
    await page.getByTestId('success-state').waitFor();
  });
});
