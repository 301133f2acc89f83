import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../../api/test/support/client.js';
import { StripeEmulator } from '../../api/test/support/stripe-emulator/emulator.js';
import { openPage } from './support/browser.js';
import { Checkout, payByCard, payByVpa } from './support/checkout.js';

const ACCOUNTS = '/api/v1/connector-accounts';
const WAYS = ['method-upi', 'method-card', 'show-qr-button', 'upi-form', 'card-form', 'page-form', 'unpayable-state'];

/** Stripe is the scripted emulator on this machine. */
describe('the checkout offers what the merchant’s connections take', () => {
  let stripe: StripeEmulator;
  let checkout: Checkout;
  beforeAll(async () => {
    stripe = await StripeEmulator.start();
    checkout = await Checkout.start({ env: { STRIPE_API_BASE: stripe.url } });
  });
  afterAll(async () => {
    await checkout.stop();
    await stripe.stop();
  });

  /** A merchant with these connections, in the order of their priority, and no others. */
  const merchant = async (mode: 'test' | 'live', connections: object[]): Promise<Client> => {
    const { api } = await checkout.gateway.newMerchant({ mode });
    for (const { id } of (await api.get(ACCOUNTS)).json.data) await api.delete(`${ACCOUNTS}/${id}`);
    for (const [priority, one] of connections.entries()) {
      const created = await api.post(ACCOUNTS, { priority, label: 'One', ...one });
      expect([created.status, created.json.error]).toEqual([201, undefined]);
    }
    return api;
  };
  const atStripe = (mode: 'test' | 'live' = 'test') => ({
    ...{ connector: 'stripe', credentials: { secret_key: stripe.account(mode) } },
  });
  const open = async (api: Client, order = {}) => {
    const { id } = await checkout.gateway.order(order, api);
    const page = await openPage(checkout.browser);
    await page.goto(checkout.address(id as string));
    return Object.assign(page, { orderId: id as string });
  };
  type Shopper = Awaited<ReturnType<typeof open>>;
  const shown = async (page: Shopper) => {
    const counts = await Promise.all(WAYS.map((id) => page.getByTestId(id).count()));
    return WAYS.filter((_, at) => (counts[at] ?? 0) > 0);
  };
  const paid = async (page: Shopper, api: Client) => {
    await page.getByTestId('success-state').waitFor();
    return (await api.get(`/api/v1/payments?order_id=${page.orderId}`)).json.data[0].connector as string;
  };

  it('a test merchant at acquirers with pages has the page, and neither fields nor test values', async () => {
    const api = await merchant('test', [atStripe()]);
    const page = await open(api);
    expect(await shown(page)).toEqual(['page-form']);
    expect(await page.locator('input:not([type=hidden])').count()).toBe(0);
    expect(await page.getByTestId('test-banner').getByRole('button').count()).toBe(0);
    await page.getByTestId('pay-button').click();
    await page.getByTestId('emulated-pay').click();
    expect(await paid(page, api)).toBe('stripe');
  });

  it('a method of another connection has its own way: UPI in a form, the card on a page', async () => {
    const api = await merchant('test', [{ connector: 'simulated', methods: ['upi'] }, atStripe()]);
    const byCard = await open(api);
    expect(await shown(byCard)).toEqual(['method-upi', 'method-card', 'show-qr-button', 'upi-form', 'page-form']);
    expect(await byCard.getByTestId('page-form').isVisible()).toBe(false);
    await byCard.getByTestId('method-card').click();
    await byCard.getByTestId('page-form').getByTestId('pay-button').click();
    await byCard.getByTestId('emulated-pay').click();
    expect(await paid(byCard, api)).toBe('stripe');
    const byUpi = await open(api);
    await payByVpa(byUpi, 'success@upi');
    expect(await paid(byUpi, api)).toBe('simulated');
  });

  it('a method that no connection takes is not offered', async () => {
    const api = await merchant('test', [{ connector: 'simulated', methods: ['card'] }]);
    const page = await open(api);
    expect(await shown(page)).toEqual(['method-card', 'card-form']);
    await payByCard(page, '4111111111111111');
    expect(await paid(page, api)).toBe('simulated');
  });

  it.each(['test', 'live'] as const)(
    'an order of a %s merchant that no connection takes is not payable',
    async (mode) => {
      const page = await open(await merchant(mode, [{ ...atStripe(mode), currencies: ['USD'] }]));
      expect(await shown(page)).toEqual(['unpayable-state']);
      expect(await page.getByTestId('unpayable-state').innerText()).toContain(
        'This order cannot be paid at the moment',
      );
      expect(page.faults).toEqual([]);
    },
  );

  it('a page that was loaded before the connections changed shows what they take now', async () => {
    const api = await merchant('test', [{ connector: 'simulated' }]);
    const page = await open(api);
    const [{ id }] = (await api.get(ACCOUNTS)).json.data;
    await api.patch(`${ACCOUNTS}/${id}`, { methods: ['upi'] });
    await payByCard(page, '4111111111111111');
    await page.getByTestId('method-card').waitFor({ state: 'detached' });
    expect(await shown(page)).toEqual(['method-upi', 'show-qr-button', 'upi-form']);
  });
});
