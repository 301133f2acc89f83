import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Dashboard } from './support/dashboard.js';

describe('who may do what in the dashboard', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  it('a support user may look and retry, and not refund', async () => {
    const payment = await dashboard.paid();
    const support = await dashboard.gateway.newMember('support');
    const page = await dashboard.signedIn({ as: support, path: `/dashboard/transactions/${payment.id}` });
    await page.getByText('Timeline').waitFor();
    expect(await page.getByTestId('refund-button').count()).toBe(0);
    const refused = await support.api.post(`/api/v1/payments/${payment.id}/refunds`, {});
    expect(refused.json.error.description).toBe(
      'The role support may not do this: it needs the permission refunds:write',
    );
    await page.goto(`${dashboard.url}/dashboard/webhooks`);
    expect(await page.getByTestId('save-webhook-button').count()).toBe(0);
  });

  it('another merchant’s pages cannot be told from pages that never were', async () => {
    const stranger = await dashboard.gateway.newMerchant();
    const order = await dashboard.gateway.order({}, stranger.api);
    const payment = await dashboard.gateway.captured(50_000, stranger.api);
    const page = await dashboard.signedIn();
    for (const path of [
      `orders/${order.id}`,
      `transactions/${payment.id}`,
      'refunds/rfnd_0000000000000000',
      'events/evt_none',
    ]) {
      await page.goto(`${dashboard.url}/dashboard/${path}`);
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
      expect(await page.content()).not.toContain('₹500.00');
    }
    const forged = await dashboard.signedIn();
    await forged.context().addCookies([{ name: 'merchant', value: stranger.id, url: dashboard.url }]);
    await forged.goto(`${dashboard.url}/dashboard/orders`);
    expect(await forged.content()).not.toContain(order.id);
  });

  it('a person with two merchants switches between them', async () => {
    const { id, email, session } = await dashboard.gateway.newMember('owner');
    const page = await dashboard.signedIn({
      as: { id, email, session, api: dashboard.gateway.api },
      path: '/dashboard/settings',
    });
    const form = page
      .locator('form')
      .filter({ hasText: 'another merchant' })
      .or(page.locator('form').filter({ has: page.locator('[name=mode]') }))
      .first();
    await form.locator('input[name=name]').fill('Second shop');
    await form.locator('button[type=submit]').click();
    await page.getByText('Second shop').first().waitFor();
    await page.goto(`${dashboard.url}/dashboard/transactions`);
    await page.getByText('No payments yet').waitFor();
    await page.locator('summary').filter({ hasText: 'Second shop' }).click();
    await page.getByRole('button', { name: /Test Merchant/ }).click();
    await page.waitForURL(`${dashboard.url}/dashboard`);
    await page.getByText('key_test_abc123').waitFor();
  });

  it('an invited person joins with the role they were given, and what they do is in the audit log', async () => {
    const owner = await dashboard.signedIn({ path: '/dashboard/team' });
    await owner.getByRole('button', { name: 'Invite', exact: true }).click();
    const dialog = owner.locator('dialog[open]');
    await dialog.getByLabel('Email').fill('mira@shop.example');
    await dialog.getByRole('radio', { name: 'Developer' }).check();
    await dialog.getByRole('button', { name: 'Make the invite link' }).click();
    const link = (await dialog.getByText(/register\?invite=/).textContent()) ?? '';
    const page = await dashboard.open();
    await page.goto(link.trim());
    await page.getByLabel('Your name').fill('Mira');
    await page.getByLabel('Password').fill('a password of some length');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByTestId('dashboard').waitFor();
    await page.goto(`${dashboard.url}/dashboard/webhooks`);
    await page.getByTestId('webhook-url-input').fill('http://localhost:4999/hooks');
    await page.getByTestId('save-webhook-button').click();
    await page.getByTestId('webhook-secret').waitFor();
    await owner.goto(`${dashboard.url}/dashboard/settings`);
    await owner.getByText('endpoints.create').first().waitFor();
    expect(await owner.getByText('Mira').count()).toBeGreaterThan(0);
  });

  it('by keyboard alone: to the payments, into the first, back, and to a page by its name', async () => {
    await dashboard.paid();
    const page = await dashboard.signedIn();
    await page.waitForLoadState('networkidle');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Escape');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL('**/dashboard/transactions');
    await page.getByTestId('transaction-row').first().waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('q');
    await page.getByTestId('transaction-row').first().getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await page.getByText('Timeline').waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Queu');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dashboard/queues');
    await page.keyboard.press('?');
    await page.getByText('Keyboard shortcuts').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Keyboard shortcuts').waitFor({ state: 'hidden' });
  });
});
