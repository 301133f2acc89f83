import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, type GatewayProcess, startProgram, waitFor } from '../../api/test/support/processes.js';
import { openPage, PHONE } from './support/browser.js';
import { Checkout, payByCard } from './support/checkout.js';

const SHOP = fileURLToPath(new URL('../../examples/shop-stripe/server.mjs', import.meta.url));

describe('a shop that uses Stripe’s Checkout Sessions', () => {
  let checkout: Checkout;
  let shop: GatewayProcess;
  let address: string;
  beforeAll(async () => {
    checkout = await Checkout.start();
    const port = await freePort();
    address = `http://localhost:${port}`;
    shop = startProgram([SHOP], { PORT: String(port), GATEWAY_URL: checkout.gateway.baseUrl });
    await waitFor(() => shop.log().includes('open at'), { what: 'the shop' });
  });
  afterAll(async () => {
    await shop.stop();
    await checkout.stop();
  });

  it('examples/shop-stripe: the shopper pays on the hosted page, returns, and the webhook is verified', async () => {
    const page = await openPage(checkout.browser, { viewport: PHONE });
    await page.goto(address);
    await page.locator('#buy').click();
    await page.waitForURL(/\/checkout\?order_id=order_/);
    expect(await page.getByTestId('order-amount').textContent()).toBe('₹499.00');
    await payByCard(page, '4242 4242 4242 4242');
    const paid = page.getByText(/Paid by pi_\w{16}\. Thank you!/);
    await paid.waitFor();
    const [, suffix] = /pi_(\w{16})/.exec((await paid.textContent()) ?? '') ?? [];
    await waitFor(() => shop.log().includes(`verified checkout.session.completed cs_test_${suffix}: ship the tea`));
    expect(await checkout.merchant.getOrder(`order_${suffix}`)).toMatchObject({ status: 'paid', amountPaid: 49900 });
  });
});
