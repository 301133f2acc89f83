import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { waitFor } from '../../api/test/support/processes.js';
import { openPage } from './support/browser.js';
import { Checkout, payByVpa } from './support/checkout.js';

type Back = () => Promise<void>;
const POLLS = 3;
const POLL_MS = 2_000;

/** Waits until only the stream has been open for a second: a refresh that is interrupted would leave the page. */
async function atRest(page: Page): Promise<void> {
  const onItsWay = new Set<Request>();
  let since = Date.now();
  const note = (request: Request, change: 'add' | 'delete') => {
    if (request.resourceType() === 'eventsource') return;
    onItsWay[change](request);
    since = Date.now();
  };
  page.on('request', (request) => note(request, 'add'));
  page.on('requestfinished', (request) => note(request, 'delete'));
  page.on('requestfailed', (request) => note(request, 'delete'));
  await waitFor(() => onItsWay.size === 0 && Date.now() - since > 1_000, { what: 'a page at rest' });
}

/** Goes offline, with the banner, for longer than some polls. */
async function unplugged(page: Page): Promise<Back> {
  await page.context().setOffline(true);
  await page.getByTestId('offline-banner').waitFor();
  // No request can be counted meanwhile: the page's own clock shows when the polls would have been.
  await page.evaluate((time) => new Promise((passed) => setTimeout(passed, time)), (POLLS + 0.5) * POLL_MS);
  return async () => {
    await page.context().setOffline(false);
    await page.getByTestId('offline-banner').waitFor({ state: 'detached' });
  };
}

/** Makes every request fail, for the time of some polls. */
async function cutOff(page: Page): Promise<Back> {
  let failed = 0;
  page.on('requestfailed', (request) => (failed += request.url().endsWith('/health') ? 1 : 0));
  await page.context().setOffline(true);
  await page.evaluate(() => Object.defineProperty(navigator, 'onLine', { get: () => true }));
  await waitFor(() => failed >= POLLS, { what: 'some polls that failed' });
  return () => page.context().setOffline(false);
}

