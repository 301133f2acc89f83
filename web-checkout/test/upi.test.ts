import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { waitFor } from '../../api/test/support/processes.js';
import { openPage, PHONE, type Watched } from './support/browser.js';
import { Checkout, payByCard, payByVpa, typeCard } from './support/checkout.js';

const CARD = '4111 1111 1111 1111';
const HANDSET = { viewport: PHONE, hasTouch: true, isMobile: true };

describe('UPI at the checkout', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start({ env: { RATE_LIMIT_PUBLIC: 'off' } });
  });
  afterAll(() => checkout.stop());

  const paymentsOf = async (orderId: string) => (await checkout.merchant.getPayments({ orderId })).data;
  const showQr = async (page: Page) => {
    await page.getByTestId('show-qr-button').click();
    await page.getByTestId('qr-code').waitFor();
  };
  const letExpire = async (orderId: string) => {
    const [payment] = await paymentsOf(orderId);
    await checkout.gateway.makeDue('payments', payment?.id ?? '', 'action_expires_at');
    await checkout.gateway.makeDue('payments', payment?.id ?? '', 'due_at');
  };
  const topOf = async (page: Page, id: string) => (await page.getByTestId(id).boundingBox())?.y ?? NaN;
  const collect = (on: boolean) => checkout.gateway.db.query('UPDATE merchants SET upi_collect = $1', [on]);

  it('is open on a wide screen: the QR block first, the UPI ID with its button below, without another click', async () => {
    const page = await checkout.open();
    const shown = ['payment-methods', 'show-qr-button', 'vpa-input', 'pay-button'];
    for (const chosen of [false, true]) {
      if (chosen) await page.getByTestId('method-card').click();
      if (chosen) await page.getByTestId('method-upi').click();
      for (const id of shown) expect([id, await page.getByTestId(id).first().isVisible()]).toEqual([id, true]);
      const form = page.getByTestId('upi-form');
      expect(await form.getByTestId('pay-button').textContent()).toBe('Pay ₹500.00');
      expect(await topOf(page, 'show-qr-button')).toBeLessThan(await topOf(page, 'vpa-input'));
      expect(await topOf(page, 'vpa-input')).toBeLessThan(await topOf(page, 'method-card'));
    }
    expect(await page.getByTestId('any-app-button').isVisible()).toBe(false);
    expect(page.faults).toEqual([]);
  });

  it('of a live merchant: the UPI ID is folded, so that one button leads, and a press opens it', async () => {
    const { id } = await checkout.order();
    await checkout.gateway.db.query(`UPDATE orders SET mode = 'live' WHERE id = $1`, [id]);
    const page = await openPage(checkout.browser);
    await page.goto(checkout.address(id));
    expect(await page.getByTestId('show-qr-button').isVisible()).toBe(true);
    expect(await page.getByTestId('vpa-input').isVisible()).toBe(false);
    await page.getByText('Enter a UPI ID instead').click();
    expect(await page.getByTestId('upi-form').getByTestId('pay-button').isVisible()).toBe(true);
  });

  it('a view of the page creates no payment and no event: shopper, reload, preview, bot, phone, without scripts', async () => {
    const { id } = await checkout.order();
    const events = async () => (await checkout.gateway.db.query('SELECT id FROM events')).rows.length;
    const before = await events();
    const address = checkout.address(id, '&method=upi');
    for (const options of [{}, HANDSET, { javaScriptEnabled: false }]) {
      const page = await openPage(checkout.browser, options);
      await page.goto(address);
      await page.reload({ waitUntil: 'networkidle' });
    }
    for (const method of ['GET', 'HEAD']) {
      const headers = { 'User-Agent': 'WhatsApp/2.23 (preview)', 'Sec-Purpose': 'prefetch;prerender' };
      expect((await fetch(address, { method, headers })).ok).toBe(true);
    }
    expect([await paymentsOf(id), await events()]).toEqual([[], before]);
  });

  it('a reload, a second tab and a second press reuse the payment of the order', async () => {
    const page = await checkout.open();
    await showQr(page);
    const [payment] = await paymentsOf(page.orderId);
    expect(payment).toMatchObject({ flow: 'intent', status: 'requires_action' });
    await page.reload();
    await page.getByTestId('qr-code').waitFor();
    const tab = await openPage(checkout.browser);
    await tab.goto(checkout.address(page.orderId));
    await tab.getByTestId('show-qr-button').dblclick();
    await tab.getByTestId('qr-code').waitFor();
    expect(new URL(tab.url()).searchParams.get('payment_id')).toBe(payment?.id);
    expect(await paymentsOf(page.orderId)).toHaveLength(1);
    await tab.getByTestId('upi-approve-button').click();
    for (const one of [tab, page]) await one.getByTestId('success-state').waitFor();
  });

  it('a code that expires is no failure: Show QR is offered again and creates another payment', async () => {
    const page = await checkout.open();
    await showQr(page);
    await letExpire(page.orderId);
    await page.getByText('The time to pay ran out. Nothing was charged.').waitFor();
    expect(await page.getByTestId('error-state').isVisible()).toBe(false);
    await showQr(page);
    expect((await paymentsOf(page.orderId)).map(({ status }) => status)).toEqual(['requires_action', 'expired']);
    // A tab that never showed the first code finds the second.
    const tab = await openPage(checkout.browser);
    await tab.goto(checkout.address(page.orderId));
    await showQr(tab);
    expect(await paymentsOf(page.orderId)).toHaveLength(2);
    await page.getByTestId('upi-approve-button').click();
    await page.getByTestId('success-state').waitFor();
  });

  it('a code that the shopper declines in the app is a failure, after which another code can be shown', async () => {
    const page = await checkout.open();
    await showQr(page);
    await page.getByTestId('upi-decline-button').click();
    await page.getByTestId('error-state').waitFor();
    await page.getByTestId('retry-button').click();
    await showQr(page);
    expect((await paymentsOf(page.orderId)).map(({ status }) => status)).toEqual(['requires_action', 'failed']);
  });

  it('a card pays while a code is open: the order is paid once, and the code is cancelled', async () => {
    const page = await checkout.open();
    await showQr(page);
    await payByCard(page, CARD);
    await page.getByTestId('success-state').waitFor();
    const ends = (await paymentsOf(page.orderId)).map(({ method, status, captured }) => [method, status, captured]);
    expect(ends).toEqual([
      ['card', 'success', true],
      ['upi', 'cancelled', false],
    ]);
    expect(await checkout.merchant.getOrder(page.orderId)).toMatchObject({ status: 'paid', amountPaid: 50_000 });
  });

  it('a card that is typed while the code expires stays typed, and the open method stays open', async () => {
    const page = await checkout.open();
    await showQr(page);
    await typeCard(page, CARD);
    await letExpire(page.orderId);
    await page.getByTestId('qr-code').waitFor({ state: 'detached' });
    expect(await page.getByTestId('card-number-input').inputValue()).toBe(CARD);
    expect(await page.getByTestId('cvv-input').inputValue()).toBe('123');
    await page.getByTestId('card-form').getByTestId('pay-button').click();
    await page.getByTestId('success-state').waitFor();
  });

  it('an address that is typed while a code is open pays as well', async () => {
    const page = await checkout.open();
    await showQr(page);
    await payByVpa(page, 'success@upi');
    await page.getByTestId('success-state').waitFor();
    expect((await paymentsOf(page.orderId)).map(({ status }) => status)).toEqual(['success', 'cancelled']);
  });

  describe('on a phone', () => {
    /** The addresses that the page has tried to leave for. */
    async function departures(page: Watched): Promise<string[]> {
      const session = await page.context().newCDPSession(page);
      const urls: string[] = [];
      session.on('Page.frameRequestedNavigation', ({ url }) => urls.push(url));
      await session.send('Page.enable');
      return urls;
    }

    it('the buttons are UPI apps: a press creates the payment, opens that app, and leaves links to each app', async () => {
      const page = await checkout.open(HANDSET);
      const urls = await departures(page);
      expect(await page.getByTestId('any-app-button').isVisible()).toBe(true);
      await page.getByRole('button', { name: 'PhonePe' }).tap();
      const any = page.getByTestId('upi-app-link');
      await any.waitFor();
      const link = await any.getAttribute('href');
      const [payment, ...more] = await paymentsOf(page.orderId);
      expect(more).toEqual([]);
      expect(payment?.nextAction).toMatchObject({ type: 'upi_approve', upiLink: link });
      const query = link?.split('?')[1];
      for (const [name, start] of [
        ['Google Pay', 'tez://upi/pay'],
        ['PhonePe', 'phonepe://pay'],
        ['Paytm', 'paytmmp://pay'],
        ['Any UPI app', 'upi://pay'],
      ] as const)
        expect(await page.getByRole('link', { name }).getAttribute('href')).toBe(`${start}?${query}`);
      await waitFor(() => urls.includes(`phonepe://pay?${query}`), { what: 'the app that was pressed' });
      expect(await page.getByTestId('approve-hint').isVisible()).toBe(true);
      expect(await page.getByTestId('qr-code').isVisible()).toBe(false);
    });

    it('a reload opens no app, and the QR code is there for another phone', async () => {
      const page = await checkout.open(HANDSET);
      await page.getByTestId('any-app-button').tap();
      await page.getByTestId('upi-app-link').waitFor();
      const urls = await departures(page);
      await page.reload();
      await page.getByText('Scan from another phone').tap();
      await page.getByTestId('qr-code').waitFor();
      expect(urls.filter((url) => !url.startsWith('http'))).toEqual([]);
      expect(await paymentsOf(page.orderId)).toHaveLength(1);
    });

    it('Show QR shows the code at once', async () => {
      const page = await checkout.open(HANDSET);
      await showQr(page);
      expect(await page.getByTestId('upi-app-link').isVisible()).toBe(true);
    });
  });

  describe('where the merchant does not take UPI collect', () => {
    it('there is no field for an address and no address among the test values; code and card remain', async () => {
      await collect(false);
      const page = await checkout.open();
      await collect(true);
      await page.getByTestId('method-upi').click();
      expect(await page.getByTestId('upi-form').count()).toBe(0);
      expect(await page.locator('[data-value="success@upi"]').count()).toBe(0);
      await showQr(page);
      await page.getByTestId('upi-approve-button').click();
      await page.getByTestId('success-state').waitFor();
    });

    it('a form that was open before is refused, and the page then shows what the merchant takes', async () => {
      const page = await checkout.open();
      await collect(false);
      await payByVpa(page, 'success@upi');
      await page.getByTestId('upi-form').waitFor({ state: 'detached' });
      await collect(true);
      expect(await page.getByTestId('show-qr-button').isVisible()).toBe(true);
      expect(await paymentsOf(page.orderId)).toEqual([]);
    });

    it('a live merchant created now takes no UPI ID, and cannot be paid before it has a connection', async () => {
      const { session, api } = await checkout.gateway.newMember('owner');
      const { id: merchantId } = (await api.post('/api/v1/merchants', { name: 'Live shop', mode: 'live' })).json;
      const owner = checkout.gateway.client({ session, merchantId });
      expect((await owner.get('/api/v1/merchant')).json.upi_collect).toBe(false);
      const order = await checkout.gateway.order({}, owner);
      const page = await openPage(checkout.browser);
      await page.goto(checkout.address(order.id));
      expect(await page.getByTestId('unpayable-state').isVisible()).toBe(true);
      expect(await page.getByTestId('upi-form').count()).toBe(0);
    });
  });
});
