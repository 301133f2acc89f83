import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cardOf } from '../../api/test/support/gateway.js';
import { waitFor } from '../../api/test/support/processes.js';
import { Dashboard } from './support/dashboard.js';

describe('the home page', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  /** A merchant with the given figures, each some days before now. Refunds are negative movements. */
  const merchantWith = async (
    rows: readonly (readonly [days: number, metric: string, count: number, amount: number, currency?: string])[],
  ) => {
    const { id } = await dashboard.gateway.newMerchant();
    for (const [days, metric, count, amount, currency = 'INR'] of rows)
      await dashboard.gateway.db.query(
        `INSERT INTO statistics (merchant_id, grain, bucket, currency, metric, count, amount)
         VALUES ($1, 'hour', date_trunc('hour', now(), 'UTC') - make_interval(days => $2), $6, $3, $4, $5)`,
        [id, days, metric, count, amount, currency],
      );
    return dashboard.gateway.newMember('owner', id);
  };

  it('net volume is captured less refunded, and each figure is compared with the period before', async () => {
    const as = await merchantWith([
      [1, 'captured', 4, 400_000],
      [1, 'succeeded', 4, 440_000],
      [2, 'failed', 1, 0],
      [2, 'cancelled', 2, 0],
      [2, 'refunded', 1, -100_000],
      [9, 'captured', 2, 200_000],
      [9, 'succeeded', 2, 200_000],
    ]);
    const page = await dashboard.signedIn({ as });
    const ids = ['net-volume', 'total-amount', 'total-transactions', 'success-rate', 'refunded-amount'] as const;
    const figures = await Promise.all(ids.map((id) => page.getByTestId(id).textContent()));
    expect(figures).toEqual(['₹3,000.00', '₹4,000.00', '7', '80%', '₹1,000.00']);
    // Authorised money is approved and not captured.
    expect(await page.getByTestId('average-amount').textContent()).toBe('₹1,100.00');
    await page.getByText('of 4 approved').waitFor();
    await page.getByText('2 cancelled or expired').waitFor();
    const tile = page
      .getByTestId('stats-container')
      .locator('.card')
      .filter({ has: page.getByTestId('net-volume') });
    expect(await tile.textContent()).toContain('↑ 50% more than in the period before');
    const rate = page.locator('.card').filter({ has: page.getByTestId('success-rate') });
    expect(await rate.textContent()).toContain('↓ 20 pp less than in the period before');
  });

  it('the figures are also by method and by currency', async () => {
    const as = await merchantWith([
      [1, 'captured', 4, 400_000],
      [1, 'succeeded', 4, 400_000],
      [1, 'succeeded:upi', 3, 250_000],
      [1, 'succeeded:card', 1, 150_000],
      [1, 'failed', 1, 50_000],
      [1, 'failed:card', 1, 50_000],
      [1, 'captured', 1, 9_900, 'USD'],
      [1, 'succeeded', 1, 9_900, 'USD'],
      [9, 'succeeded:wallet', 5, 100_000],
    ]);
    const page = await dashboard.signedIn({ as });
    const rowsOf = async (name: string) => {
      const rows = page.getByRole('region', { name }).locator('tbody tr');
      return Promise.all((await rows.all()).map((row) => row.locator('td').allTextContents()));
    };
    expect(await rowsOf('Figures by method, INR')).toEqual([
      ['UPI', '₹2,500.00', '3 payments', '100%'],
      ['Card', '₹1,500.00', '2 payments', '50%'],
    ]);
    expect((await rowsOf('Figures by currency')).map(([code, net]) => [code, net])).toEqual([
      ['INR', '₹4,000.00'],
      ['USD', '$99.00'],
    ]);
    await page.getByRole('region', { name: 'Figures by method' }).getByRole('link', { name: 'Card' }).click();
    await page.waitForURL(/transactions\?method=card$/);
  });

  it('the hour or day that is not over says so, unless the chosen days are over', async () => {
    const as = await merchantWith([
      [0, 'captured', 1, 730_000],
      [2, 'captured', 1, 90_000],
    ]);
    const page = await dashboard.signedIn({ as });
    const values = page.getByRole('figure', { name: 'Net volume' }).locator('title');
    const soFar = async () => (await values.allTextContents()).filter((words) => words.endsWith(' so far'));
    expect(await soFar()).toEqual([expect.stringContaining('₹7,300.00 so far')]);
    const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10);
    await page.goto(`${dashboard.url}/dashboard?from=${day(6)}&to=${day(2)}`);
    await values.first().waitFor({ state: 'attached' });
    expect(await soFar()).toEqual([]);
  });

  it('no word and no amount of the table by method breaks, beside another table', async () => {
    const as = await merchantWith([
      [1, 'succeeded', 400, 22_473_000],
      [1, 'succeeded:upi', 300, 122_473_000],
      [1, 'succeeded:netbanking', 100, 15_476_300],
    ]);
    const page = await dashboard.signedIn({ as });
    for (const width of [375, 1000, 1024, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const table = page.getByRole('region', { name: 'Figures by method, INR' });
      const broken = await table.locator('td').evaluateAll((cells) =>
        cells
          .filter((cell) => {
            const words = document.createRange();
            words.selectNodeContents(cell);
            return words.getBoundingClientRect().height > 30;
          })
          .map(({ textContent }) => textContent),
      );
      const beyond = await table.evaluate((frame) => frame.scrollWidth - frame.clientWidth);
      expect([width, beyond, broken]).toEqual([width, 0, []]);
    }
  });

  it('a chart has a scale, the value under the pointer, and a table for the keyboard', async () => {
    const as = await merchantWith([
      [1, 'captured', 4, 730_000],
      [3, 'refunded', 1, -50_000],
    ]);
    const page = await dashboard.signedIn({ as });
    await page.waitForLoadState('networkidle');
    const chart = page.getByRole('figure', { name: 'Net volume' });
    for (const tick of ['₹0', '₹8K']) await chart.getByText(tick, { exact: true }).waitFor();
    // The value follows the pointer once the page's script runs.
    const value = async () => {
      await page.mouse.move(0, 0);
      await chart.locator('.chart-hit').nth(-2).hover();
      return chart.locator('[data-chart-value]').textContent();
    };
    expect(await waitFor(value, { what: 'the value' })).toMatch(/^\d+ \w+: ₹7,300\.00$/);
    const table = chart.getByRole('region', { name: 'Net volume, as a table' });
    expect(await table.isVisible()).toBe(false);
    await chart.locator('summary').focus();
    await page.keyboard.press('Enter');
    await table.getByRole('cell', { name: '-₹500.00' }).waitFor();
    expect(page.faults).toEqual([]);
  });

  it('any days can be chosen, without JavaScript too', async () => {
    const as = await merchantWith([[40, 'captured', 1, 90_000]]);
    const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10);
    const page = await dashboard.signedIn({ as, javaScriptEnabled: false });
    expect(await page.getByTestId('net-volume').textContent()).toBe('₹0.00');
    await page.getByText('Choose days').click();
    await page.locator('form [name=from]').fill(day(41));
    await page.locator('form [name=to]').fill(day(39));
    await page.getByRole('button', { name: 'Show these days' }).click();
    await page.waitForURL(/from=/);
    expect(await page.getByTestId('net-volume').textContent()).toBe('₹900.00');
  });

  it('what needs attention is named, with what to do, and leads to it', async () => {
    const { id, api } = await dashboard.gateway.newMerchant();
    const as = await dashboard.gateway.newMember('owner', id);
    const page = await dashboard.signedIn({ as });
    expect(await page.getByTestId('attention').count()).toBe(0);
    const leads = page.getByText(/^First steps, \d of 5$/);
    const above = async (one: typeof leads, other: typeof leads) =>
      ((await one.boundingBox())?.y ?? 0) < ((await other.boundingBox())?.y ?? 0);
    expect(await above(leads, page.getByTestId('stats-container'))).toBe(true);
    const order = await dashboard.gateway.order({ capture: 'manual' }, api);
    const { json } = await api.post('/api/v1/payments', { order_id: order.id, method: 'upi', vpa: 'later@upi' });
    const state = async () => (await api.get(`/api/v1/payments/${json.id}`)).json.money_state;
    await waitFor(async () => (await state()) === 'authorized', { what: 'the authorisation' });
    await dashboard.gateway.db.query(`UPDATE payments SET capture_before = now() + interval '1 hour' WHERE id = $1`, [
      json.id,
    ]);
    await page.reload();
    expect(await above(page.getByTestId('attention'), page.getByTestId('stats-container'))).toBe(true);
    expect(await above(leads, page.getByTestId('stats-container'))).toBe(false);
    await page.getByRole('link', { name: /1 authorised payment ends within two days/ }).click();
    await page.waitForURL(/state=authorized/);
    expect(await page.getByTestId('transaction-row').count()).toBe(1);
  });

  it('a refund that failed needs attention', async () => {
    const { id, api } = await dashboard.gateway.newMerchant();
    const as = await dashboard.gateway.newMember('owner', id);
    const order = await dashboard.gateway.order({}, api);
    const card = cardOf('4000000000005126');
    const { json: payment } = await api.post('/api/v1/payments', { order_id: order.id, method: 'card', card });
    const paid = async () => (await api.get(`/api/v1/payments/${payment.id}`)).json.captured as boolean;
    await waitFor(paid, { what: 'the capture' });
    const { json: refund } = await api.post('/api/v1/refunds', { payment_id: payment.id });
    const failed = async () => (await api.get(`/api/v1/refunds/${refund.id}`)).json.status === 'failed';
    await waitFor(failed, { what: 'the failed refund' });
    const page = await dashboard.signedIn({ as });
    await page
      .getByTestId('attention')
      .getByRole('link', { name: /1 refund of the last 30 days failed/ })
      .click();
    await page.waitForURL(/status=failed/);
  });

  it('a webhook that was not delivered needs attention while its endpoint takes a repeat', async () => {
    const { id, api } = await dashboard.gateway.newMerchant();
    const as = await dashboard.gateway.newMember('owner', id);
    const { json: closed } = await api.post('/api/v1/webhook-endpoints', { url: 'http://127.0.0.1:65535/hooks' });
    const paid = await dashboard.gateway.pay((await dashboard.gateway.order({}, api)).id, undefined, api);
    const { db } = dashboard.gateway;
    const givenUp = `UPDATE webhook_logs SET status = 'failed', next_retry_at = NULL
      WHERE merchant_id = $1 AND event = 'payment.success' AND status = 'pending' AND attempts > 0`;
    await waitFor(async () => (await db.query(givenUp, [id])).rowCount === 1, { what: `the webhook of ${paid.id}` });
    const page = await dashboard.signedIn({ as });
    await page.getByRole('link', { name: /1 webhook was not delivered in the last 7 days/ }).waitFor();
    await api.patch(`/api/v1/webhook-endpoints/${closed.id}`, { enabled: false });
    await page.reload();
    await page.getByTestId('stats-container').waitFor();
    expect(await page.getByText('not delivered').count()).toBe(0);
  });

  it('a new merchant begins with the time zone and the region of its maker’s browser', async () => {
    const page = await dashboard.open({ locale: 'de-AT', timezoneId: 'Europe/Vienna' });
    await page.goto(`${dashboard.url}/register`);
    await page.getByLabel('Your name', { exact: true }).fill('Mira');
    await page.getByLabel('Email', { exact: true }).fill('mira@wien.example');
    await page.getByLabel('Password').fill('a long walk through wet leaves');
    await page.getByLabel('Name of your shop').fill('Teehaus');
    await page.getByRole('button', { name: 'Register' }).click();
    await page.waitForURL('**/dashboard');
    await page.goto(`${dashboard.url}/dashboard/settings`);
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Vienna');
    expect(await page.getByLabel('Language and region').inputValue()).toBe('en-AT');
  });

  it('numbers, money and times are in the merchant’s region and time zone, with UTC beside them', async () => {
    const { id, api } = await dashboard.gateway.newMerchant();
    const as = await dashboard.gateway.newMember('owner', id);
    const order = await dashboard.gateway.order({ amount: 123_456_789, currency: 'EUR' }, api);
    const page = await dashboard.signedIn({ as, path: '/dashboard/orders' });
    const amount = page.getByRole('row').filter({ hasText: order.id }).getByTestId('amount');
    expect(await amount.textContent()).toBe('€12,34,567.89');
    await page.goto(`${dashboard.url}/dashboard/settings`);
    await page.getByLabel('Time zone').selectOption('Europe/Berlin');
    await page.getByLabel('Language and region').selectOption('en-DE');
    await page.getByTestId('merchant-form').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.goto(`${dashboard.url}/dashboard/orders`);
    expect((await amount.textContent())?.replace(/\s/, ' ')).toBe('1.234.567,89 €');
    const time = page.getByRole('row').filter({ hasText: order.id }).locator('time');
    expect(await time.getAttribute('title')).toMatch(
      /^\d+ \w+ \d{4}, \d\d:\d\d:\d\d CES?T · \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/,
    );
    expect(page.faults).toEqual([]);
  });
});
