import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyReturn } from '@payment-gateway/sdk';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { waitFor } from '../../api/test/support/processes.js';
import { openPage } from './support/browser.js';
import { Checkout, payByCard, payByVpa } from './support/checkout.js';

/** Longer than the countdown. */
const LONGER_MS = 6_500;

describe('the way back to the shop', () => {
  let checkout: Checkout;
  let secret: string;
  let shop: Server;
  let address: string;
  /** The requests to the shop, with their referrer. */
  let visits: { url: string; referrer: string | undefined }[] = [];
  beforeAll(async () => {
    checkout = await Checkout.start();
    const { api } = await checkout.gateway.newMember('owner');
    secret = (await api.get('/api/v1/merchant/return-secret')).json.secret;
    shop = createServer(({ url = '', headers }, response) => {
      if (!url.startsWith('/favicon')) visits.push({ url, referrer: headers.referer });
      response.setHeader('Content-Type', 'text/html').end('<title>Shop</title><h1>The shop</h1>');
    }).listen(0, '127.0.0.1');
    await once(shop, 'listening');
    address = `http://localhost:${(shop.address() as { port: number }).port}`;
  });
  afterAll(async () => {
    shop.close().closeAllConnections();
    await checkout.stop();
  });

  async function open(fields: object, options: BrowserContextOptions = {}): Promise<Page & { orderId: string }> {
    visits = [];
    const { id } = await checkout.order(fields);
    const page = await openPage(checkout.browser, options);
    await page.goto(checkout.address(id));
    return Object.assign(page, { orderId: id });
  }
  const passed = (page: Page) => page.evaluate((time) => new Promise((done) => setTimeout(done, time)), LONGER_MS);
  const atShop = (page: Page) => page.getByText('The shop').waitFor();

  it('follows a countdown, signed, with the shop’s own order_id, and not again after the Back button', async () => {
    const page = await open({ returnUrl: `${address}/thanks?order_id=42&cart=7#top` });
    await payByVpa(page, 'success@upi');
    await page.getByTestId('return-countdown').getByText('Returning to Test Merchant in 2 s').waitFor();
    const paymentId = await page.getByTestId('payment-id').textContent();
    await atShop(page);
    const url = new URL(page.url());
    expect([url.pathname, url.searchParams.getAll('order_id'), url.searchParams.get('cart'), url.hash]).toEqual([
      ...['/thanks', ['42'], '7', '#top'],
    ]);
    expect(visits).toEqual([{ url: url.pathname + url.search, referrer: undefined }]);
    const shopper = await verifyReturn(visits[0]?.url ?? '', secret, { orderId: page.orderId });
    expect(shopper).toMatchObject({ orderId: page.orderId, paymentId, status: 'success', authorized: false });
    await page.goBack();
    await page.getByTestId('paid-state').waitFor();
    await passed(page);
    expect([await page.getByTestId('paid-state').count(), visits.length]).toEqual([1, 1]);
    await page.getByTestId('return-link').click();
    await atShop(page);
  });

  it('does not start if the shopper stays, even after a reload; the link remains', async () => {
    const page = await open({ returnUrl: `${address}/thanks` });
    await payByVpa(page, 'success@upi');
    await page.getByTestId('stay-button').click();
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset['testId'])).toBe('return-link');
    await passed(page);
    await page.reload();
    await passed(page);
    expect([await page.getByTestId('success-state').count(), visits.length]).toEqual([1, 0]);
    expect(await page.getByTestId('return-countdown').count()).toBe(0);
    await page.getByTestId('return-link').click();
    await atShop(page);
    expect(await verifyReturn(page.url(), secret, { orderId: page.orderId })).toMatchObject({ status: 'success' });
  });

  it('ends when the shopper opens the form for the receipt, and does not start again when it was mailed', async () => {
    const page = await open({ returnUrl: `${address}/thanks` });
    await payByVpa(page, 'success@upi');
    await page.getByTestId('receipt-mail').locator('summary').click();
    expect(await page.getByTestId('return-countdown').count()).toBe(0);
    await page.getByTestId('receipt-email-input').fill('payer.who.types@example.com');
    await passed(page);
    await page.getByTestId('receipt-send-button').click();
    await page.getByTestId('receipt-sent').waitFor();
    await passed(page);
    expect([await page.getByTestId('success-state').count(), visits.length]).toEqual([1, 0]);
  });

  it('starts at once with the button, and the Back button starts no new countdown', async () => {
    const page = await open({ returnUrl: `${address}/thanks` });
    await payByVpa(page, 'success@upi');
    await page.getByTestId('return-countdown').waitFor();
    await page.getByTestId('return-link').click();
    await atShop(page);
    await page.goBack();
    await page.getByTestId('success-state').waitFor();
    await passed(page);
    expect([await page.getByTestId('success-state').count(), visits.length]).toEqual([1, 1]);
  });

  it('reports that an approved payment is not captured yet', async () => {
    const page = await open({ returnUrl: `${address}/thanks`, capture: 'manual' });
    await payByCard(page, '4111 1111 1111 1111');
    await atShop(page);
    expect(await verifyReturn(page.url(), secret, { orderId: page.orderId })).toMatchObject({
      ...{ status: 'success', authorized: true },
    });
  });

  it('leads from an expired or cancelled order to the return_url', async () => {
    const page = await open({ returnUrl: `${address}/thanks`, cancelUrl: `${address}/cart` });
    await checkout.merchant.orders.cancel(page.orderId);
    await page.reload();
    await page.getByTestId('cancelled-state').waitFor();
    await atShop(page);
    expect(visits.map(({ url }) => url.split('?')[0])).toEqual(['/thanks']);
    expect(await verifyReturn(page.url(), secret, { orderId: page.orderId })).toMatchObject({ status: 'cancelled' });
    const { id } = await checkout.order({ returnUrl: `${address}/thanks`, expiresIn: 60 });
    await checkout.gateway.makeDue('orders', id, 'expires_at');
    await page.goto(checkout.address(id));
    await page.getByTestId('expired-state').waitFor();
    await atShop(page);
    expect(await verifyReturn(page.url(), secret, { orderId: id })).toMatchObject({ status: 'expired' });
  });

  it('leads a shopper who cancels to cancel_url, or else to return_url, with the result; the order stays open', async () => {
    const page = await open({ returnUrl: `${address}/thanks`, cancelUrl: `${address}/cart` });
    await page.getByText('Cancel and return to Test Merchant').click();
    await atShop(page);
    expect(new URL(page.url()).pathname).toBe('/cart');
    expect(await verifyReturn(page.url(), secret, { orderId: page.orderId })).toMatchObject({
      ...{ status: 'cancelled', paymentId: null },
    });
    expect((await checkout.merchant.getOrder(page.orderId)).status).toBe('created');

    const other = await open({ returnUrl: `${address}/thanks` });
    await payByVpa(other, 'failure@upi');
    await other.getByTestId('retry-button').waitFor();
    await passed(other); // another payment is possible, so there is no redirect
    await other.getByTestId('cancel-link').click();
    await atShop(other);
    expect(new URL(other.url()).pathname).toBe('/thanks');
    expect(await verifyReturn(other.url(), secret, { orderId: other.orderId })).toMatchObject({ status: 'failed' });
  });

  it('without a URL of the order there is no link and no countdown', async () => {
    const page = await open({});
    expect(await page.getByTestId('cancel-link').count()).toBe(0);
    await payByVpa(page, 'success@upi');
    await page.getByTestId('success-state').waitFor();
    await passed(page);
    expect(await page.getByTestId('success-state').count()).toBe(1);
    expect(await page.getByTestId('return-link').count()).toBe(0);
  });

  it('with JavaScript off it is a link', async () => {
    const page = await open({ returnUrl: `${address}/thanks` }, { javaScriptEnabled: false });
    await payByVpa(page, 'success@upi');
    await page.getByTestId('success-state').waitFor();
    expect(await page.getByTestId('return-countdown').count()).toBe(0);
    await page.getByTestId('return-link').click();
    await atShop(page);
    expect(await verifyReturn(page.url(), secret, { orderId: page.orderId })).toMatchObject({ status: 'success' });
  });

  it('leads only to the order’s own URL, whatever the address contains', async () => {
    const go = async (query: string) => {
      const { status, headers } = await fetch(`${checkout.url}/checkout/return?${query}`, { redirect: 'manual' });
      return { status, to: headers.get('location') ?? '', headers };
    };
    const { id } = await checkout.order({ returnUrl: `${address}/thanks`, cancelUrl: 'myshop://cart' });
    const evil = encodeURIComponent('https://evil.example/');
    for (const more of [
      '',
      ...['return_url', 'returnUrl', 'url', 'to', 'next', 'Location'].map((name) => `&${name}=${evil}`),
    ]) {
      const { status, to, headers } = await go(`order_id=${id}${more}`);
      expect([more, status, to.startsWith(`${address}/thanks?order_id=${id}&`)]).toEqual([more, 303, true]);
      expect(to).not.toContain('evil');
      expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer']);
    }
    expect((await go(`order_id=${id}&to=cancel`)).to).toMatch(/^myshop:\/\/cart\?order_id=/);
    const nowhere = await checkout.order();
    for (const orderId of [nowhere.id, 'order_0000000000000000', evil, ''])
      expect((await go(`order_id=${orderId}`)).to).toMatch(/^\/checkout\?order_id=(order_\w{16})?$/);
    expect((await go(`order_id=${id}&order_id=${nowhere.id}`)).status).toBe(400);
  });

  it('while the API is away it leads back to the page, which shows the error', async () => {
    const web = await checkout.another({ API_URL: 'http://127.0.0.1:9' });
    try {
      const { id } = await checkout.order({ returnUrl: `${address}/thanks` });
      const page = await openPage(checkout.browser);
      await page.goto(`${web.url}/checkout/return?order_id=${id}`);
      await page.getByTestId('unavailable-state').waitFor();
    } finally {
      await web.stop();
    }
  });

  it('in the modal the page receives the signed result, without a redirect', async () => {
    const { id } = await checkout.order({ returnUrl: `${address}/thanks` });
    const host = createServer((_, response) =>
      response.setHeader('Content-Type', 'text/html')
        .end(`<!doctype html><script src="${checkout.url}/checkout.js"></script>
        <script>addEventListener('load', () => new PaymentGateway({ orderId: '${id}',
          onSuccess: (data) => { window.told = data; } }).open());</script>`),
    ).listen(0, '127.0.0.1');
    try {
      await once(host, 'listening');
      const page = await openPage(checkout.browser);
      await page.goto(`http://127.0.0.1:${(host.address() as { port: number }).port}`);
      const frame = page.getByTestId('payment-iframe').contentFrame();
      await payByVpa(frame, 'success@upi');
      const told = await waitFor(() =>
        page.evaluate(() => (globalThis as unknown as { told?: { returned: string; returnUrl: string } }).told),
      );
      expect(told.returnUrl).toBe(`${address}/thanks${told.returned}`);
      expect(await verifyReturn(told.returned, secret, { orderId: id })).toMatchObject({ status: 'success' });
      expect(await frame.getByTestId('return-link').count()).toBe(0);
      const shop = page.url();
      await passed(page);
      expect(page.url()).toBe(shop);
      expect(await page.getByTestId('payment-modal').count()).toBe(0); // it closes itself
    } finally {
      host.close().closeAllConnections();
    }
  });
});
