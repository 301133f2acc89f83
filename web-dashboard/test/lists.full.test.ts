import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../api/test/support/processes.js';
import { Dashboard } from './support/dashboard.js';

const TRANSACTIONS = '/dashboard/transactions';

describe('the lists', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  const merchant = async () => {
    const { id, api } = await dashboard.gateway.newMerchant();
    return { api, as: await dashboard.gateway.newMember('owner', id), id };
  };
  type Api = Awaited<ReturnType<typeof merchant>>['api'];
  const held = async (api: Api) => {
    const order = await dashboard.gateway.order({ capture: 'manual' }, api);
    const { json } = await api.post('/api/v1/payments', { order_id: order.id, method: 'upi', vpa: 'later@upi' });
    const read = async () => (await api.get(`/api/v1/payments/${json.id}`)).json;
    await waitFor(async () => (await read()).money_state === 'authorized', { what: 'the authorisation' });
    return { id: json.id as string, read };
  };

  it.each([true, false])('chosen authorisations are captured together; with scripts: %s', async (javaScriptEnabled) => {
    const { api, as } = await merchant();
    const [first, second, other] = [await held(api), await held(api), await held(api)];
    const page = await dashboard.signedIn({ as, path: `${TRANSACTIONS}?state=authorized`, javaScriptEnabled });
    const bar = page.getByTestId('bulk-form');
    expect(await bar.isVisible()).toBe(false);
    for (const { id } of [first, second]) await page.getByLabel(`Choose ${id} for capture`).check();
    await page.getByRole('button', { name: 'Capture the selected payments' }).click();
    await page.getByText('2 payments are captured.').waitFor();
    const states = await Promise.all([first, second, other].map(async ({ read }) => (await read()).money_state));
    expect(states).toEqual(['paid', 'paid', 'authorized']);
    expect(page.faults).toEqual([]);
  });

  it('a refused row does not stop the others, and is named', async () => {
    const { api, as } = await merchant();
    const [first, gone] = [await held(api), await held(api)];
    const page = await dashboard.signedIn({ as, path: TRANSACTIONS });
    await page.waitForLoadState('networkidle');
    await page.getByRole('checkbox', { name: 'Choose all' }).check();
    await api.post(`/api/v1/payments/${gone.id}/cancel`);
    await page.getByRole('button', { name: 'Capture the selected payments' }).click();
    await page.getByText(/^1 payment is captured\. 1 of 2 were refused: /).waitFor();
    expect((await first.read()).money_state).toBe('paid');
  });

  it.each(['orders', 'transactions', 'refunds'])('%s are sorted by amount, in every way to the list', async (list) => {
    const { api, as } = await merchant();
    for (const amount of [20_000, 30_000, 10_000]) {
      const { id } = await dashboard.gateway.captured(amount, api);
      await api.post('/api/v1/refunds', { payment_id: id });
    }
    const page = await dashboard.signedIn({ as, path: `/dashboard/${list}` });
    const amounts = () => page.getByTestId('amount').allInnerTexts();
    const ascending = ['₹100.00', '₹200.00', '₹300.00'];
    await page.getByText(/^3 (payments|orders|refunds)/).waitFor();
    const head = page.getByRole('columnheader', { name: 'Amount' });
    await head.getByRole('link').click();
    await waitFor(async () => (await amounts()).join() === [...ascending].reverse().join(), { what: 'largest first' });
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    await head.getByRole('link').click();
    await waitFor(async () => (await amounts()).join() === ascending.join(), { what: 'smallest first' });
    await head.getByRole('link').click();
    await waitFor(async () => !page.url().includes('sort='), { what: 'newest first' });
    await page.getByLabel('Newest first').selectOption({ label: 'Smallest amount' });
    await waitFor(async () => page.url().includes('sort=amount'), { what: 'the order of the form, at once' });
    await waitFor(async () => (await amounts()).join() === ascending.join(), { what: 'smallest first' });
    const csv = await page.context().request.get(page.url().replace(`/${list}?`, `/${list}/export?`));
    expect((await csv.text()).match(/\b[123]00\.00\b/g)?.[0]).toBe('100.00');
    await page.locator('[data-dates] summary').click();
    await page.getByLabel('From').fill('2020-01-01');
    await page.getByRole('button', { name: 'Show these days' }).click();
    await page.getByText('To sort by amount, choose dates that are at most 92 days apart.').waitFor();
    expect(page.faults).toEqual([]);
  });

  it('chosen deliveries are retried together', async () => {
    const { api, as } = await merchant();
    await api.post('/api/v1/webhook-endpoints', { url: 'http://localhost:4999/hooks' });
    await dashboard.gateway.captured(50_000, api);
    const list = async () => (await api.get('/api/v1/webhooks')).json.data as { id: string; attempts: number }[];
    await waitFor(async () => (await list()).length > 2 && (await list()).every(({ attempts }) => attempts > 0), {
      what: 'the first attempts',
    });
    const before = await list();
    const page = await dashboard.signedIn({ as, path: '/dashboard/webhooks' });
    await page.waitForLoadState('networkidle');
    const retry = page.getByRole('button', { name: 'Retry selected' });
    expect(await retry.isVisible()).toBe(false);
    await page.getByLabel('Choose all').check();
    await retry.click();
    await page.getByText(`${before.length} deliveries are on their way.`).waitFor();
    const historyOf = async (id: string) => (await api.get(`/api/v1/webhooks/${id}`)).json.history.length as number;
    await waitFor(
      async () => (await Promise.all(before.map(({ id }) => historyOf(id)))).every((length) => length > 1),
      {
        what: 'another attempt of each',
      },
    );
  });

  it('columns are hidden by the address, and a view keeps filters and columns, without JavaScript too', async () => {
    const { api, as } = await merchant();
    await dashboard.gateway.captured(50_000, api);
    const page = await dashboard.signedIn({ as, path: `${TRANSACTIONS}?method=upi`, javaScriptEnabled: false });
    const heads = () => page.getByRole('table').locator('th').allTextContents();
    expect(await heads()).toEqual(['Payment ID', 'Order ID', 'Amount', 'Method', 'Status', 'Created']);
    await page.getByText('Columns', { exact: true }).click();
    await page.getByRole('checkbox', { name: 'For' }).uncheck();
    await page.locator('[data-columns]').getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(/method=upi&columns=chosen&show_method=1&show_created=1/);
    expect(await heads()).toEqual(['Payment ID', 'Amount', 'Method', 'Status', 'Created']);
    await page.locator('[data-chip=paid]').click();
    await page.waitForURL(/columns=chosen&show_method=1&show_created=1&state=paid/);
    await page.getByTestId('save-view-button').click();
    await page.getByLabel('Name').fill('Paid by UPI');
    await page.locator('dialog[open]').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Paid by UPI' }).waitFor();
    await page.goto(dashboard.url + TRANSACTIONS);
    await page.getByRole('link', { name: 'Paid by UPI' }).click();
    await page.waitForURL(/method=upi&columns=chosen&show_method=1&show_created=1&state=paid/);
    expect(await heads()).toHaveLength(5);
    // An address from before columns were chosen by what is shown.
    await page.goto(`${dashboard.url}${TRANSACTIONS}?hide_order=1`);
    expect(await heads()).toHaveLength(5);
    await page.getByRole('button', { name: 'Remove the view Paid by UPI' }).click();
    await page.getByRole('link', { name: 'Paid by UPI' }).waitFor({ state: 'detached' });
  });

  it('every list is exported as CSV, with the filters of its page, and not to another site', async () => {
    const { api, as } = await merchant();
    await api.post('/api/v1/webhook-endpoints', { url: 'http://localhost:4999/hooks' });
    await api.post('/api/v1/customers', { name: '=Asha', email: 'asha@example.com' });
    await api.post('/api/v1/payment-links', { amount: 50_000, title: 'Yoga' });
    const { id } = await dashboard.gateway.captured(50_000, api);
    const refund = (await api.post('/api/v1/refunds', { payment_id: id, amount: 700 })).json;
    await waitFor(async () => (await as.api.get('/api/v1/logs')).json.data.length > 0, { what: 'the request log' });
    const page = await dashboard.signedIn({ as });
    const csv = async (path: string) => {
      const answer = await page.request.get(`${dashboard.url}/dashboard/${path}`);
      expect([path, answer.status(), answer.headers()['content-type']]).toEqual([path, 200, 'text/csv; charset=utf-8']);
      const [head = '', ...lines] = (await answer.text()).trimEnd().split('\r\n');
      return lines.map((line) => Object.fromEntries(line.split(',').map((value, at) => [head.split(',')[at], value])));
    };
    expect(await csv('refunds/export')).toMatchObject([{ id: refund.id, amount: '700', amount_decimal: '7.00' }]);
    expect(await csv('refunds/export?status=failed')).toEqual([]);
    expect(await csv('customers/export')).toMatchObject([{ name: `'=Asha`, email: 'asha@example.com' }]);
    expect(await csv('payment-links/export')).toMatchObject([{ title: 'Yoga', amount_decimal: '500.00' }]);
    expect(await csv('events/export?type=order.paid')).toMatchObject([{ event: 'order.paid' }]);
    expect((await csv('webhooks/export?event=order.paid')).map(({ event }) => event)).toEqual(['order.paid']);
    expect((await csv('logs/export?method=POST')).every(({ method }) => method === 'POST')).toBe(true);
    for (const path of [
      'refunds',
      'customers',
      'payment-links',
      'events',
      'webhooks',
      'logs',
      'transactions',
      'orders',
    ]) {
      const headers = { 'Sec-Fetch-Site': 'cross-site' };
      expect((await page.request.get(`${dashboard.url}/dashboard/${path}/export`, { headers })).status()).toBe(403);
      await page.goto(`${dashboard.url}/dashboard/${path}`);
      await page.getByRole('link', { name: 'Export CSV' }).waitFor();
    }
  });
});
