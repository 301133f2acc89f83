import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FULL } from '../../api/test/support/full.js';
import { expectAccessible } from '../../web-checkout/test/support/accessibility.js';
import { Dashboard } from './support/dashboard.js';

const LINES = [
  { name: 'T-shirt, indigo', quantity: 2, amount: 30_000 },
  { name: 'Discount', quantity: 1, amount: -10_000 },
];

describe('the pages of a payment, an order and a refund', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  const bought = async () => {
    const customer = { name: 'Asha Rao', email: 'asha@example.com' };
    const order = await dashboard.merchant.createOrder({
      ...{ amount: 50_000, customer, lineItems: LINES, receipt: 'R-7', description: 'Two T-shirts' },
      notes: { cart: 'c-998' },
    });
    const { id } = await dashboard.merchant.createPayment({ orderId: order.id, method: 'upi', vpa: 'asha@upi' });
    await dashboard.gateway.payment(id);
    return { order, id };
  };

  it('share one frame: the way back, the id, the money state, the customer, and what belongs together', async () => {
    const { order, id } = await bought();
    const refund = await dashboard.merchant.createRefund({ paymentId: id, amount: 20_000, reason: 'One came back' });
    await dashboard.gateway.refund(refund.id);
    const page = await dashboard.signedIn();
    for (const [path, list, state, links] of [
      [`transactions/${id}`, 'Transactions', 'Partly refunded', [`orders/${order.id}`, `refunds/${refund.id}`]],
      [`orders/${order.id}`, 'Orders', 'Paid', [`transactions/${id}`]],
      [`refunds/${refund.id}`, 'Refunds', 'Refunded', [`transactions/${id}`, `orders/${order.id}`]],
    ] as const) {
      await page.goto(`${dashboard.url}/dashboard/${path}`, { waitUntil: 'networkidle' });
      const trail = page.getByRole('navigation', { name: 'Breadcrumb' });
      const own = path.split('/')[1] ?? '';
      expect(await trail.textContent()).toBe(list + own);
      expect(await page.getByTestId('money-state').first().textContent()).toBe(state);
      await page.getByRole('complementary', { name: 'Details' }).getByText('Asha Rao').waitFor();
      for (const link of links) await page.locator(`main a[href="/dashboard/${link}"]`).first().waitFor();
      // All three pages are in `accessibility.full`.
      if (FULL || list === 'Transactions') await expectAccessible(page, path);
      await trail.getByRole('link', { name: list }).click();
      await page.waitForURL(`**/dashboard/${path.split('/')[0]}`);
    }
    expect(page.faults).toEqual([]);
  });

  it('show what was bought, what was kept, the receipt, and who did it, by name', async () => {
    const { id } = await bought();
    const owner = await dashboard.gateway.newMember('owner');
    const page = await dashboard.signedIn({ as: owner, path: `/dashboard/transactions/${id}` });
    expect(await page.getByTestId('line-items').locator('tbody tr').allTextContents()).toEqual([
      'T-shirt, indigo2 × ₹300.00₹600.00',
      'Discount-₹100.00',
    ]);
    await page.getByTestId('refund-button').click();
    await page.getByTestId('refund-form').locator('input[name=amount]').fill('200.00');
    await page.getByTestId('confirm-refund-button').click();
    const { user } = (await owner.api.get('/api/v1/me')).json;
    await page.getByTestId('timeline').getByText(`by ${user.name}`).waitFor();
    await page.getByTestId('timeline').getByText('by API key Demo key').first().waitFor();
    expect(await page.getByRole('definition').getByText('₹300.00', { exact: true }).count()).toBe(1);
    const receipt = await dashboard.merchant.receipts.get(id);
    expect(await page.getByTestId('receipt-link').getAttribute('href')).toBe(receipt.url);
  });

  it('what is written on them is changed, without JavaScript too', async () => {
    const { order, id } = await bought();
    const page = await dashboard.signedIn({ path: `/dashboard/orders/${order.id}`, javaScriptEnabled: false });
    await page.getByTestId('edit-texts-button').click();
    const texts = page.getByTestId('edit-texts-form');
    await texts.locator('[name=description]').fill('Two shirts');
    await texts.locator('[name=receipt]').fill('');
    await texts.getByRole('button').click();
    await page.getByText('Saved.').waitFor();
    expect(await dashboard.merchant.getOrder(order.id)).toMatchObject({ description: 'Two shirts', receipt: null });
    await page.goto(`${dashboard.url}/dashboard/transactions/${id}`);
    await page.getByTestId('notes-button').click();
    await page.getByTestId('notes-form').getByRole('textbox').fill('ticket: SUP-12');
    await page.getByTestId('notes-form').getByRole('button').click();
    await page.getByText('Saved.').waitFor();
    expect((await dashboard.merchant.getPayment(id)).notes).toEqual({ ticket: 'SUP-12' });
    const viewer = await dashboard.signedIn({
      as: await dashboard.gateway.newMember('viewer'),
      path: `/dashboard/transactions/${id}`,
    });
    await viewer.getByRole('definition').getByText('SUP-12').waitFor();
    expect(await viewer.getByTestId('notes-button').count()).toBe(0);
  });

  it('a failed payment says why and that no money was taken; a held one until when to capture', async () => {
    const failed = await dashboard.paid('nofunds@upi');
    const page = await dashboard.signedIn({ path: `/dashboard/transactions/${failed.id}` });
    const banner = page.locator('[data-banner]');
    expect(await banner.textContent()).toMatch(/^Insufficient funds\..*No money was taken\.$/);
    const order = await dashboard.merchant.createOrder({ amount: 30_000, capture: 'manual' });
    const held = await dashboard.merchant.createPayment({ orderId: order.id, method: 'upi', vpa: 'later@upi' });
    await dashboard.gateway.payment(held.id);
    await page.goto(`${dashboard.url}/dashboard/transactions/${held.id}`);
    expect(await banner.textContent()).toMatch(/^The money is held, and not taken\. Capture it before /);
  });

  it('a payment that waits for the shopper is cancelled; releasing it is refused while the acquirer responds', async () => {
    const order = await dashboard.merchant.createOrder({ amount: 30_000 });
    const { id } = await dashboard.merchant.createPayment({ orderId: order.id, method: 'upi', vpa: 'approve@upi' });
    const page = await dashboard.signedIn({ path: `/dashboard/transactions/${id}` });
    await page.getByTestId('money-state').getByText('Action needed').waitFor();
    await page.getByTestId('release-button').click();
    await page.getByTestId('release-form').getByRole('button').click();
    await page.getByRole('alert').getByText('Only a cancelled payment').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel the payment' }).click();
    await page.getByTestId('money-state').getByText('Cancelled').waitFor();
  });
});
