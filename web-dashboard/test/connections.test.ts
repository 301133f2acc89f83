import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { variants } from '../../api/test/support/full.js';
import type { Merchant, Member } from '../../api/test/support/gateway.js';
import { StripeEmulator } from '../../api/test/support/stripe-emulator/emulator.js';
import { Dashboard } from './support/dashboard.js';

const PATH = '/dashboard/connections';

describe('the connections of a merchant', () => {
  let stripe: StripeEmulator;
  let dashboard: Dashboard;
  beforeAll(async () => {
    stripe = await StripeEmulator.start();
    dashboard = await Dashboard.start({ env: { STRIPE_API_BASE: stripe.url } });
  });
  afterAll(async () => {
    await dashboard.stop();
    await stripe.stop();
  });

  const newShop = async (mode: 'test' | 'live' = 'test'): Promise<{ merchant: Merchant; owner: Member }> => {
    const merchant = await dashboard.gateway.newMerchant({ mode });
    return { merchant, owner: await dashboard.gateway.newMember('owner', merchant.id) };
  };
  const accountsOf = async ({ api }: Pick<Member, 'api'>) =>
    (await api.get('/api/v1/connector-accounts')).json.data as Record<string, unknown>[];
  const item = (page: Page, label: string) => page.getByTestId('connection-item').filter({ hasText: label });
  const dialog = (page: Page) => page.locator('dialog[open]');

  it('of a new test merchant are one simulated account, found by the navigation', async () => {
    const { owner } = await newShop();
    const page = await dashboard.signedIn({ as: owner });
    await page.getByRole('link', { name: 'Connections' }).click();
    const account = item(page, 'Simulated acquirer');
    await account.waitFor();
    expect(await account.getByTestId('connection-status').textContent()).toBe('enabled');
    expect(await account.getByTestId('connection-test-result').textContent()).toBe('Not tested yet');
    expect(await account.getByTestId('connection-notifications').textContent()).toBe('None yet');
    expect(page.faults).toEqual([]);
  });

  it('are added, tested, edited, disabled, enabled and, after a confirmation, removed', async () => {
    const { owner } = await newShop();
    const page = await dashboard.signedIn({ as: owner, path: PATH });
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'Add Simulated acquirer' }).click();
    await dialog(page).getByLabel('Name').fill('Cards in rupees');
    await dialog(page).getByLabel('UPI').uncheck();
    await dialog(page).getByLabel('Currencies').fill('inr, usd');
    await dialog(page).getByLabel('Priority').fill('7');
    await dialog(page).getByRole('button', { name: 'Add the account' }).click();
    const account = item(page, 'Cards in rupees');
    await account.getByText('INR, USD').waitFor();
    expect((await accountsOf(owner))[1]).toMatchObject({
      label: 'Cards in rupees',
      methods: ['card'],
      currencies: ['INR', 'USD'],
      priority: 7,
    });

    await account.getByTestId('test-connection-button').click();
    await account.getByText('Simulated acquirer responds.').waitFor();
    await account.getByTestId('connection-test-result').getByText('passed').waitFor();

    await account.getByTestId('edit-connection-button').click();
    await dialog(page).getByLabel('Name').fill('Everything');
    await dialog(page).getByLabel('UPI').check();
    await dialog(page).getByLabel('Currencies').fill('');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    const edited = item(page, 'Everything');
    await edited.waitFor();
    expect((await accountsOf(owner))[1]).toMatchObject({ label: 'Everything', methods: null, currencies: null });

    await edited.getByTestId('switch-connection-button').click();
    await edited.getByTestId('connection-status').getByText('disabled').waitFor();
    await edited.getByRole('button', { name: 'Enable' }).click();
    await edited.getByTestId('connection-status').getByText('enabled').waitFor();

    const askToRemove = async () => {
      await edited.getByRole('button', { name: /^Actions for/ }).click();
      await edited.getByRole('button', { name: 'Remove account' }).click();
    };
    await askToRemove();
    await dialog(page).getByText('leaves this page').waitFor();
    await page.keyboard.press('Escape');
    expect(await accountsOf(owner)).toHaveLength(2);
    await askToRemove();
    await dialog(page).getByRole('button', { name: 'Remove the account' }).click();
    await edited.waitFor({ state: 'detached' });
    expect(await accountsOf(owner)).toHaveLength(1);
    expect(page.faults).toEqual([]);
  });

  it('a refusal is shown in the form, which keeps what was typed', async () => {
    const { owner } = await newShop();
    const page = await dashboard.signedIn({ as: owner, path: PATH });
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'Add Simulated acquirer' }).click();
    await dialog(page).getByLabel('Name').fill('Odd');
    await dialog(page).getByLabel('Currencies').fill('QQQ');
    await dialog(page).getByRole('button', { name: 'Add the account' }).click();
    await dialog(page).getByRole('alert').getByText('active currency').waitFor();
    expect(await dialog(page).getByLabel('Currencies').inputValue()).toBe('QQQ');
    expect(await accountsOf(owner)).toHaveLength(1);
  });

  it('without an account the page says what to do', async () => {
    const { owner } = await newShop();
    for (const { id } of await accountsOf(owner)) await owner.api.delete(`/api/v1/connector-accounts/${String(id)}`);
    const page = await dashboard.signedIn({ as: owner, path: PATH });
    await page.getByText('No account at an acquirer').waitFor();
    expect(await page.getByTestId('add-connection-button').count()).toBe(3);
    const live = await newShop('live');
    const other = await dashboard.signedIn({ as: live.owner, path: PATH });
    await other.getByText('Add one: without it no payment can be taken.').waitFor();
    expect(await other.getByTestId('add-connection-button').count()).toBe(2);
  });

  it('at Stripe are added with their key, tested, and show in red that another address is called', async () => {
    const { owner } = await newShop('live');
    const page = await dashboard.signedIn({ as: owner, path: PATH });
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'Add Stripe' }).click();
    const key = stripe.account('live');
    await dialog(page).getByLabel('Name').fill('Cards at Stripe');
    await dialog(page).getByLabel('Secret key').fill(key);
    await dialog(page).getByRole('button', { name: 'Add the account' }).click();
    const account = item(page, 'Cards at Stripe');
    await account.getByText(`••••${key.slice(-4)}`).waitFor();
    expect(await account.getByTestId('connection-emulated').textContent()).toContain(`${stripe.url}: an emulator`);
    await account.getByTestId('test-connection-button').click();
    await account.getByText('passed').waitFor();
    await account.getByText(stripe.accounts.get(key)!.id).waitFor();
    expect(await account.getByText(/connectors\/stripe\/ca_\w+\/notifications/).count()).toBeGreaterThan(0);
    expect(page.faults).toEqual([]);
  });

  const NEAREST = [
    ['developer', false],
    ['admin', true],
  ] as const;
  const OTHERS = [
    ['viewer', false],
    ['support', false],
  ] as const;
  it.each(variants<readonly [string, boolean]>(NEAREST, OTHERS))(
    'a %s sees them, and changes them: %s',
    async (role, may) => {
      const { merchant } = await newShop();
      const as = await dashboard.gateway.newMember(role, merchant.id);
      const page = await dashboard.signedIn({ as, path: PATH });
      await item(page, 'Simulated acquirer').waitFor();
      const buttons = ['add-connection-button', 'test-connection-button', 'edit-connection-button'] as const;
      for (const id of buttons) expect([role, id, (await page.getByTestId(id).count()) > 0]).toEqual([role, id, may]);
      expect(await page.getByText('Admins and owners may change connections.').count()).toBe(may ? 0 : 1);
    },
  );
});
