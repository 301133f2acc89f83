import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../api/test/support/processes.js';
import { openPage, PHONE, type Watched } from './support/browser.js';
import { Checkout, payByVpa } from './support/checkout.js';
import { CALLBACKS, shopPage, shopPages, told } from './support/shop-page.js';

/** A shop's page: its own rules for the same names, a long page, styles on the root. */
const SHOP_STYLE = `.modal-content{display:none;transform:rotate(45deg)}.modal-overlay{opacity:0}
  .close-button{visibility:hidden}button{font-size:40px}iframe{max-width:10px}html{overflow-y:scroll}`;

describe('the dialog over a merchant’s page', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start();
  });
  afterAll(() => checkout.stop());
  const serve = shopPages();

  /** A long page, scrolled down, with a button that opens the checkout of this order. */
  async function shop(orderId: string, options = {}): Promise<Watched> {
    const origin = await serve(() =>
      shopPage(
        checkout.url,
        `addEventListener('load', () => { window.checkout = new PaymentGateway({ orderId: '${orderId}', ${CALLBACKS} });
           document.querySelector('#buy').onclick = () => checkout.open(); })</script>
         <style>${SHOP_STYLE}</style><div style="height:1500px">Tea</div><button id="buy">Buy</button>
         <div style="height:1500px"></div><script>`,
      ),
    );
    const page = await openPage(checkout.browser, options);
    await page.goto(origin);
    await page.locator('#buy').scrollIntoViewIfNeeded();
    return page;
  }
  const frameOf = (page: Watched) => page.getByTestId('payment-iframe').contentFrame();
  const gone = (page: Watched) => page.getByTestId('payment-modal').waitFor({ state: 'detached' });
  /** Everything that an open dialog could leave changed. */
  const stateOf = (page: Watched) =>
    page.evaluate(() => ({
      scroll: [scrollX, scrollY],
      root: document.documentElement.outerHTML.slice(0, document.documentElement.outerHTML.indexOf('>') + 1),
      body: document.body.getAttribute('style'),
      overflow: getComputedStyle(document.documentElement).overflow,
      sheets: document.adoptedStyleSheets.length,
      children: document.body.childElementCount,
      focus: document.activeElement?.id,
    }));
  /** How far a wheel, a key and a touch scroll the page behind. */
  async function tryToScroll(page: Watched): Promise<void> {
    await page.mouse.move(20, 20);
    await page.mouse.wheel(0, 600);
    await page.mouse.move(640, 400);
    await page.mouse.wheel(0, 3_000);
    await page.keyboard.press('End');
    await page.waitForTimeout(300);
  }

  it('has the documented ids and classes, and the page’s rules for them have no effect', async () => {
    const page = await shop((await checkout.order()).id);
    await page.locator('#buy').click();
    await frameOf(page).getByTestId('payment-methods').waitFor();
    expect(await page.locator('#payment-gateway-modal').getAttribute('data-test-id')).toBe('payment-modal');
    const inside = page.locator('#payment-gateway-modal > .modal-overlay > .modal-content');
    expect(await inside.locator('iframe').getAttribute('data-test-id')).toBe('payment-iframe');
    expect(await inside.locator('button.close-button').getAttribute('data-test-id')).toBe('close-modal-button');
    expect(await inside.boundingBox()).toMatchObject({ width: 400 });
    expect(await page.getByTestId('payment-iframe').boundingBox()).toMatchObject({ width: 400 });
    expect(await page.getByTestId('close-modal-button').boundingBox()).toMatchObject({ width: 44, height: 44 });
    await page.getByTestId('close-modal-button').click();
    await gone(page);
  });

  it.each([
    ['a window', undefined],
    ['a phone, where it is a sheet at the bottom', PHONE],
  ])('in %s it is as high as its content, and grows with it up to the window', async (_, viewport) => {
    const page = await shop((await checkout.order()).id, { viewport });
    await page.locator('#buy').click();
    await frameOf(page).getByTestId('payment-methods').waitFor();
    const box = async () => (await page.locator('.modal-content').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const content = () =>
      frameOf(page)
        .getByTestId('checkout-container')
        .evaluate((node) => (node as HTMLElement).offsetHeight);
    const fits = async () => Math.abs((await box()).height - (await content())) < 2;
    await waitFor(fits, { what: 'the height of the content' });
    const before = (await box()).height;
    const window = page.viewportSize() ?? { width: 0, height: 0 };
    expect(before).toBeLessThan(window.height);
    const { x, y, width, height } = await box();
    if (viewport) expect([x, width, Math.round(y + height)]).toEqual([0, window.width, window.height]);
    await frameOf(page).getByTestId('method-card').click();
    await waitFor(async () => (await content()) !== before && (await fits()), { what: 'the height of the card form' });
    await page.setViewportSize({ ...window, height: 400 });
    // A sheet leaves a strip of the page visible.
    const highest = viewport ? 400 - 32 : 400;
    await waitFor(async () => (await box()).height === highest, { what: 'the height of the window' });
  });

  it('Escape closes it, from the close button and from a field inside the frame', async () => {
    const page = await shop((await checkout.order()).id);
    for (const place of ['frame', 'button']) {
      await page.locator('#buy').click();
      await frameOf(page).getByTestId('vpa-input').waitFor();
      if (place === 'frame') await frameOf(page).getByTestId('vpa-input').fill('asha@upi');
      else await page.getByTestId('close-modal-button').focus();
      await page.keyboard.press('Escape');
      await gone(page);
      expect([place, (await stateOf(page)).focus]).toEqual([place, 'buy']);
    }
    expect(await told(page)).toEqual([
      ['close', 'dismissed'],
      ['close', 'dismissed'],
    ]);
  });

  it('with the keyboard only: the focus enters the frame, never the page behind, and returns', async () => {
    const page = await shop((await checkout.order()).id);
    await page.locator('#buy').focus();
    await page.keyboard.press('Enter');
    await frameOf(page).getByTestId('payment-methods').waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.tagName);
    await waitFor(async () => (await focused()) === 'IFRAME', { what: 'the focus in the frame' });
    for (let pressed = 0; pressed < 12; pressed++) {
      await page.keyboard.press('Tab');
      expect(['IFRAME', 'BUTTON', 'BODY', 'DIALOG']).toContain(await focused());
      expect(await page.evaluate(() => document.activeElement?.id)).not.toBe('buy');
    }
    await page.getByTestId('close-modal-button').focus();
    await page.keyboard.press('Enter');
    await gone(page);
    expect((await stateOf(page)).focus).toBe('buy');
  });

  it.each([
    ['when it was open', true],
    ['when it was closed while it loaded', false],
  ])('the page behind does not scroll, and is unchanged %s, each time', async (_, isLoaded) => {
    const page = await shop((await checkout.order()).id);
    if (!isLoaded) await page.route('**/checkout?*', () => undefined);
    await page.locator('#buy').focus();
    const before = await stateOf(page);
    expect(before.scroll[1]).toBeGreaterThan(100);
    for (const time of [1, 2]) {
      await page.locator('#buy').click();
      await page.evaluate(() => (globalThis as never as { checkout: { open(): void } }).checkout.open());
      expect(await page.getByTestId('payment-modal').count()).toBe(1);
      if (isLoaded) await frameOf(page).getByTestId('payment-methods').waitFor();
      await tryToScroll(page);
      const during = await stateOf(page);
      expect([time, during.scroll, during.overflow]).toEqual([time, before.scroll, 'hidden']);
      await page.getByTestId('close-modal-button').click();
      await gone(page);
      expect([time, await stateOf(page)]).toEqual([time, before]);
    }
    await tryToScroll(page);
    expect((await stateOf(page)).scroll[1]).toBeGreaterThan(before.scroll[1] ?? 0);
    expect(await told(page)).toHaveLength(2);
  });

  it('closes by itself after a payment; opened again for the paid order, it shows that and closes too', async () => {
    const page = await shop((await checkout.order()).id, { viewport: PHONE });
    await page.locator('#buy').click();
    await payByVpa(frameOf(page), 'success@upi');
    await frameOf(page).getByTestId('success-state').waitFor();
    const shown = Date.now();
    await gone(page);
    expect(Date.now() - shown).toBeGreaterThan(1_000);
    expect((await told(page)).map(([what, data]) => [what, data.orderId ?? data])).toEqual([
      ['success', expect.stringMatching(/^order_/)],
      ['close', 'success'],
    ]);
    await page.locator('#buy').click();
    await frameOf(page).getByTestId('paid-state').waitFor();
    await gone(page);
    expect((await told(page)).slice(2)).toEqual([['close', 'success']]);
  });

  it('the reason reports the result of the order', async () => {
    const failed = await shop((await checkout.order()).id);
    await failed.locator('#buy').click();
    await payByVpa(frameOf(failed), 'failure@upi');
    await frameOf(failed).getByTestId('error-state').waitFor();
    await failed.keyboard.press('Escape');
    await gone(failed);
    expect((await told(failed)).at(-1)).toEqual(['close', 'failed']);
    const { id } = await checkout.order();
    await checkout.merchant.orders.cancel(id);
    const cancelled = await shop(id);
    await cancelled.locator('#buy').click();
    await frameOf(cancelled).getByText('Close').click();
    await gone(cancelled);
    expect(await told(cancelled)).toEqual([
      ['failure', { orderId: id, status: 'cancelled', error: expect.any(String) }],
      ['close', 'cancelled'],
    ]);
  });

  it('a page that removes the dialog itself can open it again', async () => {
    const page = await shop((await checkout.order()).id);
    await page.locator('#buy').click();
    await page.evaluate(() => document.querySelector('dialog')?.remove());
    await page.locator('#buy').click();
    await frameOf(page).getByTestId('payment-methods').waitFor();
    expect(await told(page)).toEqual([['close', 'dismissed']]);
    expect((await stateOf(page)).sheets).toBe(1);
  });
});
