import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../api/test/support/processes.js';
import { Dashboard } from './support/dashboard.js';

const SHELL = '/dashboard/logs/shell';

describe('the request log, the shell and the switch of modes', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  it('a request leads to its objects, and a GET can be sent again', async () => {
    const { id, api } = await dashboard.gateway.newMerchant();
    const as = await dashboard.gateway.newMember('owner', id);
    const payment = await dashboard.gateway.captured(50_000, api);
    await api.get(`/api/v1/payments/${payment.id}`);
    const path = `/api/v1/payments/${payment.id}`;
    const logged = async () =>
      ((await as.api.get('/api/v1/logs?method=GET')).json.data as { id: string; path: string }[]).find(
        (one) => one.path === path,
      );
    const entry = await waitFor(logged, { what: 'the request in the log' });
    const page = await dashboard.signedIn({ as, path: `/dashboard/logs/${entry.id}` });
    await page.getByRole('link', { name: payment.id }).waitFor();
    await page.getByRole('link', { name: 'Send it again' }).click();
    await page.waitForURL(`**${SHELL}?*`);
    await page.getByRole('button', { name: 'Send' }).click();
    const answer = page.locator('[data-answer="200"]');
    await answer.getByText(`"id": "${payment.id}"`).waitFor();
    expect(page.faults).toEqual([]);
  });

  it('a failed request is shown with its response', async () => {
    const { id, api } = await dashboard.gateway.newMerchant();
    const as = await dashboard.gateway.newMember('owner', id);
    const [key, name] = [(await as.api.get('/api/v1/api-keys')).json.data[0].id as string, 'Shop server'];
    await dashboard.gateway.db.query('UPDATE api_keys SET name = $2 WHERE id = $1', [key, name]);
    await api.post('/api/v1/orders', { amount: 1 });
    const failed = async () => ((await as.api.get('/api/v1/logs?status=400')).json.data as { id: string }[])[0];
    const entry = await waitFor(failed, { what: 'the request in the log' });
    const page = await dashboard.signedIn({ as, path: `/dashboard/logs/${entry.id}` });
    await page.getByText('"reason": "amount_too_small"').waitFor();
    await page.getByText('Amount must be at least ₹1.00 (100 paise).').waitFor();
    const about = page.getByRole('link', { name: 'About this error' });
    expect(await about.getAttribute('href')).toMatch(/\/reference#error-amount_too_small$/);
    await page.getByText(name, { exact: true }).waitFor();
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Logs' }).click();
    await page.waitForURL('**/dashboard/logs');
    await page.goto(`${dashboard.url}/dashboard/keys`);
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('link', { name: 'View what it did' }).click();
    await page.waitForURL(`**/dashboard/logs?api_key=${key}`);
    await page.getByText(`Requests with the key ${name}`).waitFor();
    await page.getByRole('link', { name: '/api/v1/orders' }).waitFor();
  });

  it.each([true, false])(
    'a test merchant writes from the shell as its member may; with scripts: %s',
    async (scripts) => {
      const { id } = await dashboard.gateway.newMerchant();
      const owner = await dashboard.gateway.newMember('owner', id);
      const page = await dashboard.signedIn({ as: owner, path: SHELL, javaScriptEnabled: scripts });
      const send = async (path: string, body: string) => {
        await page.getByLabel('Method').selectOption('POST');
        await page.getByLabel('Path').fill(path);
        await page.getByLabel(/^Body/).fill(body);
        await page.getByRole('button', { name: 'Send' }).click();
      };
      await send('http://localhost:1/api/v1/orders', '{}');
      await page.getByText('Enter a path of the API').waitFor();
      await send('/api/v1/orders', '{"amount": 70050}');
      await page.locator('[data-answer="201"]').getByText('"amount": 70050').waitFor();
      expect((await owner.api.get('/api/v1/orders')).json.data).toHaveLength(1);
      await send('/api/v1/orders', '{"amount": 1}');
      await page.locator('[data-answer="400"]').getByText('amount_too_small').waitFor();
      const viewer = await dashboard.gateway.newMember('viewer', id);
      const reader = await dashboard.signedIn({ as: viewer, path: SHELL });
      await reader.getByLabel('Method').selectOption('POST');
      await reader.getByLabel('Path').fill('/api/v1/orders');
      await reader.getByLabel(/^Body/).fill('{"amount": 70050}');
      await reader.getByRole('button', { name: 'Send' }).click();
      await reader.locator('[data-answer="403"]').waitFor();
    },
  );

  it('the switch leads to the live merchant and back, where the shell only reads', async () => {
    const test = await dashboard.gateway.newMerchant();
    const owner = await dashboard.gateway.newMember('owner', test.id);
    const alone = await dashboard.signedIn({ as: owner });
    expect(await alone.getByRole('switch', { name: 'Live mode' }).count()).toBe(0);
    const { status } = await owner.api.post('/api/v1/merchants', { name: 'Tea', mode: 'live' });
    expect(status).toBe(201);
    const page = await dashboard.signedIn({ as: owner, javaScriptEnabled: false });
    const mode = page.getByRole('switch', { name: 'Live mode' });
    expect(await mode.getAttribute('aria-checked')).toBe('false');
    await mode.click();
    await page.locator('[role=switch][aria-checked=true]').waitFor();
    await page.goto(dashboard.url + SHELL);
    expect(await page.getByLabel('Method').locator('option').allTextContents()).toEqual(['GET']);
    await mode.click();
    await page.locator('[role=switch][aria-checked=false]').waitFor();
  });
});
