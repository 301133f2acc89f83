import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, type GatewayProcess, startProgram, waitFor } from '../../api/test/support/processes.js';
import { openPage, PHONE } from './support/browser.js';
import { Checkout, payByCard } from './support/checkout.js';
import { shopPages } from './support/shop-page.js';

const SHOP = fileURLToPath(new URL('../../examples/shop-razorpay/server.mjs', import.meta.url));
const KEY = 'key_test_abc123';

describe('a page that uses Razorpay’s Checkout', () => {
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
  const serve = shopPages();

  it('examples/shop-razorpay: a failure is reported, a success passes both verifications of the official client', async () => {
    const page = await openPage(checkout.browser, { viewport: PHONE });
    await page.goto(address);
    await page.locator('#buy').click();
    const frame = page.getByTestId('payment-iframe').contentFrame();
    expect(await frame.getByTestId('order-amount').textContent()).toBe('₹499.00');
    await payByCard(frame, '4000 0000 0000 0002');
    await page.getByText('Payment declined by your bank').waitFor();
    await frame.getByTestId('retry-button').click();
    await payByCard(frame, '4111 1111 1111 1111');
    await page.getByText(/Paid by pay_\w{16}\. Thank you!/).waitFor();
    await page.getByTestId('payment-modal').waitFor({ state: 'detached' });
    const orderId = await waitFor(() => /verified order\.paid (order_\w{16}): ship the tea/.exec(shop.log())?.[1]);
    expect(await checkout.merchant.getOrder(orderId)).toMatchObject({ status: 'paid', amountPaid: 49900 });
    expect(page.foreign).toEqual([]);
  });

  it('callback_url receives the signed response as a form; a shopper who leaves is reported', async () => {
    const { id } = await checkout.order();
    const origin = await serve(
      () => `<!doctype html><title>Shop</title><button id="buy">Buy</button><p id="told"></p>
        <script src="${checkout.gateway.baseUrl}/razorpay/v1/checkout.js"></script>
        <script>
          document.querySelector('#buy').onclick = () => {
            window.rzp = new Razorpay({ key: '${KEY}', order_id: '${id}', callback_url: location.origin + '/paid',
              modal: { ondismiss: () => (document.querySelector('#told').textContent = 'left') } });
            rzp.open();
          };
        </script>`,
    );
    const page = await openPage(checkout.browser);
    await page.goto(origin);
    await page.locator('#buy').click();
    await page.getByTestId('payment-iframe').contentFrame().getByTestId('payment-methods').waitFor();
    await page.getByTestId('close-modal-button').click();
    await page.getByText('left').waitFor();
    await page.locator('#buy').click();
    const posted = page.waitForRequest((request) => request.method() === 'POST' && request.url() === `${origin}/paid`);
    await payByCard(page.getByTestId('payment-iframe').contentFrame(), '4111 1111 1111 1111');
    const form = new URLSearchParams((await posted).postData() ?? '');
    expect(Object.fromEntries(form)).toEqual({
      razorpay_payment_id: expect.stringMatching(/^pay_/),
      razorpay_order_id: id,
      razorpay_signature: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});
