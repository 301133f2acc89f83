import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Dashboard } from './support/dashboard.js';

const PATH = '/dashboard/orders';

describe('the list of orders', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  it('leads with the payer, shows what it is for, and filters at once by a chip, without JavaScript too', async () => {
    const customer = { name: 'Asha Rao', email: 'asha@example.com' };
    const open = await dashboard.merchant.createOrder({ amount: 70_050, customer, description: '=Two T-shirts' });
    const gone = await dashboard.merchant.createOrder({ amount: 100, receipt: 'R-9' });
    await dashboard.merchant.orders.cancel(gone.id);
    const page = await dashboard.signedIn({ path: PATH, javaScriptEnabled: false });
    const row = page.locator(`[data-order-id=${open.id}]`);
    expect(await row.locator('td').first().textContent()).toBe(`Asha Rao${open.id}=Two T-shirts`);
    await row.locator('td.wide').getByText('=Two T-shirts').waitFor();
    const said = ['money-state', 'status'].map((part) => row.getByTestId(part).textContent());
    expect(await Promise.all(said)).toEqual(['Open', 'created']);
    await page.locator('[data-chip=cancelled]').click();
    await page.waitForURL(/status=cancelled/);
    expect(await page.locator('[data-order-id]').count()).toBe(1);
    await page.locator(`[data-order-id=${gone.id}]`).getByText('R-9').last().waitFor();
    const csv = async (query: string) =>
      (await (await page.request.get(`${dashboard.url}${PATH}/export${query}`)).text()).trimEnd().split('\r\n');
    const [head = '', ...lines] = await csv('');
    expect(lines).toHaveLength(2);
    const at = (name: string) => lines[1]?.split(',')[head.split(',').indexOf(name)];
    const names = ['id', 'amount', 'amount_decimal', 'customer_name', 'description'];
    expect(names.map(at)).toEqual([open.id, '70050', '700.50', 'Asha Rao', `'=Two T-shirts`]);
    expect(await csv('?status=cancelled')).toHaveLength(2);
  });
});
