import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../../api/test/support/client.js';
import { cardOf } from '../../api/test/support/gateway.js';
import { StripeEmulator } from '../../api/test/support/stripe-emulator/emulator.js';
import { openPage } from './support/browser.js';
import { Checkout } from './support/checkout.js';

/** Stripe is the scripted emulator on this machine. */
describe('the checkout of a live merchant', () => {
  let stripe: StripeEmulator;
  let checkout: Checkout;
  let merchant: Client;
  beforeAll(async () => {
    stripe = await StripeEmulator.start();
    checkout = await Checkout.start({ env: { STRIPE_API_BASE: stripe.url } });
    merchant = (await checkout.gateway.newMerchant({ mode: 'live' })).api;
    const credentials = { secret_key: stripe.account('live') };
    const made = await merchant.post('/api/v1/connector-accounts', {
      connector: 'stripe',
      label: 'Cards',
      credentials,
    });
    expect(made.status).toBe(201);
  });
  afterAll(async () => {
    await checkout.stop();
    await stripe.stop();
  });

  const order = async () => (await checkout.gateway.order({ currency: 'USD' }, merchant)).id as string;
  const open = async (options = {}) => {
    const orderId = await order();
    const page = await openPage(checkout.browser, options);
    await page.goto(checkout.address(orderId));
    return Object.assign(page, { orderId });
  };
  const paymentsOf = async (orderId: string) =>
    (await merchant.get(`/api/v1/payments?order_id=${orderId}`)).json.data as Record<string, unknown>[];

  it('has one button and no field: it leads to the acquirer’s page, and back to the true state', async () => {
    const page = await open();
    for (const id of ['card-form', 'upi-form', 'payment-methods', 'show-qr-button'])
      expect([id, await page.getByTestId(id).count()]).toEqual([id, 0]);
    expect(await page.locator('input:not([type=hidden])').count()).toBe(0);
    await page.getByTestId('pay-button').click();
    await page.getByTestId('emulated-pay').waitFor();
    expect(page.url()).toContain(stripe.url);
    await page.getByTestId('emulated-pay').click();
    await page.getByTestId('success-state').waitFor();
    const [payment] = await paymentsOf(page.orderId);
    expect(payment).toMatchObject({
      status: 'success',
      captured: true,
      method: 'card',
      connector: 'stripe',
      mode: 'live',
    });
    expect(page.faults).toEqual([]);

    const { json: refund } = await merchant.post('/api/v1/refunds', { payment_id: payment?.['id'], amount: 20_000 });
    expect(await checkout.gateway.refund(refund.id, merchant)).toMatchObject({ status: 'processed' });
  });

  it('works without scripts: the page has a link to the acquirer’s page', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.getByTestId('pay-button').click();
    await page.getByTestId('bank-link').click();
    await page.getByTestId('emulated-pay').click();
    await page.getByTestId('success-state').waitFor();
  });

  it('takes no card number: it is refused, stored nowhere and not sent to the acquirer', async () => {
    const orderId = await order();
    const sent = stripe.requests.length;
    const body = { order_id: orderId, method: 'card', card: cardOf('4111111111111111') };
    const refused = await checkout.gateway.shopper.post('/api/v1/payments/public', body);
    expect([refused.status, refused.json.error.reason]).toEqual([400, 'flow_not_supported']);
    expect(await paymentsOf(orderId)).toEqual([]);
    expect(stripe.requests).toHaveLength(sent);
  });
});
