import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cardOf } from '../../api/test/support/gateway.js';
import { waitFor } from '../../api/test/support/processes.js';
import { Dashboard } from './support/dashboard.js';

const PATH = '/dashboard/connections';
const RULES = '/api/v1/routing-rules';

describe('the routing of a merchant', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  const shop = async () => {
    const { gateway } = dashboard;
    const { api, id } = await gateway.newMerchant();
    await api.get('/api/v1/connector-accounts');
    await api.post('/api/v1/connector-accounts', { connector: 'simulated', label: 'Second', priority: 5 });
    return { api, owner: await gateway.newMember('owner', id), viewer: await gateway.newMember('viewer', id) };
  };

  it('a rule is added, explained by a dry run, decides, is shown at the payment, and is removed', async () => {
    const { api, owner } = await shop();
    const page = await dashboard.signedIn({ as: owner, path: PATH });
    await page.waitForLoadState('networkidle');
    const dialog = page.locator('dialog[open]');
    await page.getByTestId('add-rule-button').click();
    await dialog.getByLabel('Name').fill('Large cards');
    await dialog.getByLabel('UPI').uncheck();
    await dialog.getByLabel('Currencies').fill('inr');
    await dialog.getByLabel('From amount').fill('1,000.00');
    await dialog.getByLabel('First account').selectOption({ label: 'Second' });
    await dialog.getByRole('button', { name: 'Add the rule' }).click();
    await page.getByTestId('routing-rules').getByText('Cards, INR, from ₹1,000.00').waitFor();
    expect((await api.get(RULES)).json.rules).toMatchObject([{ name: 'Large cards', min_amount: 100_000 }]);

    const explained = page.getByTestId('dry-run-result');
    await page.getByTestId('dry-run').getByLabel('Amount').fill('1,000.00');
    await page.getByTestId('dry-run-button').click();
    await explained.getByText('of the rule Large cards').waitFor();
    await page.getByTestId('dry-run').getByLabel('Amount').fill('999.99');
    await page.getByTestId('dry-run-button').click();
    await explained.getByText('in the order of priority').first().waitFor();

    const { gateway } = dashboard;
    const order = await gateway.order({ amount: 100_000 }, api);
    const paid = await gateway.pay(order.id, { method: 'card', card: cardOf('4111111111111111') }, api);
    await gateway.payment(paid.id, ['success'], api);
    await page.goto(`${new URL(page.url()).origin}/dashboard/transactions/${paid.id}`);
    await page.getByTestId('charge-routing').getByText('of the rule Large cards').waitFor();

    await page.goto(`${new URL(page.url()).origin}${PATH}`);
    await page.waitForLoadState('networkidle');
    await page.getByTestId('routing-rules').getByRole('button', { name: 'Remove' }).click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByTestId('routing-rules').waitFor({ state: 'detached' });
    expect((await api.get(RULES)).json).toMatchObject({ version: 2, rules: [] });
    expect(page.faults).toEqual([]);
  });

  it('a refused rule keeps what was ticked without scripts too', async () => {
    const { owner } = await shop();
    const page = await dashboard.signedIn({ as: owner, path: PATH, javaScriptEnabled: false });
    const dialog = page.locator('dialog[open]');
    await page.getByTestId('add-rule-button').click();
    await dialog.getByLabel('Name').fill('Large cards');
    await dialog.getByLabel('UPI').uncheck();
    await dialog.getByLabel('From amount').fill('much');
    await dialog.getByLabel('First account').selectOption({ label: 'Second' });
    await dialog.getByRole('button', { name: 'Add the rule' }).click();
    const refused = page.getByTestId('rule-form');
    await refused.getByRole('alert').waitFor();
    expect(await refused.getByLabel('UPI').isChecked()).toBe(false);
    expect(await refused.getByLabel('Cards').isChecked()).toBe(true);
  });

  it('the declines after which a payment moves are ticked and stored; a viewer sees them and changes nothing', async () => {
    const { api, owner, viewer } = await shop();
    const page = await dashboard.signedIn({ as: owner, path: PATH });
    await page.waitForLoadState('networkidle');
    const declines = page.getByTestId('decline-classes');
    await declines.getByLabel('Insufficient funds').check();
    await declines.getByLabel('Card declined').uncheck();
    await declines.getByRole('button', { name: 'Save' }).click();
    await waitFor(async () => (await api.get(RULES)).json.version === 1, { what: 'the stored table' });
    const retried = ((await api.get(RULES)).json.decline_classes as { reason: string; retry_elsewhere: boolean }[])
      .filter((one) => one.retry_elsewhere)
      .map(({ reason }) => reason);
    expect(retried).toEqual(['upi_declined', 'bank_timeout', 'insufficient_funds']);
    const other = await dashboard.signedIn({ as: viewer, path: PATH });
    await other.getByTestId('decline-classes').waitFor();
    expect(await other.getByTestId('add-rule-button').count()).toBe(0);
    expect(await other.getByTestId('decline-classes').getByRole('button').count()).toBe(0);
  });
});
