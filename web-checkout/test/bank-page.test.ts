import { createServer, request as forward, type Server } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inFull } from '../../api/test/support/full.js';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { hasten, openPage, type Watched } from './support/browser.js';
import { Checkout, payByCard } from './support/checkout.js';
import { CALLBACKS, shopPage, shopPages, told } from './support/shop-page.js';

const CARD = '4000 0000 0000 3063';
/** Longer than a page needs to open by itself. */
const A_WHILE_MS = 1_500;

describe('a card that the bank wants to confirm on its own page', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start();
  });
  afterAll(() => checkout.stop());

  const pressAtBank = async (page: Page, button: 'Pass' | 'Fail' | 'Leave without an answer') => {
    await page.getByText('Confirm the payment (3-D Secure)').waitFor();
    await page.getByRole('button', { name: button, exact: true }).click();
  };
  const passed = (page: Page) => page.evaluate((time) => new Promise((done) => setTimeout(done, time)), A_WHILE_MS);
  const paymentsOf = async (orderId: string) => (await checkout.merchant.getPayments({ orderId })).data;
  const openAtBank = async (options: BrowserContextOptions = {}) => {
    const page = await checkout.open(options);
    await payByCard(page, CARD);
    await page.getByText('Confirm the payment (3-D Secure)').waitFor();
    const [payment] = await paymentsOf(page.orderId);
    return Object.assign(page, { paymentId: payment?.id ?? '' });
  };
  const backAt = (page: { orderId: string; paymentId: string }, more = '') =>
    `${checkout.url}/checkout/return?order_id=${page.orderId}&payment_id=${page.paymentId}${more}`;

  it('passes: the shopper is taken there, comes back, and sees the success', async () => {
    const page = await openAtBank();
    expect(await paymentsOf(page.orderId)).toMatchObject([
      { status: 'requires_action', nextAction: { type: 'redirect', url: page.url() } },
    ]);
    await pressAtBank(page, 'Pass');
    await page.getByTestId('success-state').waitFor();
    expect(page.url()).toBe(backAt(page));
    expect(await page.getByTestId('payment-id').textContent()).toBe(page.paymentId);
    expect(await paymentsOf(page.orderId)).toMatchObject([{ id: page.paymentId, status: 'success', captured: true }]);
    expect(page.faults).toEqual([]);
    expect(page.foreign).toEqual([]);
  });

  it('fails: the reason is shown, and Try again leads to the card form of the order', async () => {
    const page = await openAtBank();
    await pressAtBank(page, 'Fail');
    await page.getByTestId('error-state').waitFor();
    expect(await page.getByTestId('error-message').textContent()).toContain('could not confirm that it is you');
    await page.getByTestId('retry-button').click();
    await payByCard(page, '4111 1111 1111 1111');
    await page.getByTestId('success-state').waitFor();
    expect((await paymentsOf(page.orderId)).map(({ status }) => status)).toEqual(['success', 'failed']);
  });

  it('abandoned: the page says that it checks, and offers the way back to the open page', async () => {
    const page = await openAtBank();
    const atBank = page.url();
    await pressAtBank(page, 'Leave without an answer');
    await page.getByTestId('processing-message').waitFor();
    expect(await page.getByTestId('processing-message').textContent()).toBe('Checking with your bank…');
    expect(await page.getByTestId('success-state').isVisible()).toBe(false);
    await page.getByTestId('bank-link').waitFor();
    await page.getByTestId('bank-link').click();
    expect(page.url()).toBe(atBank);
    await pressAtBank(page, 'Pass');
    await page.getByTestId('success-state').waitFor();
  });

  // `step-up` has the same for an approval in an app.
  inFull('abandoned, another way to pay can be chosen; the order is paid once', async () => {
    const page = await openAtBank();
    await pressAtBank(page, 'Leave without an answer');
    await page.getByTestId('change-method').click();
    await payByCard(page, '4111 1111 1111 1111');
    await page.getByTestId('success-state').waitFor();
    const captured = (await paymentsOf(page.orderId)).filter((payment) => payment.captured);
    expect(captured).toHaveLength(1);
  });

  it('the bank’s page opens by itself only after the shopper’s own submit: not on Back, not on a load', async () => {
    const page = await openAtBank();
    const atBank = page.url();
    await page.goBack();
    await page.getByTestId('bank-link').waitFor();
    await passed(page);
    const address = checkout.address(page.orderId, `&payment_id=${page.paymentId}&method=card`);
    expect(page.url()).toBe(address);
    const other = await openPage(checkout.browser);
    await other.goto(address);
    await other.getByTestId('bank-link').waitFor();
    await passed(other);
    expect(other.url()).toBe(address);
    expect(await other.getByTestId('bank-link').getAttribute('href')).toBe(atBank);
    await other.getByTestId('bank-link').click();
    await pressAtBank(other, 'Pass');
    await other.getByTestId('success-state').waitFor();
    await page.getByTestId('success-state').waitFor(); // the first tab follows
  });

  it('the acquirer’s whole page: the payment’s address leads there, and a declined card there may be replaced', async () => {
    const { id } = await checkout.order();
    const payment = await checkout.merchant.payments.create({ orderId: id, flow: 'redirect' });
    const page = await openPage(checkout.browser);
    await page.goto(checkout.address(id, `&payment_id=${payment.id}`));
    await page.getByText('Continue on the payment page').waitFor();
    await page.getByTestId('bank-link').click();
    for (const number of ['4000000000009995', '4111111111111111']) {
      await page.getByLabel('Card number').fill(number);
      await page.getByLabel('Expires').fill('12/40');
      await page.getByLabel('CVV').fill('123');
      await page.getByRole('button', { name: 'Pay by card' }).click();
      if (number.endsWith('9995')) await page.getByText('insufficient funds').waitFor();
    }
    await page.getByTestId('success-state').waitFor();
    expect(page.url()).toBe(backAt({ orderId: id, paymentId: payment.id }));
    expect(await paymentsOf(id)).toMatchObject([{ flow: 'redirect', method: 'card', status: 'success' }]);
  });

  it('the return page shows the state of the gateway, whatever the query says', async () => {
    const page = await openAtBank();
    await hasten(page);
    const forged = '&status=success&payment_status=success&redirect_status=succeeded&seen=true&embedded=true';
    await page.goto(backAt(page, forged));
    await page.getByTestId('bank-link').waitFor();
    expect(await page.getByTestId('success-state').isVisible()).toBe(false);

    const stranger = await checkout.order();
    for (const paymentId of [page.paymentId, 'pay_0000000000000000']) {
      await page.goto(backAt({ orderId: stranger.id, paymentId }, forged));
      await page.getByTestId('payment-methods').waitFor();
      expect(new URL(page.url()).pathname).toBe('/checkout');
    }
    await page.goto(backAt({ orderId: 'order_0000000000000000', paymentId: page.paymentId }, forged));
    await page.getByTestId('not-found-state').waitFor();
    expect(await paymentsOf(page.orderId)).toMatchObject([{ status: 'requires_action', captured: false }]);
  });

  it('an address that is neither https nor on this machine is not followed', async () => {
    const page = await openAtBank();
    const change = `UPDATE payments SET next_action = (next_action::jsonb || $2::jsonb)::json WHERE id = $1`;
    await checkout.gateway.db.query(change, [page.paymentId, JSON.stringify({ url: 'http://bank.example/' })]);
    await page.goto(checkout.address(page.orderId, `&payment_id=${page.paymentId}`));
    await page.getByText('could not be opened safely').waitFor();
    expect(await page.locator('a[href*="bank.example"]').count()).toBe(0);
    await page.goto(backAt(page));
    await page.getByText('Checking with your bank').waitFor();
    expect(await page.locator('a[href*="bank.example"]').count()).toBe(0);
    expect(page.foreign).toEqual([]);
  });

  it('with JavaScript off it is a link, and the return page follows by reloading itself', async () => {
    const page = await checkout.open({ javaScriptEnabled: false });
    await payByCard(page, CARD);
    await page.getByTestId('bank-link').click();
    await pressAtBank(page, 'Pass');
    await page.getByTestId('success-state').waitFor();
    expect(await paymentsOf(page.orderId)).toMatchObject([{ status: 'success' }]);
  });

  it('the return page reports the return once, and not while it follows the payment', async () => {
    let reports = 0;
    const { proxy, address } = await proxyTo(checkout.gateway.baseUrl, (path) => {
      if (/^\/api\/v1\/payments\/pay_\w+\/public\/returned$/.test(path)) reports += 1;
    });
    const web = await checkout.another({ API_URL: address });
    try {
      const page = await openAtBank();
      await hasten(page);
      await page.goto(backAt(page).replace(checkout.url, web.url));
      await page.getByTestId('bank-link').waitFor();
      expect(reports).toBe(1);
      const bank = await openPage(checkout.browser);
      await bank.goto((await page.getByTestId('bank-link').getAttribute('href')) ?? '');
      await pressAtBank(bank, 'Pass');
      await page.getByTestId('success-state').waitFor();
      expect(reports).toBe(1);
    } finally {
      await web.stop();
      proxy.close().closeAllConnections();
    }
  });

  describe('in the modal on a merchant’s page', () => {
    const serve = shopPages();
    const openModal = async (fields: object = {}): Promise<{ page: Watched; orderId: string; shop: string }> => {
      const { id } = await checkout.order(fields);
      const script = `addEventListener('load', () => new PaymentGateway({ orderId: '${id}', ${CALLBACKS} }).open());`;
      const shop = await serve(() => shopPage(checkout.url, script));
      const page = await openPage(checkout.browser);
      await page.goto(shop);
      return { page, orderId: id, shop };
    };

    it('leaves to the top window, and comes back there with the way to the shop', async () => {
      const { page, orderId, shop } = await openModal({
        returnUrl: `${await serve(() => '<h1>The shop</h1>')}/thanks`,
      });
      await payByCard(page.getByTestId('payment-iframe').contentFrame(), CARD);
      await page.getByText('Confirm the payment (3-D Secure)').waitFor();
      expect(page.url().startsWith(shop)).toBe(false);
      expect(page.frames()).toHaveLength(1);
      await pressAtBank(page, 'Pass');
      await page.getByTestId('return-link').waitFor();
      expect(await page.getByTestId('success-state').isVisible()).toBe(true);
      expect(new URL(page.url()).origin).toBe(checkout.url);
      await page.getByText('The shop').waitFor();
      expect(new URL(page.url()).searchParams.get('order_id')).toBe(orderId);
    });

    it('leaves by itself once: a shopper who stays with the shop gets a button', async () => {
      const { page, orderId, shop } = await openModal();
      const frame = page.getByTestId('payment-iframe').contentFrame();
      await page.evaluate(() => addEventListener('beforeunload', (event) => event.preventDefault()));
      let questions = 0;
      page.on('dialog', (dialog) => {
        questions += 1;
        void dialog.dismiss(); // the shopper stays
      });
      await payByCard(frame, CARD);
      await frame.getByTestId('bank-link').waitFor();
      await passed(page);
      expect(questions).toBe(1);
      expect(page.url()).toBe(`${shop}/`);
      expect(await frame.getByTestId('bank-link').getAttribute('target')).toBe('_top');
      expect(await told(page)).toEqual([]);
      expect(await paymentsOf(orderId)).toMatchObject([{ status: 'requires_action' }]);
    });
  });
});

/** Passes everything on to the API, streams as well, and reports the path of each request. */
async function proxyTo(target: string, seen: (path: string) => void): Promise<{ proxy: Server; address: string }> {
  const proxy = createServer((incoming, outgoing) => {
    const { method, headers, url = '' } = incoming;
    seen(url);
    const request = forward(new URL(url, target), { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    request.on('error', () => outgoing.destroy());
    incoming.pipe(request);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return { proxy, address: `http://127.0.0.1:${(proxy.address() as { port: number }).port}` };
}
