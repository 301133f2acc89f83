import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../api/test/support/processes.js';
import { Receiver } from '../../api/test/support/receiver.js';
import { Dashboard } from './support/dashboard.js';

describe('the page of a webhook endpoint', () => {
  let dashboard: Dashboard;
  let receiver: Receiver;
  beforeAll(async () => {
    dashboard = await Dashboard.start({ env: { WEBHOOK_RETRY_SCHEDULE_TEST: '0s' } });
    receiver = await Receiver.start();
  });
  afterAll(async () => {
    await dashboard.stop();
    await receiver.stop();
  });

  it('shows how its deliveries went, sends a test event, and has its settings folded', async () => {
    const { id } = await dashboard.merchant.endpoints.create({ url: receiver.url, description: 'Shop' });
    const page = await dashboard.signedIn({ path: '/dashboard/webhooks' });
    const listed = page.locator(`[data-test-id=endpoint-row][data-endpoint-id=${id}]`);
    await listed.getByText('Nothing sent yet').waitFor();
    await listed.getByRole('link', { name: 'Shop' }).click();
    await page.waitForURL(`**/webhooks/endpoints/${id}`);
    await page.getByText('Nothing was sent to it yet').waitFor();
    expect(await page.getByTestId('webhook-url-input').isVisible()).toBe(false);
    const sendTest = async () => {
      await page.getByTestId('choose-test-button').click();
      await page.getByTestId('test-webhook-button').click();
    };
    await sendTest();
    await page.getByText('webhook.test is on its way').waitFor();
    const ended = async (count: number) =>
      (await dashboard.merchant.webhookLogs.list({ endpoint: id })).data.filter(({ status }) => status !== 'pending')
        .length === count;
    await waitFor(() => ended(1), { what: 'the first delivery' });
    receiver.behave = (_, response) => response.writeHead(500).end('no');
    await sendTest();
    await waitFor(() => ended(2), { what: 'the second delivery' });
    await page.reload();
    const health = page.getByTestId('endpoint-health');
    const figures = await health.getByRole('definition').allTextContents();
    expect(figures).toEqual([
      '50%',
      '1 of 2',
      expect.stringMatching(/^Half within \d+ ms95 of 100 within \d+ ms$/),
      expect.any(String),
    ]);
    expect(figures[3]).toMatch(/^Responded 500/);
    const hour = health.getByRole('figure', { name: 'Attempts per hour' }).locator('[data-says]').last();
    await hour.hover();
    await health.locator('[data-chart-value]').getByText('1 succeeded, 1 failed').waitFor();
    expect(await health.getByText('No attempts', { exact: true }).count()).toBe(2);
    await health.getByText('Show as a table').click();
    const cells = await health.getByRole('row').last().getByRole('cell').allTextContents();
    expect(cells).toEqual(['1', '1', expect.stringMatching(/^\d+ ms$/), expect.stringMatching(/^\d+ ms$/)]);
    await page.locator('main [data-status=unsteady]').getByText('1 of 2 attempts failed').waitFor();
    expect(await page.getByTestId('webhook-log-item').count()).toBe(2);
    await page.locator('main summary').filter({ hasText: 'Settings' }).click();
    await page.getByTestId('webhook-url-input').waitFor();
    await page.getByTestId('webhook-config-form').getByLabel('Enabled').uncheck();
    await page.getByTestId('save-webhook-button').click();
    await page.getByText('It was switched off manually.').waitFor();
    await page.goto(`${dashboard.url}/dashboard/webhooks`);
    await listed.getByText('Off', { exact: true }).waitFor();
    expect(page.faults).toEqual([]);
  });
});