describe('the page without anything to pay, or without a connection', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start({ env: { SIMULATOR_SLOW_DELAY: '5s' } });
  });
  afterAll(() => checkout.stop());

  it('processing survives a reload, and ends by itself', async () => {
    const page = await checkout.open();
    await payByVpa(page, 'slow@upi');
    await page.getByTestId('processing-state').waitFor();
    await page.reload();
    expect(await page.getByTestId('processing-message').textContent()).toBe('Processing payment...');
    await page.getByTestId('success-state').waitFor();
  });

  it('without the stream of events the page polls every two seconds', async () => {
    const page = await checkout.open();
    await page.route('**/checkout/status?*', (route) => route.abort());
    await payByVpa(page, 'slow@upi');
    await page.getByTestId('processing-state').waitFor();
    await page.getByTestId('success-state').waitFor();
  });

  it.each<[string, (page: Page) => Promise<Back>]>([
    ['a browser that is offline', unplugged],
    ['a network that is down while the browser is online', cutOff],
  ])('%s keeps the page through many polls, and continues afterwards', async (_, lose) => {
    const page = await checkout.open();
    await payByVpa(page, 'slow@upi');
    await page.getByTestId('processing-state').waitFor();
    await page.evaluate(() => Object.assign(globalThis, { stayed: true }));
    await atRest(page);
    const comeBack = await lose(page);
    await waitFor(async () => (await checkout.merchant.getOrder(page.orderId)).status === 'paid');
    expect(await page.getByTestId('processing-state').isVisible()).toBe(true);
    await comeBack();
    await page.getByTestId('success-state').waitFor();
    expect(await page.evaluate(() => 'stayed' in globalThis)).toBe(true);
  });

  it('an order that is already paid', async () => {
    const page = await checkout.open();
    await payByVpa(page, 'success@upi');
    await page.getByTestId('success-state').waitFor();
    await page.goto(checkout.address(page.orderId));
    await page.getByTestId('paid-state').waitFor();
    expect(await page.getByTestId('payment-methods').count()).toBe(0);
  });

  it('an order with an authorised payment shows authorised, never paid, and takes no other payment', async () => {
    const { id } = await checkout.order({ capture: 'manual' });
    const page = await openPage(checkout.browser);
    const label = () => page.getByTestId('order-summary').getByText('Amount authorised').count();
    await page.goto(checkout.address(id));
    await payByVpa(page, 'success@upi');
    await page.getByTestId('success-state').waitFor();
    expect(await page.getByRole('heading', { name: 'Authorised' }).count()).toBe(1);
    expect([await label(), await page.getByText(/\bpaid\b/i).count()]).toEqual([1, 0]);
    await page.goto(checkout.address(id));
    await page.getByTestId('authorised-state').waitFor();
    expect([await label(), await page.getByText(/\bpaid\b/i).count()]).toEqual([1, 0]);
    expect(await page.getByTestId('payment-methods').count()).toBe(0);
    const { data } = await checkout.merchant.getPayments({ orderId: id });
    expect(data).toMatchObject([{ status: 'success', authorized: true }]);
    await checkout.merchant.capturePayment(data[0]?.id ?? '');
    await page.reload();
    await page.getByTestId('paid-state').waitFor();
  });

  it('an order paid elsewhere while its form was open', async () => {
    const page = await checkout.open();
    const other = await openPage(checkout.browser);
    await other.goto(checkout.address(page.orderId));
    await payByVpa(other, 'success@upi');
    await other.getByTestId('success-state').waitFor();
    await payByVpa(page, 'success@upi');
    await page.getByTestId('paid-state').waitFor();
    expect((await checkout.merchant.getPayments({ orderId: page.orderId })).data).toHaveLength(1);
  });

  it('an order that has expired, and one that was cancelled', async () => {
    const page = await checkout.open();
    const { id } = await checkout.order({ expiresIn: 60 });
    await checkout.gateway.db.query(`UPDATE orders SET expires_at = now() - interval '1 minute' WHERE id = $1`, [id]);
    await page.goto(checkout.address(id));
    await page.getByTestId('expired-state').waitFor();
    await checkout.merchant.orders.cancel(page.orderId);
    await page.goto(checkout.address(page.orderId));
    await page.getByTestId('cancelled-state').waitFor();
  });

  it('an unknown order is a 404, and so is a missing order id', async () => {
    const page = await openPage(checkout.browser);
    for (const address of [checkout.address('order_0000000000000000'), checkout.address(''), `${checkout.url}/`]) {
      expect((await page.goto(address))?.status()).toBe(404);
      await page.getByTestId('not-found-state').waitFor();
    }
  });

  it('another order’s payment is not shown for this order', async () => {
    const page = await checkout.open();
    await payByVpa(page, 'success@upi');
    await page.getByTestId('success-state').waitFor();
    const paymentId = await page.getByTestId('payment-id').textContent();
    const { id } = await checkout.order();
    await page.goto(checkout.address(id, `&payment_id=${paymentId}`));
    await page.getByTestId('payment-methods').waitFor();
    expect(await page.getByTestId('success-state').isVisible()).toBe(false);
  });
});

describe('the API away', () => {
  it('the page of a payment in progress reloads by itself', async () => {
    const checkout = await Checkout.start({ worker: false });
    try {
      const page = await checkout.open();
      await payByVpa(page, 'success@upi');
      await page.getByTestId('processing-state').waitFor();
      await checkout.gateway.servers[0]?.kill();
      await page.getByTestId('unavailable-state').waitFor();
      await Promise.all([checkout.gateway.startServer(), checkout.gateway.startWorker()]);
      await page.getByTestId('success-state').waitFor();
    } finally {
      await checkout.stop();
    }
  });

  it('the page states that nothing was charged and offers a retry', async () => {
    const checkout = await Checkout.start({ worker: false });
    try {
      const page = await checkout.open();
      await page.waitForLoadState('networkidle');
      await checkout.gateway.servers[0]?.kill();
      await payByVpa(page, 'success@upi');
      await page.getByText('You can safely try again').waitFor();
      await page.reload();
      await page.getByTestId('unavailable-state').waitFor();
      await checkout.gateway.startServer();
      await page.getByTestId('retry-button').click();
      await page.getByTestId('payment-methods').waitFor();
    } finally {
      await checkout.stop();
    }
  });
});
