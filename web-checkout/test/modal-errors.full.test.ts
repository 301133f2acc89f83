import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_MERCHANT } from '../../api/test/support/gateway.js';
import { waitFor } from '../../api/test/support/processes.js';
import { openPage, type Watched } from './support/browser.js';
import { Checkout } from './support/checkout.js';
import { CALLBACKS, shopPage, shopPages, told } from './support/shop-page.js';

const UNKNOWN = 'order_0000000000000000';

/** In all of these the browser shows an empty frame and reports nothing to the page. */
describe('a modal that cannot show the checkout', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start({ worker: false });
  });
  afterAll(() => checkout.stop());
  const serve = shopPages();

  const allow = (...origins: string[]) =>
    checkout.gateway.db.query('UPDATE merchants SET allowed_origins = $1 WHERE id = $2', [origins, DEMO_MERCHANT]);

  /** Opens the checkout by a click on a page with this policy, after `prepare`. */
  async function open(options: string, policy = '', prepare?: (page: Watched) => Promise<unknown>): Promise<Watched> {
    const origin = await serve(() =>
      shopPage(
        checkout.url,
        `addEventListener('load', () => { document.querySelector('#buy').onclick = () => {
           began = performance.now(); window.checkout = new PaymentGateway({ ${options}, ${CALLBACKS} }); checkout.open(); } });
         addEventListener('beforeunload', () => sessionStorage.setItem('told', JSON.stringify(told)));
         var began</script><button id="buy">Buy</button><script>`,
        policy,
      ),
    );
    const page = await openPage(checkout.browser);
    await page.goto(origin);
    await prepare?.(page);
    await page.locator('#buy').click();
    return page;
  }
  const stays = (id: string) => `orderId: '${id}', redirectOnError: false`;
  const ended = (page: Watched) => waitFor(async () => (await told(page)).at(-1)?.[0] === 'close' && told(page));
  const errorAndClose = (reason: string) => [
    ['error', { reason, message: expect.stringMatching(/\w+\. \w+/) }],
    ['close', 'error'],
  ];

  it('the page’s own policy: `blocked` at once, then a redirect to the checkout', async () => {
    const { id } = await checkout.order();
    const page = await open(`orderId: '${id}', timeout: 120000`, "frame-src 'none'");
    await page.waitForURL(checkout.address(id));
    await page.getByTestId('payment-methods').waitFor();
    await page.goBack();
    await page.locator('#buy').waitFor(); // the shop's page again, not the one that is left
    const before = await page.evaluate(() => JSON.parse(sessionStorage.getItem('told') ?? '[]') as unknown);
    expect(before).toEqual(errorAndClose('blocked'));
  });

  it('without the redirect the page and its focus are unchanged', async () => {
    const { id } = await checkout.order();
    const page = await open(stays(id), "frame-src 'none'");
    expect(await ended(page)).toEqual(errorAndClose('blocked'));
    expect(await page.getByTestId('payment-modal').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('buy');
    expect(new URL(page.url()).hostname).toBe('127.0.0.1');
  });

  it('a report-only policy blocks nothing', async () => {
    const { id } = await checkout.order();
    const page = await openPage(checkout.browser);
    const script = `addEventListener('load', () => new PaymentGateway({ orderId: '${id}', ${CALLBACKS} }).open())`;
    const report = { 'Content-Security-Policy-Report-Only': "frame-src 'none'" };
    await page.goto(await serve(() => shopPage(checkout.url, script), report));
    await page.getByTestId('payment-iframe').contentFrame().getByTestId('payment-methods').waitFor();
    expect(await told(page)).toEqual([]);
  });

  describe('if the merchant does not allow the page', () => {
    afterEach(() => allow());

    it('`blocked`, long before the deadline', async () => {
      await allow('https://shop.example');
      const { id } = await checkout.order();
      const page = await open(`${stays(id)}, timeout: 120000`);
      expect(await ended(page)).toEqual(errorAndClose('blocked'));
    });

    it('`timeout` at the deadline, if the page may not fetch the reason', async () => {
      await allow('https://shop.example');
      const { id } = await checkout.order();
      const page = await open(`${stays(id)}, timeout: 3000`, "connect-src 'none'");
      expect(await ended(page)).toEqual(errorAndClose('timeout'));
      expect(
        await page.evaluate(() => performance.now() - (globalThis as never as { began: number }).began),
      ).toBeGreaterThan(2_990);
    });

    it('after it is allowed, the same page opens the checkout', async () => {
      const { id } = await checkout.order();
      const page = await open(stays(id), '', async (opened) => {
        await allow(new URL(opened.url()).origin);
      });
      await page.getByTestId('payment-iframe').contentFrame().getByTestId('payment-methods').waitFor();
    });
  });

  it('an unknown order: `not_found`, and the checkout shows it to the shopper', async () => {
    const page = await open(stays(UNKNOWN));
    expect(await ended(page)).toEqual(errorAndClose('not_found'));
    const other = await open(`orderId: '${UNKNOWN}'`);
    await other.waitForURL(checkout.address(UNKNOWN));
    await other.getByTestId('not-found-state').waitFor();
  });

  it('without a network: `offline`, and the page stays', async () => {
    const { id } = await checkout.order();
    const page = await open(`orderId: '${id}', timeout: 2000`, '', (opened) => opened.context().setOffline(true));
    expect(await ended(page)).toEqual(errorAndClose('offline'));
    expect(await page.locator('#buy').isVisible()).toBe(true);
  });

  it('a checkout that does not respond: `timeout`, and Escape closes it meanwhile', async () => {
    const { id } = await checkout.order();
    const silent = (opened: Watched) => opened.route('**/checkout?*', () => undefined);
    const page = await open(`${stays(id)}, timeout: 1500`, '', silent);
    expect(await ended(page)).toEqual(errorAndClose('timeout'));
    const other = await open(`${stays(id)}, timeout: 120000`, '', silent);
    await other.getByTestId('payment-modal').waitFor();
    await other.keyboard.press('Escape');
    expect(await ended(other)).toEqual([['close', 'dismissed']]);
  });

  it('a callback that throws prevents neither the next one nor the redirect', async () => {
    const { id } = await checkout.order();
    const page = await open(
      `orderId: '${id}'`,
      "frame-src 'none'",
      async (opened) =>
        void (await opened.evaluate(() => {
          const { told } = globalThis as unknown as { told: { push: (one: unknown) => number } };
          const push = told.push.bind(told);
          told.push = (one) => {
            push(one);
            throw new Error('a fault of the shop');
          };
        })),
    );
    await page.waitForURL(checkout.address(id));
    await page.goBack();
    await page.locator('#buy').waitFor();
    const before = await page.evaluate(() => JSON.parse(sessionStorage.getItem('told') ?? '[]') as unknown[]);
    expect(before).toHaveLength(2);
  });

  it('an invalid timeout is refused by the constructor', async () => {
    const page = await openPage(checkout.browser);
    await page.goto(await serve(() => shopPage(checkout.url, '')));
    const faults = await page.evaluate(() =>
      [0, -1, Number.NaN, 120_001].map((timeout) => {
        const { PaymentGateway } = globalThis as unknown as { PaymentGateway: new (options: object) => unknown };
        try {
          new PaymentGateway({ orderId: 'order_1', timeout });
          return 'taken';
        } catch (error) {
          return (error as Error).message;
        }
      }),
    );
    expect(faults.filter((fault) => !fault.includes('timeout must be milliseconds'))).toEqual([]);
  });
});
