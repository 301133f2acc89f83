import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { TestId } from '../src/lib/test-ids.js';
import { Dashboard } from './support/dashboard.js';

describe('roles in the dashboard', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  it('a support user may view and retry, but not refund', async () => {
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

  it('a support user may replay failed deliveries, a viewer may not; all other forms are disabled for both', async () => {
    const { id } = await dashboard.merchant.endpoints.create({ url: 'http://localhost:4999/hooks' });
    const roles = { support: true, viewer: false };
    for (const [role, mayReplay] of Object.entries(roles)) {
      const as = await dashboard.gateway.newMember(role);
      const page = await dashboard.signedIn({ as, path: `/dashboard/webhooks?endpoint=${id}` });
      await page.getByTestId('webhook-config').waitFor();
      for (const hidden of ['save-webhook-button', 'test-webhook-button', 'regenerate-secret-button'] as const)
        expect([role, hidden, await page.getByTestId(hidden).count()]).toEqual([role, hidden, 0]);
      await page.getByText('More settings').click();
      await page.getByText('Events: all').click();
      const open = page.getByTestId('webhook-config-form').locator('input:not([type=hidden]):enabled:not([readonly])');
      expect([role, await open.count()]).toEqual([role, 0]);
      await page.goto(`${dashboard.url}/dashboard/webhooks/endpoints/${id}`);
      await page.getByTestId('webhook-logs-table').waitFor();
      expect([role, await page.getByTestId('replay-button').count()]).toEqual([role, mayReplay ? 1 : 0]);
      if (!mayReplay) continue;
      await page.getByTestId('replay-button').click();
      await page.locator('dialog[open]').getByRole('button', { name: 'Replay' }).click();
      await page.getByText('There is nothing to replay.').waitFor();
    }
    await dashboard.merchant.endpoints.delete(id);
  });

  it('viewing the inbox changes nothing, for any role', async () => {
    for (const role of ['viewer', 'support', 'owner']) {
      const page = await dashboard.signedIn({
        as: await dashboard.gateway.newMember(role),
        path: '/dashboard/webhooks',
      });
      // The head of the page and the empty log both lead there.
      await page.getByRole('link', { name: 'Open the inbox' }).first().click();
      await page.getByText('The inbox is off').waitFor();
      expect([role, await page.getByTestId('inbox-on-button').count()]).toEqual([role, role === 'owner' ? 1 : 0]);
    }
    expect((await dashboard.merchant.endpoints.list()).data).toEqual([]);
  });

  it('a secret that a role may not see is not shown as lost', async () => {
    const viewer = await dashboard.gateway.newMember('viewer');
    const page = await dashboard.signedIn({ as: viewer });
    const secret = page.getByTestId('api-secret');
    expect(await secret.textContent()).toBe('Visible to members who may change keys');
  });

  it('another merchant’s pages look like pages that do not exist', async () => {
    const { gateway, url } = dashboard;
    const stranger = await gateway.newMerchant();
    await stranger.api.post('/api/v1/webhook-endpoints', { kind: 'inbox' });
    // An amount that stands nowhere else, so that the page's own samples are not taken for it.
    const payment = await gateway.captured(73_129, stranger.api);
    const refund = (await stranger.api.post(`/api/v1/payments/${payment.id}/refunds`, { amount: 73_129 })).json;
    const read = async (path: string) => (await stranger.api.get(`/api/v1/${path}`)).json;
    const [event] = (await read(`events?object_id=${payment.id}`)).data;
    const [delivery] = (await read(`webhooks?event_id=${event.id}`)).data;
    const theirs = [
      ['orders', payment.order_id, 'order_0000000000000000'],
      ['transactions', payment.id, 'pay_0000000000000000'],
      ['refunds', refund.id, 'rfnd_0000000000000000'],
      ['events', event.id, 'evt_0000000000000000'],
      ['webhooks/deliveries', delivery.id, '00000000-0000-4000-8000-000000000000'],
    ];
    const page = await dashboard.signedIn();
    for (const [list, id, none] of theirs) {
      const texts: string[] = [];
      for (const one of [id, none]) {
        const answer = await page.goto(`${url}/dashboard/${list}/${one}`);
        expect([list, one, answer?.status()]).toEqual([list, one, 404]);
        texts.push(await page.locator('main').innerText());
        for (const amount of ['731.29', '73129']) expect(await answer?.text()).not.toContain(amount);
      }
      expect(texts[0]).toBe(texts[1]);
    }
    const forged = await dashboard.signedIn();
    await forged.context().addCookies([{ name: 'merchant', value: stranger.id, url }]);
    await forged.goto(`${url}/dashboard/orders`);
    expect(await forged.content()).not.toContain(payment.order_id);
  });

  it('a user with two merchants switches between them', async () => {
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

  it('a form has no effect if another tab has switched merchants', async () => {
    const other = await dashboard.gateway.newMerchant();
    const person = await dashboard.gateway.newMember('owner');
    await dashboard.gateway.db.query(`INSERT INTO memberships (merchant_id, user_id, role) VALUES ($1, $2, 'owner')`, [
      other.id,
      person.id,
    ]);
    const names = async () =>
      (await dashboard.gateway.db.query<{ name: string }>(`SELECT name FROM merchants WHERE id = $1`, [other.id])).rows;
    const page = await dashboard.signedIn({ as: person, path: '/dashboard/settings' });
    const tab = await page.context().newPage();
    const save = async (of: Page, name: string) => {
      const form = of.locator('form').filter({ has: of.locator('[name=allowed_origins]') });
      await form.locator('[name=name]').fill(name);
      await form.locator('button[type=submit]').click();
      return form;
    };
    await tab.goto(`${dashboard.url}/dashboard/settings`);
    await tab.locator('summary').filter({ hasText: 'Test Merchant' }).click();
    await tab.getByRole('button', { name: /Another merchant/ }).click();
    await tab.waitForURL(`${dashboard.url}/dashboard`);
    const form = await save(page, 'Typed for the test merchant');
    await form.getByText('Nothing was done: another tab switched to Another merchant (test)').waitFor();
    expect(await form.locator('[name=name]').inputValue()).toBe('Typed for the test merchant');
    expect(await names()).toEqual([{ name: 'Another merchant' }]);
    // A user who switched back manually continues without a reload.
    await tab.getByRole('link', { name: 'Settings' }).click();
    await (await save(tab, 'Renamed')).getByText('Saved.').waitFor();
    expect(await names()).toEqual([{ name: 'Renamed' }]);
  });

  it('an invited user joins with the given role, and the audit log contains their changes', async () => {
    const owner = await dashboard.signedIn({ path: '/dashboard/team' });
    await owner.getByRole('button', { name: 'Invite', exact: true }).click();
    const dialog = owner.locator('dialog[open]');
    await dialog.getByLabel('Email').fill('mira@shop.example');
    await dialog.getByRole('radio', { name: 'Developer' }).check();
    await dialog.getByRole('button', { name: 'Make the invite link' }).click();
    const link = (await owner.locator('[data-secret-panel] code').textContent()) ?? '';
    await owner.getByRole('button', { name: 'I have stored it' }).click();
    const page = await dashboard.open();
    await page.goto(link.trim());
    await page.getByLabel('Your name', { exact: true }).fill('Mira');
    await page.getByLabel('Password').fill('lantern orbit mustard canyon');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByTestId('dashboard').waitFor();
    await page.goto(`${dashboard.url}/dashboard/webhooks`);
    await page.getByTestId('webhook-url-input').fill('http://localhost:4999/hooks');
    await page.getByTestId('save-webhook-button').click();
    await page.waitForURL('**/webhooks?endpoint=we_*');
    await owner.goto(`${dashboard.url}/dashboard/settings`);
    await owner.getByText('Webhook endpoint created').first().waitFor();
    expect(await owner.getByText('Mira').count()).toBeGreaterThan(0);
    const downloads = owner.waitForEvent('download');
    await owner.locator('#audit-log').getByRole('link', { name: 'JSON lines' }).click();
    const file = await readFile(await (await downloads).path(), 'utf8');
    expect(
      file
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { action: string }).action),
    ).toContain('endpoints.create');
  });

  it('with the keyboard only: signing in, opening a payment, refunding it, and opening a page by name', async () => {
    const payment = await dashboard.paid('keys@upi', 20_000);
    const page = await dashboard.open();
    await page.goto(`${dashboard.url}/login`);
    await page.waitForLoadState('networkidle');
    await tabTo(page, 'login-button');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dashboard');
    await page.waitForLoadState('networkidle');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL('**/dashboard/transactions');
    await page.getByTestId('transaction-row').first().waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('q');
    await tabTo(page, 'payment-id');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/transactions/${payment.id}`);
    await page.waitForLoadState('networkidle');

    await tabTo(page, 'refund-button');
    await page.keyboard.press('Enter');
    const dialog = page.locator('dialog[open]');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await focused(page)).toContain('refund-button');
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    expect(await focused(page)).toContain('amount');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('50.00');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Tea was cold');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toContain('confirm-refund-button');
    await page.keyboard.press('Enter');
    await page.getByTestId('refund-row').waitFor();
    expect((await dashboard.merchant.getRefunds({ paymentId: payment.id })).data).toMatchObject([
      { amount: 5_000, reason: 'Tea was cold' },
    ]);

    await page.keyboard.press('Control+k');
    const options = page.locator('dialog[open]').getByRole('option', { selected: true });
    const chosen = () => options.textContent();
    for (const [key, title] of [
      ['ArrowDown', 'Transactions'],
      ['ArrowDown', 'Orders'],
      ['ArrowUp', 'Transactions'],
      ['PageDown', 'Settings'],
      ['ArrowDown', 'Home'],
      ['ArrowUp', 'Settings'],
    ] as const) {
      await page.keyboard.press(key);
      expect([key, await chosen()]).toEqual([key, title]);
    }
    const active = await page.getByRole('combobox').getAttribute('aria-activedescendant');
    expect(await options.getAttribute('id')).toBe(active);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dashboard/team');

    await page.keyboard.press('Control+k');
    expect(await chosen()).toBe('Home');
    await page.keyboard.type('Queu');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dashboard/queues');
    await page.keyboard.press('?');
    await page.getByText('Keyboard shortcuts').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Keyboard shortcuts').waitFor({ state: 'hidden' });
  });
});

const MAX_TABS = 80;

/** Name and id of the focused element, and the ids within a focused link or button. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const focus = document.activeElement as HTMLInputElement | null;
    const inside = focus?.matches('a, button') ? [...focus.querySelectorAll<HTMLElement>('[data-test-id]')] : [];
    return [focus?.name, focus?.dataset['testId'], ...inside.map((one) => one.dataset['testId'])];
  });

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, id: TestId): Promise<void> {
  for (let tabs = 0; tabs < MAX_TABS; tabs++) {
    if ((await focused(page)).includes(id)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${MAX_TABS} times Tab do not lead to ${id}`);
}
