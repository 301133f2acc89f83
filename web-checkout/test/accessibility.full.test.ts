import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TEST_IDS } from '../src/lib/test-ids.js';
import { expectAccessible } from './support/accessibility.js';
import { openPage, PHONE } from './support/browser.js';
import { Checkout, payByCard, payByVpa } from './support/checkout.js';
import { IDS } from './support/state-ids.js';
import { TwoAcquirers } from './support/two-acquirers.js';

const MAX_SCRIPT_BYTES = 150_000;

describe('every state of the checkout', () => {
  let checkout: Checkout;
  const seen = new Set<string>();
  beforeAll(async () => {
    checkout = await Checkout.start({ env: { SIMULATOR_SLOW_DELAY: '8s' } });
  });
  afterAll(() => checkout.stop());

  /**
   * Checks that the state shows its ids, and the page's accessibility: phone and desktop, light and dark, down to the
   * narrowest screen.
   */
  async function look(page: Page, state: keyof typeof IDS): Promise<void> {
    const shown = await page
      .locator('[data-test-id]')
      .evaluateAll((all) => all.flatMap((one) => (one.checkVisibility() ? [one.dataset['testId']] : [])));
    for (const id of shown) seen.add(id ?? '');
    expect([state, IDS[state].filter((id) => !shown.includes(id))]).toEqual([state, []]);
    await expectAccessible(page, `${state} ${page.url()}`);
  }

  it('paying by UPI: form, errors, waiting, success, paid', async () => {
    const page = await checkout.open();
    await look(page, 'upi');
    await page.getByTestId('test-banner').locator('summary').click();
    await payByVpa(page, 'nobody');
    await page.locator('#vpa-error').waitFor();
    await look(page, 'upi');
    await payByVpa(page, 'slow@upi');
    await page.getByTestId('processing-state').waitFor();
    await look(page, 'processing');
    await page.getByTestId('success-state').waitFor();
    await page.getByTestId('receipt-mail').locator('summary').click();
    await look(page, 'success');
    await page.getByTestId('receipt-email-input').fill('nobody');
    await page.getByTestId('receipt-send-button').click();
    await page.locator('#email-error').waitFor();
    await look(page, 'success');
    await page.getByTestId('receipt-email-input').fill('payer.of.axe@example.com');
    await page.getByTestId('receipt-send-button').click();
    await page.getByTestId('receipt-sent').waitFor();
    await look(page, 'mailed');
    await page.goto(checkout.address(page.orderId));
    await page.getByTestId('paid-state').waitFor();
    await look(page, 'paid');
  });

  it('approving a later capture: authorised, now and whenever the link is opened', async () => {
    const { id } = await checkout.order({ capture: 'manual' });
    const page = await openPage(checkout.browser);
    await page.goto(checkout.address(id));
    await payByVpa(page, 'success@upi');
    await page.getByTestId('success-state').waitFor();
    await look(page, 'held');
    await page.goto(checkout.address(id));
    await page.getByTestId('authorised-state').waitFor();
    await look(page, 'authorised');
  });

  it('paying by card: form, errors, OTP, a wrong OTP, a decline, back to the form', async () => {
    const owner = await checkout.gateway.newMember('owner');
    await owner.api.patch('/api/v1/merchant', { support_email: 'help@shop.example' });
    const { id } = await checkout.order({
      returnUrl: 'http://localhost:4242/thanks',
      lineItems: [{ name: 'Two lessons', quantity: 2, amount: 25_000 }],
      expiresIn: 3_000,
    });
    const page = await openPage(checkout.browser);
    // A response without content leaves the page open, for longer than the countdown.
    await page.route('**/checkout/leave?*', (route) => route.fulfill({ status: 204 }));
    await page.goto(checkout.address(id));
    await look(page, 'leave');
    await page.getByTestId('method-card').click();
    await page.getByTestId('card-form').getByTestId('pay-button').click();
    await page.locator('#cardNumber-error').waitFor();
    await look(page, 'card');
    await payByCard(page, '4000 0000 0000 3220');
    await page.getByTestId('otp-input').fill('000000');
    await look(page, 'otp');
    await page.getByTestId('action-form').locator('button').click();
    await page.getByText('2 tries left').waitFor();
    await look(page, 'otp');
    await page.getByTestId('change-method').click();
    await payByCard(page, '4000 0000 0000 0002');
    await page.getByTestId('error-state').waitFor();
    await look(page, 'failed');
    await page.getByTestId('retry-button').click();
    await payByCard(page, '4111 1111 1111 1111');
    await page.getByTestId('return-link').waitFor();
    await look(page, 'back');
  });

  it('confirming at the bank: the way there, and back without a result', async () => {
    const page = await checkout.open();
    await payByCard(page, '4000 0000 0000 3063');
    await page.getByText('Confirm the payment (3-D Secure)').waitFor();
    await page.goBack();
    await page.getByTestId('bank-link').waitFor();
    await look(page, 'bank');
    const payment = new URL(page.url()).searchParams.get('payment_id');
    await page.goto(`${checkout.url}/checkout/return?order_id=${page.orderId}&payment_id=${payment}`);
    await page.getByTestId('bank-link').waitFor();
    await look(page, 'returned');
  });

  it('approving in an app, by VPA and by QR code; offline; in Hindi; inside the modal', async () => {
    const page = await checkout.open();
    await payByVpa(page, 'approve@upi');
    await page.getByTestId('approve-hint').waitFor();
    await look(page, 'approve');
    await page.getByTestId('change-method').click();
    await page.getByTestId('show-qr-button').click();
    await page.getByTestId('qr-code').waitFor();
    await look(page, 'scan');
    await page.context().setOffline(true);
    await page.getByTestId('offline-banner').waitFor();
    await look(page, 'offline');
    await page.context().setOffline(false);
    for (const query of ['&lang=hi', '&embedded=true']) {
      const { id } = await checkout.order();
      await page.goto(checkout.address(id, query));
      await page.getByTestId('payment-methods').waitFor();
      await look(page, 'upi');
    }
  });

  it('on a phone: buttons and links of UPI apps; a code that has expired', async () => {
    const page = await checkout.open({ viewport: PHONE });
    await look(page, 'apps');
    await page.getByTestId('any-app-button').click();
    await page.getByTestId('upi-app-link').waitFor();
    await look(page, 'links');
    const [payment] = (await checkout.merchant.getPayments({ orderId: page.orderId })).data;
    await checkout.gateway.makeDue('payments', payment?.id ?? '', 'action_expires_at');
    await checkout.gateway.makeDue('payments', payment?.id ?? '', 'due_at');
    await page.getByTestId('upi-app-link').waitFor({ state: 'detached' });
    await look(page, 'apps');
  });

  it('nothing to pay: expired, cancelled, unknown; and the service unreachable', async () => {
    const page = await checkout.open();
    const { id } = await checkout.order({ expiresIn: 60 });
    await checkout.gateway.db.query(`UPDATE orders SET expires_at = now() - interval '1 minute' WHERE id = $1`, [id]);
    await page.goto(checkout.address(id));
    await page.getByTestId('expired-state').waitFor();
    await look(page, 'expired');
    await checkout.merchant.orders.cancel(page.orderId);
    await page.goto(checkout.address(page.orderId));
    await page.getByTestId('cancelled-state').waitFor();
    await look(page, 'cancelled');
    await page.goto(checkout.address('order_0000000000000000'));
    await page.getByTestId('not-found-state').waitFor();
    await look(page, 'unknown');
    await checkout.gateway.servers[0]?.stop();
    await page.goto(checkout.address(id));
    await page.getByTestId('unavailable-state').waitFor();
    await look(page, 'unavailable');
    await checkout.gateway.startServer();
  });

  it('payment links: a fixed amount, one to enter with an error, cancelled', async () => {
    const title = 'Yoga class';
    const link = await checkout.merchant.paymentLinks.create({ title, amount: 50_000, description: 'Ten lessons' });
    const page = await openPage(checkout.browser);
    await page.goto(`${checkout.url}/l/${link.id}`);
    await look(page, 'link');
    const { id } = await checkout.merchant.paymentLinks.create({ title, minAmount: 10_000 });
    await page.goto(`${checkout.url}/l/${id}?amount=1&error=tooSmall`);
    await look(page, 'entered');
    await checkout.merchant.paymentLinks.cancel(link.id);
    await page.goto(`${checkout.url}/l/${link.id}`);
    await look(page, 'linkCancelled');
  });

  it('paying on pages of acquirers: the way there, back unpaid with another page to ask for, and no connection', async () => {
    const shop = await TwoAcquirers.start();
    try {
      const page = await openPage(shop.checkout.browser);
      const orderId = await shop.order();
      await page.goto(shop.checkout.address(orderId));
      await look(page, 'page');
      await page.getByTestId('pay-button').click();
      await page.getByTestId('emulated-pay').waitFor();
      const { id } = await shop.paymentOf(orderId);
      await page.goto(`${shop.checkout.url}/checkout/return?order_id=${orderId}&payment_id=${id}`);
      await page.getByTestId('other-page').waitFor();
      await look(page, 'left');
      for (const account of Object.values(shop.accounts))
        await shop.api.patch(`/api/v1/connector-accounts/${account}`, { currencies: ['USD'] });
      await page.goto(shop.checkout.address(await shop.order()));
      await look(page, 'unpayable');
    } finally {
      await shop.stop();
    }
  });

  it('a receipt, with a refund', async () => {
    const payment = await checkout.gateway.captured();
    await checkout.merchant.createRefund({ paymentId: payment.id, amount: 12_345 });
    const page = await openPage(checkout.browser);
    await page.goto((await checkout.merchant.receipts.get(payment.id)).url);
    await look(page, 'receipt');
  });

  it('each method is named in an attribute', async () => {
    const page = await checkout.open();
    for (const method of ['upi', 'card'])
      expect(await page.getByTestId(`method-${method}`).getAttribute('data-method')).toBe(method);
  });

  it('together the tests above showed every id of the list', () => {
    expect([...seen].sort()).toEqual([...TEST_IDS].sort());
  });

  it(`loads at most ${MAX_SCRIPT_BYTES / 1000} kB of script, compressed`, async () => {
    const { id } = await checkout.order();
    const page = await openPage(checkout.browser);
    const scripts: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.body());
    });
    await page.goto(checkout.address(id), { waitUntil: 'networkidle' });
    const bytes = (await Promise.all(scripts)).map((body) => gzipSync(body).length);
    expect(bytes.length).toBeGreaterThan(0);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
  });
});
