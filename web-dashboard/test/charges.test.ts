import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Member } from '../../api/test/support/gateway.js';
import type { Watched } from '../../web-checkout/test/support/browser.js';
import { Dashboard } from './support/dashboard.js';

describe('the charges on a payment’s page', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  const open = (id: string, as?: Member) => dashboard.signedIn({ as, path: `/dashboard/transactions/${id}` });
  const items = (page: Watched) => page.getByTestId('charge-item');
  const statuses = (page: Watched) => page.getByTestId('charge-status').allTextContents();
  const chargesOf = async (id: string) => (await dashboard.merchant.payments.listCharges(id)).data;

  it('name the connection, the outcome and the acquirer’s id, which can be copied; equal amounts are not repeated', async () => {
    const payment = await dashboard.paid('asha@upi', 12_300);
    const [charge] = await chargesOf(payment.id);
    const page = await open(payment.id);
    await page.waitForLoadState('networkidle');
    const text = (await items(page).textContent()) ?? '';
    expect([await items(page).getAttribute('data-charge-id'), text]).toEqual([
      charge?.id,
      expect.stringContaining('The acquirer approved it, and the money is captured.'),
    ]);
    expect(await statuses(page)).toEqual(['approved']);
    expect(text).not.toContain('₹');
    expect(await page.getByTestId('charge-reference').textContent()).toBe(payment.connectorReference);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: `Copy ${payment.connectorReference}` }).click();
    await items(page).getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(payment.connectorReference);
    expect(page.faults).toEqual([]);
  });

  it('of a decline give the reason in plain words', async () => {
    const { id } = await dashboard.paid('nofunds@upi');
    const [charge] = await chargesOf(id);
    const page = await open(id);
    expect(await statuses(page)).toEqual(['failed']);
    expect(await items(page).textContent()).toContain('The acquirer declined it. No money was taken.');
    // The payment has the same reason, which stands at the top of the page alone.
    const reason = charge?.errorDescription ?? 'none';
    expect(await page.getByText(reason).filter({ visible: true }).count()).toBe(1);
    expect(await items(page).textContent()).not.toContain(reason);
  });

  it('show what was captured if it is less than what was approved', async () => {
    const order = await dashboard.merchant.createOrder({ amount: 30_000, capture: 'manual' });
    const { id } = await dashboard.merchant.createPayment({ orderId: order.id, method: 'upi', vpa: 'part@upi' });
    await dashboard.gateway.payment(id);
    const page = await open(id);
    await items(page).getByText('Nothing is captured yet').waitFor();
    await dashboard.merchant.capturePayment(id, { amount: 10_000 });
    await items(page).getByText('₹100.00 of ₹300.00').waitFor();
    expect(await items(page).getByText('Nothing is captured yet').count()).toBe(0);
  });

  it('are listed oldest first, each with its own outcome', async () => {
    const { id } = await dashboard.paid();
    const earlier = `INSERT INTO charges SELECT (json_populate_record(c, $2)).* FROM charges c WHERE payment_id = $1`;
    for (const [index, status] of ['reversed', 'closed'].entries()) {
      const age = `2026-01-0${index + 1}T00:00:00Z`;
      const values = { id: `chg_earlier${index}`, status, created_at: age, amount_captured: 0, provider_id: null };
      await dashboard.gateway.db.query(`${earlier} AND id NOT LIKE 'chg_earlier%'`, [id, JSON.stringify(values)]);
    }
    const page = await open(id);
    await page.getByRole('heading', { name: 'Charges' }).waitFor();
    expect(await statuses(page)).toEqual(['reversed', 'closed', 'approved']);
    expect(await page.getByTestId('charge-reference').count()).toBe(1);
  });

  it('lead every member of the team to the connections', async () => {
    const { id } = await dashboard.paid();
    const page = await open(id, await dashboard.gateway.newMember('viewer'));
    await items(page).getByRole('link', { name: 'Simulated acquirer' }).click();
    await page.waitForURL('**/dashboard/connections');
    await page.getByTestId('connection-item').waitFor();
  });

  it('are absent from a payment that was never sent', async () => {
    await dashboard.gateway.workers[0]?.stop();
    const order = await dashboard.merchant.createOrder({ amount: 5_000 });
    const { id } = await dashboard.merchant.createPayment({ orderId: order.id, method: 'upi', vpa: 'waits@upi' });
    const page = await open(id);
    await page.getByText('Payment requested').waitFor();
    expect(await page.getByTestId('charges').count()).toBe(0);
    await dashboard.gateway.startWorker();
    await page.getByTestId('charge-status').getByText('approved').waitFor();
  });
});
