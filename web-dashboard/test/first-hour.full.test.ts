import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, type GatewayProcess } from '../../api/test/support/processes.js';
import { startWeb } from '../../web-checkout/test/support/checkout.js';
import { Dashboard } from './support/dashboard.js';
import { Keyboard } from './support/keyboard.js';

/** A folder for the recording, which `npx playwright show-trace first-hour.zip` plays. */
const RECORDINGS = process.env['RECORDINGS'];

describe('the first hour', () => {
  let dashboard: Dashboard;
  let checkout: GatewayProcess;
  beforeAll(async () => {
    const port = await freePort();
    const checkoutUrl = `http://localhost:${port}`;
    dashboard = await Dashboard.start({ env: { PUBLIC_CHECKOUT_URL: checkoutUrl } });
    checkout = await startWeb(port, { API_URL: dashboard.gateway.baseUrl, PUBLIC_CHECKOUT_URL: checkoutUrl });
  });
  afterAll(async () => {
    await checkout.stop();
    await dashboard.stop();
  });

  it('from registering to the CSV, the keyboard is enough', async () => {
    const page = await dashboard.open({ acceptDownloads: true });
    const context = page.context();
    if (RECORDINGS) await context.tracing.start({ screenshots: true, snapshots: true });
    const keys = new Keyboard(page);
    await page.goto(`${dashboard.url}/register`);

    // Register.
    await keys.fill('Your name', 'Asha Rao');
    await keys.fill('Email', 'asha@tea.example');
    await keys.fill(/^Password/, 'a long walk through wet leaves');
    await keys.fill(/^Name of your shop/, 'Asha’s Tea');
    await keys.press('Enter');
    await page.getByTestId('stats-container').waitFor();

    // A key of one's own.
    await keys.open('API keys');
    await page.waitForURL('**/keys');
    await keys.open('New key');
    await keys.fill(/^Name/, 'Shop server');
    await keys.press('Enter');
    const panel = page.locator('[data-secret-panel]');
    await panel.getByText(/^secret_test_/).waitFor();
    await keys.open('I have stored it');
    await panel.waitFor({ state: 'hidden' });

    // The inbox, for the first webhook.
    await keys.open('Webhooks');
    await page.waitForURL('**/webhooks');
    await keys.open('Open the inbox');
    await page.waitForURL('**/inbox');
    await keys.open(/^Switch/);
    await page.getByText('Nothing has arrived yet').waitFor();

    // The first payment.
    await keys.open('Orders');
    await page.waitForURL('**/orders');
    await keys.open('New order');
    await keys.fill(/^Amount/, '499.00');
    await keys.press('Enter');
    await page.waitForURL('**/orders/order_*');
    const opened = context.waitForEvent('page');
    await keys.open(/\/checkout\?order_id=/);
    const shop = await opened;
    const shopper = new Keyboard(shop);
    await shop.getByTestId('upi-form').waitFor();
    await shopper.fill(/^UPI ID/, 'success@upi');
    await shopper.press('Enter');
    await shop.getByTestId('success-state').waitFor();
    const paymentId = (await shop.getByTestId('payment-id').textContent()) ?? '';
    await shop.close(); // a browser's own keys close a tab and switch to another

    // Its webhook.
    await keys.open('Webhooks');
    await page.waitForURL('**/webhooks');
    await keys.open('Open the inbox');
    await page.waitForURL('**/inbox');
    await page.locator('[data-webhook-id]').filter({ hasText: 'payment.success' }).waitFor();
    await keys.open(/^payment\.success/);
    await page.getByText('webhook-signature: v1,').first().waitFor();

    // A fault in the verification: a line break behind the body.
    await keys.open('Check its signature');
    await page.waitForURL('**/doctor?delivery=*');
    await keys.to(/^Body, as your code verifies it/);
    await keys.press('Control+End');
    await keys.press('Enter');
    await keys.open('Check signature');
    await page.locator('[data-diagnosis=changed_whitespace]').waitFor();

    // A refund.
    await keys.open('Transactions');
    await page.waitForURL('**/transactions');
    await keys.open(new RegExp(paymentId));
    await page.waitForURL(`**/${paymentId}`);
    await keys.open('Refund');
    await keys.fill(/^Amount in INR/, '99');
    await keys.to(/^Reason/);
    await keys.open('Refund ₹99.00');
    await page.getByText('₹99.00').filter({ visible: true }).first().waitFor();

    // A colleague.
    await keys.open('Team');
    await page.waitForURL('**/team');
    await keys.open('Invite');
    await keys.fill('Email', 'mira@tea.example');
    await keys.to(/^Viewer/);
    await keys.press('ArrowUp');
    await keys.open('Make the invite link');
    await panel.getByText(/\/register\?invite=/).waitFor();
    await keys.open('I have stored it');
    await panel.waitFor({ state: 'hidden' });

    // The books.
    await keys.open('Transactions');
    await page.waitForURL('**/transactions');
    const downloading = page.waitForEvent('download');
    await keys.open('Export CSV');
    const csv = readFileSync(await (await downloading).path(), 'utf8');
    expect(csv).toContain(paymentId);

    if (RECORDINGS) await context.tracing.stop({ path: path.join(RECORDINGS, 'first-hour.zip') });
    expect([page.faults, page.foreign]).toEqual([[], []]);
    expect(keys.presses).toBeLessThan(900);
  }, 180_000);
});
