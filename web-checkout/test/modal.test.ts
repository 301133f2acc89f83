import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, type GatewayProcess, startProgram, waitFor } from '../../api/test/support/processes.js';
import { openPage, PHONE } from './support/browser.js';
import { Checkout, payByCard, payByVpa } from './support/checkout.js';
import { CALLBACKS, shopPage, shopPages, told } from './support/shop-page.js';

const SHOP = fileURLToPath(new URL('../../examples/shop/server.mjs', import.meta.url));

describe('the modal on a merchant’s page', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start();
  });
  afterAll(() => checkout.stop());

  describe('of examples/shop', () => {
    let shop: GatewayProcess;
    let address: string;
    beforeAll(async () => {
      const port = await freePort();
      address = `http://localhost:${port}`;
      const env = { PORT: String(port), GATEWAY_URL: checkout.gateway.baseUrl, CHECKOUT_URL: checkout.url };
      shop = startProgram([SHOP], env);
      await waitFor(() => shop.log().includes('open at'), { what: 'the shop' });
    });
    afterAll(() => shop.stop());

    it('sells through the modal, and verifies the webhook of the sale', async () => {
      const page = await openPage(checkout.browser, { viewport: PHONE });
      await page.goto(address);
      await page.locator('#buy').click();
      const frame = page.getByTestId('payment-iframe').contentFrame();
      expect(await page.getByTestId('payment-iframe').getAttribute('src')).toMatch(
        /\/checkout\?order_id=order_\w{16}&embedded=true$/,
      );
      expect(await frame.getByTestId('order-amount').textContent()).toBe('₹499.00');
      await payByCard(frame, '4000 0000 0000 0002');
      await page.getByText('Payment declined by your bank').waitFor();
      await frame.getByTestId('retry-button').click();
      await payByCard(frame, '4111 1111 1111 1111');
      await page.getByText(/Paid by pay_\w{16}\. Thank you!/).waitFor();
      await frame.getByTestId('success-state').waitFor();
      await page.getByTestId('payment-modal').waitFor({ state: 'detached' });
      const orderId = await waitFor(() => /verified order\.paid (order_\w{16}): ship the tea/.exec(shop.log())?.[1]);
      expect(await checkout.merchant.getOrder(orderId)).toMatchObject({ status: 'paid', amountPaid: 49900 });
      expect(page.foreign).toEqual([]);
    });
  });

  describe('of its own origin, under a strict policy', () => {
    const page = (script: string) =>
      shopPage(
        checkout.url,
        script,
        `script-src 'unsafe-inline' ${checkout.url}; style-src 'none'; frame-src ${checkout.url}`,
      );
    const serve = shopPages();

    it('reports a failure, the success once, and the close', async () => {
      const { id } = await checkout.order();
      const origin = await serve(() =>
        page(`const checkout = new PaymentGateway({ key: 'key_test_abc123', orderId: '${id}', ${CALLBACKS} });
          addEventListener('load', () => checkout.open());`),
      );
      const opened = await openPage(checkout.browser);
      await opened.goto(origin);
      const frame = opened.getByTestId('payment-iframe').contentFrame();
      await payByVpa(frame, 'failure@upi');
      await frame.getByTestId('retry-button').click();
      await payByVpa(frame, 'success@upi');
      await frame.getByTestId('success-state').waitFor();
      const paymentId = await frame.getByTestId('payment-id').textContent();
      await opened.getByTestId('close-modal-button').click();
      const [failure, success, close, ...more] = await told(opened);
      const error = expect.stringContaining('Nothing was charged');
      expect(failure).toEqual(['failure', { paymentId: expect.any(String), orderId: id, status: 'failed', error }]);
      const paid = { paymentId, orderId: id, status: 'success', amount: 50_000, currency: 'INR', authorized: false };
      const back = { returned: expect.stringContaining(`?order_id=${id}&`), returnUrl: null };
      expect(success).toEqual(['success', { ...paid, ...back }]);
      expect(close).toEqual(['close', 'success']);
      expect(more).toEqual([]);
      expect(await opened.getByTestId('payment-modal').count()).toBe(0);
      expect(opened.faults.filter((fault) => !fault.includes('favicon'))).toEqual([]);
    });

    it('ignores forged messages, sent every 20 ms by a page of another origin', async () => {
      const { id } = await checkout.order();
      const origin = await serve(() =>
        page(`const checkout = new PaymentGateway({ orderId: '${id}', ${CALLBACKS} });
          addEventListener('load', () => { checkout.open(); window.forged = 0; addEventListener('message', () => forged++); });`),
      );
      const forger = await serve(
        () => `<script>setInterval(() => { for (const window of [opener]) for (const nonce of [undefined, '', 'x'])
          for (const type of ['ready', 'payment_success', 'payment_failed', 'order_paid', 'close_modal'])
            window.postMessage({ type, nonce, data: { paymentId: 'pay_forged', orderId: '${id}' } }, '*'); }, 20)</script>`,
      );
      const opened = await openPage(checkout.browser);
      await opened.goto(origin);
      await opened.evaluate((address) => void open(address), forger);
      const frame = opened.getByTestId('payment-iframe').contentFrame();
      const forged = () => opened.evaluate(() => (globalThis as unknown as { forged: number }).forged);
      await waitFor(async () => (await forged()) > 100, { what: 'a hundred forged messages' });
      expect(await told(opened)).toEqual([]);
      await payByVpa(frame, 'success@upi');
      await waitFor(async () => (await told(opened)).length > 0, { what: 'the true message' });
      const paymentId = await frame.getByTestId('payment-id').textContent();
      expect(await told(opened)).toEqual([['success', expect.objectContaining({ paymentId })]]);
    });

    it('a secret is refused, except a test secret on this machine, which logs a warning', async () => {
      const script = await (await fetch(`${checkout.url}/checkout.js`)).text();
      const opened = await openPage(checkout.browser);
      const warnings: string[] = [];
      opened.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
      await opened.route('http://*/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
      const tryIt = async (host: string, secret: string) => {
        await opened.goto(`http://${host}/`);
        await opened.addScriptTag({ content: script });
        return opened.evaluate((apiSecret) => {
          const { PaymentGateway } = globalThis as unknown as { PaymentGateway: new (options: object) => unknown };
          try {
            new PaymentGateway({ orderId: 'order_1', apiSecret });
            return 'taken';
          } catch (error) {
            return (error as Error).message;
          }
        }, secret);
      };
      expect(await tryIt('localhost', 'secret_live_1')).toContain('must never reach a browser');
      expect(warnings).toEqual([]);
      expect(await tryIt('localhost', 'secret_test_1')).toBe('taken');
      expect(warnings.join()).toContain('Keep it on your server');
      expect(await tryIt('shop.example', 'secret_test_1')).toContain('must never reach a browser');
    });

    it.each([
      ['a desktop', 800, ['upi', 'card', 'faults', 'scan']],
      ['a small laptop', 640, ['upi', 'card']],
    ])('at the height of %s the framed page has no scroll bar of its own', async (_, height, states) => {
      const { id } = await checkout.order();
      const origin = await serve(() =>
        page(`const checkout = new PaymentGateway({ orderId: '${id}' });
          addEventListener('load', () => checkout.open());`),
      );
      const opened = await openPage(checkout.browser, { viewport: { width: 1280, height } });
      await opened.goto(origin);
      const frame = opened.getByTestId('payment-iframe').contentFrame();
      const reach: Record<string, () => Promise<void>> = {
        upi: () => frame.getByTestId('vpa-input').waitFor(),
        card: () => frame.getByTestId('method-card').click(),
        async faults() {
          await frame.getByTestId('card-form').getByTestId('pay-button').click();
          await frame.locator('#cvv-error').waitFor();
        },
        async scan() {
          await frame.getByTestId('method-upi').click();
          await frame.getByTestId('show-qr-button').click();
          await frame.getByTestId('qr-code').waitFor();
        },
      };
      for (const state of states) {
        await reach[state]?.();
        // The dialog follows its content within a moment.
        const over = () =>
          frame
            .locator('html')
            .evaluate((page) => [page.scrollWidth - page.clientWidth, page.scrollHeight - page.clientHeight]);
        await waitFor(async () => String(await over()) === '0,0', {
          what: async () => `no scroll bar around ${state}: over by ${String(await over())}`,
        });
      }
    });

    it('redirect leaves the page for the checkout', async () => {
      const { id } = await checkout.order();
      const origin = await serve(() => page(`new PaymentGateway({ orderId: '${id}' }).redirect()`));
      const opened = await openPage(checkout.browser);
      await opened.goto(origin);
      await opened.getByTestId('payment-methods').waitFor();
      expect(opened.url()).toBe(checkout.address(id));
    });
  });
});
