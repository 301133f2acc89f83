import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inFull } from '../../api/test/support/full.js';
import { expectAccessible } from '../../web-checkout/test/support/accessibility.js';
import { Dashboard } from './support/dashboard.js';

const PATH = '/dashboard/payment-links';

describe('payment links in the dashboard', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  const idIn = (url: string) => /payment-links\/(plink_\w{16})$/.exec(url)?.[1] ?? '';
  const openOrder = async (id: string) => {
    const { json } = await dashboard.gateway.shopper.post(`/api/v1/payment-links/${id}/public/orders`, {});
    return json.order_id as string;
  };

  it('a merchant without any is shown what they are for, and how to make one by code', async () => {
    const { id } = await dashboard.gateway.newMerchant();
    const page = await dashboard.signedIn({ as: await dashboard.gateway.newMember('owner', id), path: PATH });
    await page.getByText('No payment links yet').waitFor();
    await page.getByText('/api/v1/payment-links').waitFor();
    await page.getByRole('link', { name: 'Create a payment link' }).click();
    await page.getByTestId('payment-link-form').waitFor();
    const viewer = await dashboard.gateway.newMember('viewer', id);
    const other = await dashboard.signedIn({ as: viewer, path: PATH });
    await other.getByText('No payment links yet').waitFor();
    expect(await other.getByRole('link', { name: /payment link$/ }).count()).toBe(0);
  });

  it('without JavaScript a link is made, shared and cancelled, and a refusal keeps the input', async () => {
    const page = await dashboard.signedIn({ path: `${PATH}/new`, javaScriptEnabled: false });
    const form = page.getByTestId('payment-link-form');
    await form.locator('[name=title]').fill('Yoga & more');
    await form.locator('[name=amount]').fill('one');
    await form.locator('[name=reusable][value=true]').check();
    await form.getByRole('button').click();
    await form.getByRole('alert').getByText('Enter an amount such as 499.00').waitFor();
    const kept = [form.locator('[name=title]').inputValue(), form.locator('[name=reusable][value=true]').isChecked()];
    expect(await Promise.all(kept)).toEqual(['Yoga & more', true]);
    await form.locator('[name=amount]').fill('1,499.50');
    await form.getByRole('button').click();
    await page.waitForURL(/payment-links\/plink_\w{16}$/);
    const id = idIn(page.url());
    const link = await dashboard.merchant.paymentLinks.get(id);
    expect(link).toMatchObject({ title: 'Yoga & more', amount: 149_950, reusable: true, status: 'active' });
    const share = page.getByTestId('share-link');
    const address = `http://localhost:3001/l/${id}`;
    expect(await share.getByRole('link', { name: address }).getAttribute('href')).toBe(address);
    for (const [name, begins, text] of [
      ['WhatsApp', 'https://wa.me/?text=', `Yoga & more: ₹1,499.50\nPay Test Merchant here: ${address}`],
      ['Email', 'mailto:?subject=Yoga%20%26%20more&body=', `Pay Test Merchant here: ${address}`],
    ] as const) {
      const href = (await share.getByRole('link', { name }).getAttribute('href')) ?? '';
      expect([name, href.startsWith(begins), decodeURIComponent(href).includes(text)]).toEqual([name, true, true]);
    }
    await page.getByTestId('cancel-link-button').click();
    await page.getByTestId('cancel-link-form').getByRole('button').click();
    await page.getByTestId('status').getByText('Cancelled').waitFor();
    expect(await page.getByTestId('share-link').count()).toBe(0);
  });

  it('the payer may decide the amount within limits, of which one is needed', async () => {
    const page = await dashboard.signedIn({ path: `${PATH}/new` });
    const form = page.getByTestId('payment-link-form');
    await form.locator('[name=title]').fill('Donation');
    await form.locator('[name=price][value=payer]').check();
    expect(await form.locator('[name=amount]').isVisible()).toBe(false);
    await form.getByRole('button').click();
    await form.getByRole('alert').getByText('One of them is enough').waitFor();
    await form.locator('[name=max_amount]').fill('5,000');
    await form.getByRole('button').click();
    await page.waitForURL(/payment-links\/plink_\w{16}$/);
    expect(await dashboard.merchant.paymentLinks.get(idIn(page.url()))).toMatchObject({
      amount: null,
      minAmount: 100,
      maxAmount: 500_000,
    });
    await page.getByText('₹1.00 to ₹5,000.00').first().waitFor();
  });

  it('its code, its payments and its state are on its page, which follows a payment', async () => {
    const { id } = await dashboard.merchant.paymentLinks.create({ amount: 70_000, title: 'Invoice 7' });
    const page = await dashboard.signedIn({ path: `${PATH}/${id}` });
    await page.getByText('Not paid yet').waitFor();
    expect(await page.getByTestId('link-paid').textContent()).toBe('0 of 1');
    const preview = page.getByRole('region', { name: 'What the payer sees' });
    for (const text of ['Invoice 7', '₹700.00', `localhost:3001/l/${id}`])
      expect([text, await preview.getByText(text, { exact: true }).count()]).toEqual([text, 1]);
    expect(await page.getByRole('button', { name: /^Copy$/ }).count()).toBe(1);
    const code = page.getByTestId('qr-code');
    expect(await code.getAttribute('aria-label')).toBe(`QR code of http://localhost:3001/l/${id}`);
    const orderId = await openOrder(id);
    await dashboard.merchant.createPayment({ orderId, method: 'upi', vpa: 'payer@upi' });
    await page.getByTestId('status').getByText('Paid').waitFor();
    expect(await page.getByTestId('link-paid').textContent()).toBe('1 of 1');
    expect(await page.getByTestId('transaction-row').getByTestId('money-state').textContent()).toBe('Paid');
    await page.goto(`${dashboard.url}${PATH}`);
    await page.locator('[data-chip=paid]').click();
    await page.waitForURL(/status=paid/);
    const rows = page.getByTestId('payment-link-row');
    await rows.getByText('Invoice 7').waitFor();
    expect(await rows.count()).toBe(1);
    await page.goto(`${dashboard.url}/dashboard/transactions?payment_link_id=${id}`);
    expect(await page.getByTestId('transaction-row').count()).toBe(1);
    expect(page.faults).toEqual([]);
  });

  /** `accessibility.full` has these pages as well. */
  inFull('axe finds nothing on the list, the form and a link', async () => {
    const { id } = await dashboard.merchant.paymentLinks.create({ amount: 70_000, title: 'Invoice 8' });
    const page = await dashboard.signedIn();
    for (const path of ['', '/new', `/${id}`]) {
      await page.goto(`${dashboard.url}${PATH}${path}`, { waitUntil: 'networkidle' });
      await expectAccessible(page, path);
    }
    expect(page.foreign).toEqual([]);
  });
});
