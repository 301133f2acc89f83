import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inFull } from '../../api/test/support/full.js';
import { waitFor } from '../../api/test/support/processes.js';
import { expectAccessible } from '../../web-checkout/test/support/accessibility.js';
import { Dashboard } from './support/dashboard.js';

const PATH = '/dashboard/customers';
const ASHA = { name: 'Asha Rao', email: 'asha@example.com', contact: '+919876543210' };

describe('customers in the dashboard', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  const paidBy = async (customer: string) => {
    const of = { customer: { id: customer }, description: 'Two T-shirts' };
    const order = await dashboard.merchant.createOrder({ amount: 25_000, ...of });
    const { id } = await dashboard.merchant.createPayment({ orderId: order.id, method: 'upi', vpa: 'asha@upi' });
    await dashboard.gateway.payment(id);
    return { order, id };
  };

  it('a customer is made without JavaScript, found by the beginning of a name, and edited', async () => {
    const page = await dashboard.signedIn({ path: PATH, javaScriptEnabled: false });
    await page.getByText('No customers yet').waitFor();
    await page.getByTestId('new-customer-button').click();
    const form = page.getByTestId('customer-form');
    await form.getByLabel('Name').fill('Mira Iyer');
    await form.getByLabel('Phone').fill('not a number');
    await form.getByRole('button').click();
    await form.getByRole('alert').waitFor();
    expect(await form.getByLabel('Name').inputValue()).toBe('Mira Iyer');
    await form.getByLabel('Phone').fill('+91 98111 22233');
    await form.getByRole('button').click();
    await page.waitForURL(/customers\/cust_\w{16}$/);
    await page.getByRole('heading', { name: 'Mira Iyer' }).waitFor();
    await dashboard.merchant.customers.create(ASHA);
    await page.goto(`${dashboard.url}${PATH}`);
    expect(await page.getByTestId('customer-row').count()).toBe(2);
    await page.getByRole('searchbox').fill('mira');
    await page.getByRole('button', { name: 'Apply' }).click();
    const row = page.getByTestId('customer-row');
    expect(await row.count()).toBe(1);
    await row.getByRole('link').click();
    await page.getByTestId('edit-customer-button').click();
    await form.getByLabel('Email').fill('mira@example.com');
    await form.getByRole('button').click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('link', { name: 'mira@example.com' }).waitFor();
    await page.goto(`${dashboard.url}${PATH}?q=zzz`);
    await page.getByText('No customer fits this search').waitFor();
  });

  it('its page has its payments and orders, the lists lead with its name, and notes are kept', async () => {
    const customer = await dashboard.merchant.customers.create({ ...ASHA, name: 'Rohan Mehta' });
    const { id, order } = await paidBy(customer.id);
    const page = await dashboard.signedIn({ path: `${PATH}/${customer.id}` });
    await page.locator(`[data-payment-id=${id}]`).getByText('Two T-shirts').waitFor();
    expect(await page.locator(`[data-order-id]`).count()).toBe(0);
    await page.getByRole('link', { name: 'Orders 1' }).click();
    await page.locator(`[data-order-id=${order.id}]`).waitFor();
    expect(await page.locator(`[data-payment-id]`).count()).toBe(0);
    await page.getByRole('link', { name: 'Payments 1' }).click();
    await page.locator(`[data-payment-id=${id}]`).waitFor();
    await page.getByTestId('notes-button').click();
    const notes = page.getByTestId('notes-form').getByRole('textbox');
    await notes.fill('loyalty gold');
    await page.getByRole('button', { name: 'Save the notes' }).click();
    await page.getByRole('alert').getByText('one note per line').waitFor();
    await notes.fill('loyalty: gold\nsince: 2021');
    await page.getByRole('button', { name: 'Save the notes' }).click();
    await page.getByRole('definition').getByText('gold').waitFor();
    const { notes: kept } = await dashboard.merchant.customers.get(customer.id);
    expect(kept).toEqual({ loyalty: 'gold', since: 2021 });
    await page.getByRole('link', { name: 'Open in Transactions' }).click();
    await page.waitForURL(/customer_id=cust_/);
    const row = page.getByTestId('transaction-row');
    expect([await row.count(), await row.locator('td').first().textContent()]).toEqual([
      1,
      `Rohan Mehta${id}Two T-shirts`,
    ]);
    await page.getByRole('link', { name: 'Remove the filter by customer' }).click();
    await page.waitForURL((url) => !url.search.includes('customer_id'));
    await page.goto(`${dashboard.url}/dashboard/transactions/${id}`);
    await page.getByTestId('customer-link').click();
    await page.waitForURL(`**${PATH}/${customer.id}`);
    expect(page.faults).toEqual([]);
  });

  it('its page says what was paid and given back, in each currency, and when it was last', async () => {
    const customer = await dashboard.merchant.customers.create({ ...ASHA, name: 'Kabir Jain' });
    const page = await dashboard.signedIn({ path: `${PATH}/${customer.id}` });
    const figure = (name: 'spent' | 'payments' | 'refunded' | 'last-paid') => page.getByTestId(`customer-${name}`);
    expect([await figure('spent').textContent(), await figure('last-paid').textContent()]).toEqual(['–', 'Never']);
    const { id } = await paidBy(customer.id);
    await paidBy(customer.id);
    await dashboard.merchant.createRefund({ paymentId: id, amount: 5_000 });
    const card = { number: '4111111111111111', expiryMonth: '12', expiryYear: '2030', cvv: '123', holderName: 'Kabir' };
    const order = await dashboard.merchant.createOrder({ amount: 700, currency: 'EUR', customer: { id: customer.id } });
    const foreign = await dashboard.merchant.createPayment({ orderId: order.id, method: 'card', card });
    await waitFor(async () => (await dashboard.merchant.getPayment(foreign.id)).captured, { what: 'the capture' });
    await page.reload();
    expect(await figure('spent').textContent()).toBe('₹450.00');
    expect(await figure('payments').textContent()).toBe('3');
    expect(await figure('refunded').textContent()).toBe('₹50.00');
    await page.getByText('and €7.00').waitFor();
    expect(await figure('last-paid').locator('xpath=..').locator('time').getAttribute('datetime')).toMatch(/Z$/);
  });

  it('on a phone each purchase has its day and its whole UPI ID, and one that failed says why', async () => {
    const customer = await dashboard.merchant.customers.create({ ...ASHA, name: 'Uma Krishnan' });
    const pays = async (vpa: string) => {
      const order = await dashboard.merchant.createOrder({ amount: 25_000, customer: { id: customer.id } });
      return (await dashboard.merchant.createPayment({ orderId: order.id, method: 'upi', vpa })).id;
    };
    const vpa = 'uma.krishnan.kanchipuram@oksbi';
    const [paid, failed] = [await pays(vpa), await pays('nofunds@upi')];
    for (const id of [paid, failed]) await dashboard.gateway.payment(id);
    const page = await dashboard.signedIn({
      path: `${PATH}/${customer.id}`,
      viewport: { width: 375, height: 800 },
    });
    const row = (id: string) => page.locator(`[data-payment-id=${id}]`);
    for (const id of [paid, failed]) expect(await row(id).locator('time').isVisible()).toBe(true);
    const name = row(paid).getByText(vpa);
    expect(await name.evaluate((text) => text.scrollWidth - text.clientWidth)).toBe(0);
    await row(failed).getByText('Insufficient funds').waitFor();
    await page.getByText(/^Customer since \d/).waitFor();
    await page.getByRole('link', { name: 'New payment link' }).click();
    await page.waitForURL('**/payment-links/new');
  });

  it('erasing needs a confirmation, is only for members who may, and leaves the books', async () => {
    const customer = await dashboard.merchant.customers.create({ ...ASHA, name: 'Priya Nair' });
    const { id } = await paidBy(customer.id);
    const viewer = await dashboard.signedIn({ as: await dashboard.gateway.newMember('viewer'), path: PATH });
    await viewer.goto(`${dashboard.url}${PATH}/${customer.id}`);
    expect(await viewer.getByTestId('erase-customer-button').count()).toBe(0);
    const page = await dashboard.signedIn({ path: `${PATH}/${customer.id}` });
    await page.getByRole('button', { name: 'Actions for Priya Nair' }).click();
    await page.getByTestId('erase-customer-button').click();
    const form = page.getByTestId('erase-form');
    await form.getByText('This cannot be undone').waitFor();
    await form.getByRole('button').click();
    expect((await dashboard.merchant.customers.get(customer.id)).erasedAt).toBeNull();
    await form.getByRole('checkbox').check();
    await form.getByRole('button').click();
    await page.getByRole('heading', { name: 'Erased customer' }).waitFor();
    const payment = () => dashboard.merchant.getPayment(id);
    await waitFor(async () => (await payment()).customer?.name === 'erased', { what: 'the erased copy' });
    await page.goto(`${dashboard.url}/dashboard/transactions/${id}`);
    await page.getByRole('heading', { name: '₹250.00' }).waitFor();
    expect(await page.getByText('Priya').count()).toBe(0);
  });

  /** `accessibility.full` has the list and the page as well. */
  inFull('axe finds nothing on the list, a customer and its dialogs', async () => {
    const { id } = await dashboard.merchant.customers.create(ASHA);
    const page = await dashboard.signedIn({ path: PATH });
    await page.waitForLoadState('networkidle');
    await expectAccessible(page, 'customers');
    await page.goto(`${dashboard.url}${PATH}/${id}`, { waitUntil: 'networkidle' });
    await expectAccessible(page, 'a customer');
    for (const button of ['edit-customer-button', 'erase-customer-button', 'notes-button'] as const) {
      if (button === 'erase-customer-button') await page.getByRole('button', { name: /^Actions for/ }).click();
      await page.getByTestId(button).click();
      await expectAccessible(page, button, 'dialog[open]');
      await page.keyboard.press('Escape');
    }
  });
});
