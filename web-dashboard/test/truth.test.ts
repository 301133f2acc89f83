import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, waitFor } from '../../api/test/support/processes.js';
import type { Watched } from '../../web-checkout/test/support/browser.js';
import { startWeb } from '../../web-checkout/test/support/checkout.js';
import { Dashboard } from './support/dashboard.js';

describe('the dashboard shows the current state', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  const rows = (page: Watched) => page.getByTestId('transaction-row');
  const idsOn = (page: Watched) =>
    rows(page).evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset['paymentId']));

  it.each(['test', 'live'] as const)(
    'the secret of a rolled %s key stays until it is confirmed as stored, after a full load and after navigation',
    async (mode) => {
      const { id, apiKey } = await dashboard.gateway.newMerchant({ mode });
      const as = await dashboard.gateway.newMember('owner', id);
      const page = await dashboard.signedIn({ as, path: '/dashboard/keys' });
      const panel = page.locator('[data-secret-panel]');
      let rolled = apiKey;
      for (const way of ['a fresh load', 'inside the app']) {
        if (way === 'inside the app') {
          await page.getByRole('link', { name: 'Team' }).click();
          await page.waitForURL('**/team');
          await page.getByRole('link', { name: 'API keys' }).click();
          await page.waitForURL('**/keys');
        }
        const row = page.locator(`[data-key-id="${rolled}"]`);
        await row.getByRole('button', { name: /^Actions for/ }).click();
        await row.getByRole('button', { name: 'Roll key' }).click();
        // Its row has no button any more after the refresh: the old key has ended.
        await page.locator('dialog[open] select').selectOption('0');
        await page.locator('dialog[open]').getByRole('button', { name: 'Roll the key' }).click();
        const secret = (await panel.locator('code').textContent()) ?? '';
        const { json } = await as.api.get('/api/v1/api-keys');
        rolled = json.data.find((one: { expires_at: string | null }) => one.expires_at === null).id;
        await page.locator(`[data-key-id="${rolled}"]`).waitFor();
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
        await page.mouse.click(2, 2);
        expect([way, await panel.isVisible(), await panel.locator('code').textContent()]).toEqual([way, true, secret]);
        const client = dashboard.gateway.client({ key: rolled, secret });
        expect([way, (await client.get('/api/v1/orders')).status]).toEqual([way, 200]);
        await panel.getByRole('button', { name: 'I have stored it' }).click();
        await panel.waitFor({ state: 'hidden' });
        expect(await page.locator('dialog[open]').count()).toBe(0);
      }
      expect(page.faults).toEqual([]);
    },
  );

  it('a refresh of a list keeps an open dialog, also after a full load', async () => {
    const page = await dashboard.signedIn({ path: '/dashboard/keys' });
    await page
      .getByRole('button', { name: /^Actions for/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Revoke key' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.waitFor();
    await dialog.evaluate((one) => ((one as HTMLElement).dataset['kept'] = 'yes'));
    // Another form of the same page completes, and the page is refreshed.
    await page.evaluate(() => document.querySelector<HTMLDialogElement>('dialog[open]')?.close());
    await page.getByTestId('new-key-button').click();
    await page.getByTestId('new-key-form').getByLabel('Name').fill('Beside');
    await page.getByRole('button', { name: 'Create the key' }).click();
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByRole('cell', { name: /^Beside/ }).waitFor();
    expect(await page.locator('dialog[data-kept]').count()).toBe(1);
  });

  it('times and days are in the merchant’s time zone, which is chosen in the settings', async () => {
    const { id, api } = await dashboard.gateway.newMerchant();
    const as = await dashboard.gateway.newMember('owner', id);
    const payment = await dashboard.gateway.captured(50_000, api);
    // 00:10 in India, and still the evening before in UTC.
    const at = '2026-11-22T18:40:00Z';
    const bounds = `created_from=2026-11-22T18:30:00Z&created_to=2026-11-23T18:30:00Z`;
    await dashboard.gateway.db.query('UPDATE payments SET created_at = $2 WHERE id = $1', [payment.id, at]);
    const page = await dashboard.signedIn({ as, path: '/dashboard/settings' });
    await page.getByLabel('Time zone').selectOption('Asia/Kolkata');
    await page.getByTestId('merchant-form').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page
      .locator('select[name=time_zone] option:checked')
      .getByText('Asia/Kolkata')
      .waitFor({ state: 'attached' });
    await page.goto(`${dashboard.url}/dashboard/transactions/${payment.id}`);
    expect(await page.locator(`time[datetime="2026-11-22T18:40:00.000Z"]`).first().textContent()).toBe(
      '23 Nov 2026, 00:10:00 IST',
    );
    const { data } = (await api.get(`/api/v1/payments?${bounds}`)).json;
    for (const [day, found] of [
      ['2026-11-22', 0],
      ['2026-11-23', data.length],
    ] as const) {
      await page.goto(`${dashboard.url}/dashboard/transactions?from=${day}&to=${day}`);
      expect([day, await page.getByTestId('transaction-row').count()]).toEqual([day, found]);
      const csv = await page.request.get(`${dashboard.url}/dashboard/transactions/export?from=${day}&to=${day}`);
      expect([day, (await csv.text()).trim().split('\r\n').length]).toEqual([day, 1 + found]);
    }
  });

  it('whether shoppers may type a UPI ID is chosen in the settings, and holds for orders at once', async () => {
    const { id, api } = await dashboard.gateway.newMerchant();
    const as = await dashboard.gateway.newMember('owner', id);
    const order = await dashboard.gateway.order({}, api);
    const isOffered = async () =>
      (await dashboard.gateway.shopper.get(`/api/v1/orders/${order.id}/public`)).json.upi_collect;
    const page = await dashboard.signedIn({ as, path: '/dashboard/settings' });
    const choice = page.getByLabel('UPI ID at the checkout');
    for (const on of ['false', 'true']) {
      await choice.selectOption(on);
      await page.getByTestId('merchant-form').getByRole('button', { name: 'Save' }).click();
      await waitFor(async () => String(await isOffered()) === on, { what: `the choice ${on}` });
      await page.locator(`select[name=upi_collect] option[value=${on}]:checked`).waitFor({ state: 'attached' });
      await page.reload();
      expect(await choice.inputValue()).toBe(on);
    }
  });

  it('relative times are updated while the page is open', async () => {
    const { id, api } = await dashboard.gateway.newMerchant();
    const as = await dashboard.gateway.newMember('viewer', id);
    await dashboard.gateway.order({}, api);
    const page = await dashboard.open();
    await page.clock.install();
    await page.context().addCookies([{ name: 'session', value: as.session, url: dashboard.url, httpOnly: true }]);
    await page.goto(`${dashboard.url}/dashboard/orders`, { waitUntil: 'networkidle' });
    expect(await page.getByTestId('created-at').textContent()).toMatch(/sec\. ago|now/);
    await page.clock.fastForward('05:30');
    await page
      .getByTestId('created-at')
      .getByText(/^[5-9] min\. ago/)
      .waitFor(); // a busy machine needs more time before
    await page.clock.fastForward('02:00:00');
    await page.getByTestId('created-at').getByText('2 hr. ago').waitFor();
  });

  it('an unknown address shows its 404 within the dashboard, and a printed page has no navigation', async () => {
    const page = await dashboard.signedIn({ path: '/dashboard/orders' });
    for (const path of ['nope', 'orders/order_1/nope', 'webhooks/nope']) {
      const answer = await page.goto(`${dashboard.url}/dashboard/${path}`);
      expect([path, answer?.status()]).toEqual([path, 404]);
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
      expect([path, await page.getByRole('navigation', { name: 'Main' }).isVisible()]).toEqual([path, true]);
    }
    await page.goto(`${dashboard.url}/dashboard`);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.getByTestId('total-amount').waitFor();
    for (const chrome of ['header', 'button', '.button'])
      expect([chrome, await page.locator(`${chrome}:visible`).count()]).toEqual([chrome, 0]);
    const ground = await page.evaluate(() => [
      getComputedStyle(document.querySelector('main')!).marginLeft,
      getComputedStyle(document.documentElement).backgroundColor,
    ]);
    expect(ground).toEqual(['0px', 'rgb(255, 255, 255)']);
  });

  it('the search finds a payment by its receipt in any case, and by the start of an id; no page is prefetched', async () => {
    const order = await dashboard.merchant.createOrder({ amount: 4_400, receipt: 'Tea-Übung 7' });
    const { id } = await dashboard.merchant.createPayment({ orderId: order.id, method: 'upi', vpa: 'Receipt@upi' });
    await dashboard.gateway.payment(id);
    for (const q of ['TEA-übung', id.slice(0, -2).toUpperCase(), 'receipt@UPI', order.id]) {
      const page = await dashboard.signedIn({ path: `/dashboard/transactions?q=${encodeURIComponent(q)}` });
      expect([q, await idsOn(page)]).toEqual([q, [id]]);
      await page.context().close();
    }
    const page = await dashboard.open();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).searchParams.has('_rsc')) asked.push(request.url());
    });
    const { session } = await dashboard.gateway.newMember('owner');
    await page.context().addCookies([{ name: 'session', value: session, url: dashboard.url, httpOnly: true }]);
    await page.goto(`${dashboard.url}/dashboard/transactions`, { waitUntil: 'networkidle' });
    await rows(page).first().hover();
    expect([(await rows(page).count()) > 0, asked]).toEqual([true, []]);
  });

  it('an order without attempts shows that, and error messages have amounts in the form’s units', async () => {
    const order = await dashboard.merchant.createOrder({ amount: 5_000 });
    const page = await dashboard.signedIn({ path: `/dashboard/orders/${order.id}` });
    await page.getByText('Not paid yet').waitFor();
    expect(await page.getByText('Create an order').count()).toBe(0);
    await page.goto(`${dashboard.url}/dashboard/orders`);
    await page.getByTestId('new-order-button').click();
    const dialog = page.locator('dialog[open]');
    const amount = dialog.locator('[name=amount]');
    for (const [currency, typed, words] of [
      ['INR', '0.50', 'Amount must be at least ₹1.00'],
      ['JPY', '10.50', 'Enter an amount such as 500 or 1,000, in JPY.'],
      ['KWD', '1,5', 'Enter an amount such as 4.500 or 1,000.000, in KWD.'],
    ] as const) {
      await dialog.locator('[name=currency]').fill(currency);
      await amount.fill(typed);
      await dialog.getByRole('button', { name: 'Create the order' }).click();
      await dialog.getByRole('alert').getByText(words).waitFor();
      expect([currency, await amount.getAttribute('placeholder')]).toEqual([
        currency,
        { INR: '499.00', JPY: '500', KWD: '4.500' }[currency],
      ]);
    }
  });

  it('the script tag of the Docs page has the hash of the served script', async () => {
    const shared = { PUBLIC_CHECKOUT_URL: 'http://localhost:3001', API_URL: dashboard.gateway.baseUrl };
    const port = await freePort();
    const checkout = await startWeb(port, shared);
    try {
      const page = await dashboard.signedIn({ path: '/dashboard/docs' });
      const snippet = (await page.getByTestId('section-sdk-integration').textContent()) ?? '';
      expect(snippet).toContain('<script src="http://localhost:3001/checkout.js"></script>');
      await page.getByTestId('section-sdk-integration').getByRole('link', { name: 'By version and hash' }).click();
      await page.getByText('integrity=').waitFor();
      const pinned = (await page.getByTestId('section-sdk-integration').textContent()) ?? '';
      const [, address = '', integrity] =
        /src="http:\/\/localhost:3001(\/checkout-[\d.]+\.js)"\s+integrity="([^"]+)"\s+crossorigin="anonymous"/.exec(
          pinned,
        ) ?? [];
      const served = await (await fetch(`http://localhost:${port}${address}`)).text();
      expect(integrity).toBe(`sha384-${createHash('sha384').update(served).digest('base64')}`);
    } finally {
      await checkout.stop();
    }
  });

  it('the largest amounts stay within their card, at every width', async () => {
    const { id } = await dashboard.gateway.newMerchant();
    await dashboard.gateway.db.query(
      `INSERT INTO statistics (merchant_id, grain, bucket, currency, metric, count, amount)
       SELECT $1, 'hour', date_trunc('hour', now(), 'UTC') - make_interval(days => n), c, metric, 1000000, 999999999999999
       FROM generate_series(1, 5) AS n, unnest(ARRAY['captured', 'succeeded']) AS metric, unnest(ARRAY['INR', 'USD']) AS c`,
      [id],
    );
    const page = await dashboard.signedIn({ as: await dashboard.gateway.newMember('owner', id) });
    for (const width of [320, 375, 700, 1024, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const beyond = await page
        .getByTestId('stats-container')
        .evaluate((stats) =>
          [...stats.children].flatMap((card) =>
            [...card.querySelectorAll('*')]
              .filter((part) => part.getBoundingClientRect().right > card.getBoundingClientRect().right + 0.5)
              .map((part) => part.outerHTML),
          ),
        );
      expect([width, beyond]).toEqual([width, []]);
    }
  });
});
