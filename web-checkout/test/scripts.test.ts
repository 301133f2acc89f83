import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { versionedScripts } from '@payment-gateway/sdk/script';
import type { Frame, Page } from 'playwright-core';
import { startProgram } from '../../api/test/support/processes.js';
import { openPage } from './support/browser.js';
import { Checkout, payByCard, payByVpa } from './support/checkout.js';

interface Inventory {
  scripts: { address: string; integrity: string; bytes: number; purpose: string }[];
  inline: { pattern: string; purpose: string }[];
}
const root = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const inventory = JSON.parse(readFileSync(root('web-checkout/.next/script-inventory.json'), 'utf8')) as Inventory;
const { integrityOf, inventoriedPart } = (await import(root('bin/lib/script-inventory.mjs'))) as {
  integrityOf: (body: string) => string;
  inventoriedPart: (address: string, body: string) => string;
};

/** Every script that the browser fetches for this page and its frames: address and hash. */
function scriptsOf(page: Page): Map<string, Promise<string>> {
  const loaded = new Map<string, Promise<string>>();
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    const address = new URL(response.url()).pathname;
    loaded.set(
      address,
      response.text().then((body) => integrityOf(inventoriedPart(address, body))),
    );
  });
  return loaded;
}

async function expectInventoried(loaded: Map<string, Promise<string>>): Promise<void> {
  for (const [address, integrity] of loaded) {
    const known = inventory.scripts.find((script) => script.address === address);
    expect([address, await integrity]).toEqual([address, known?.integrity]);
  }
}

/**
 * Checks the page's scripts: an address of the inventory, or one of its kinds of inline script, which contain only
 * data.
 */
async function expectInventoriedWithin(frame: Frame | Page): Promise<number> {
  const found = await frame
    .locator('script')
    .evaluateAll((scripts: HTMLScriptElement[]) =>
      scripts.map(({ src, textContent, nonce, type }) => ({ src, text: textContent, nonce, type })),
    );
  for (const { src, text, nonce } of found) {
    if (src) expect(inventory.scripts.map(({ address }) => address)).toContain(new URL(src).pathname);
    else {
      const data = inventory.inline.map(({ pattern }) => new RegExp(pattern, 's').exec(text)?.[1]).find(Boolean);
      expect([text.slice(0, 80), typeof data, nonce.length > 0]).toEqual([text.slice(0, 80), 'string', true]);
      JSON.parse(data as string);
    }
  }
  return found.length;
}

describe('the scripts of the checkout', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start();
  });
  afterAll(() => checkout.stop());

  it('each has an address, a hash and a reason in the inventory', () => {
    expect(inventory.scripts.length).toBeGreaterThan(5);
    for (const script of inventory.scripts) {
      expect(script).toEqual({
        address: expect.stringMatching(/^\/(_next\/static\/[\w./-]+|(v1\/)?checkout|checkout-[\d.]+)\.js$/),
        integrity: expect.stringMatching(/^sha384-[\w+/]{64}$/),
        bytes: expect.any(Number),
        purpose: expect.stringMatching(/\w{4}/),
      });
    }
  });

  it('has the browser SDK by each of its addresses', () => {
    const ofSdk = inventory.scripts.map(({ address }) => address).filter((address) => !address.startsWith('/_next/'));
    const versions = [...versionedScripts(checkout.url).keys()].map((version) => `/checkout-${version}.js`);
    expect(ofSdk).toEqual(['/checkout.js', '/v1/checkout.js', ...versions]);
  });

  it('only scripts of the inventory are loaded, from the first page to a paid order, and without an order', async () => {
    const page = await openPage(checkout.browser);
    const loaded = scriptsOf(page);
    const { id } = await checkout.order();
    await page.goto(checkout.address(id));
    await page.getByTestId('method-card').click();
    await payByCard(page, '4000 0000 0000 9995');
    await page.getByTestId('retry-button').click();
    expect(await expectInventoriedWithin(page)).toBeGreaterThan(5);
    await page.getByTestId('method-upi').click();
    await payByVpa(page, 'approve@upi');
    await page.getByTestId('upi-approve-button').click();
    await page.getByTestId('success-state').waitFor();
    await expectInventoriedWithin(page);
    await page.goto(checkout.address('order_0000000000000000'));
    await page.getByTestId('not-found-state').waitFor();
    await expectInventoriedWithin(page);
    await page.goto(`${checkout.url}/nope`);
    await page.getByTestId('not-found-state').waitFor();
    await expectInventoriedWithin(page);
    expect(loaded.size).toBeGreaterThan(5);
    await expectInventoried(loaded);
    expect(page.foreign).toEqual([]);
    expect(await page.evaluate(() => navigator.serviceWorker?.controller ?? null)).toBeNull();
  });

  it('a merchant’s page loads one script of the gateway, and the frame only those of the checkout', async () => {
    const { id } = await checkout.order();
    const shop = createServer((_, response) =>
      response.setHeader('Content-Type', 'text/html').end(
        `<!doctype html><script src="${checkout.url}/checkout.js"></script><script>
        addEventListener('load', () => new PaymentGateway({ key: 'key_test_abc123', orderId: '${id}' }).open())</script>`,
      ),
    );
    await once(shop.listen(0, '127.0.0.1'), 'listening');
    const page = await openPage(checkout.browser);
    const loaded = scriptsOf(page);
    try {
      await page.goto(`http://127.0.0.1:${(shop.address() as { port: number }).port}`);
      const frame = page.getByTestId('payment-iframe').contentFrame();
      await frame.getByTestId('payment-methods').waitFor();
      await expectInventoriedWithin(page.frames().at(-1) as Frame);
      expect(loaded.has('/checkout.js')).toBe(true);
      await expectInventoried(loaded);
    } finally {
      shop.close().closeAllConnections();
    }
  });

  it('an injected script does not run', async () => {
    const page = await checkout.open();
    await page.evaluate(() => {
      const place = document.createElement('div');
      document.body.append(place);
      place.innerHTML = '<img src="data:," onerror="window.ran = true"><a href="javascript:window.ran = true">x</a>';
      const frame = document.createElement('iframe');
      frame.srcdoc = '<script>parent.ran = true</script>';
      place.append(frame);
      place.querySelector('a')?.click();
    });
    await page
      .waitForEvent('console', { predicate: () => page.faults.length >= 2, timeout: 2_000 })
      .catch(() => undefined);
    expect(page.faults.filter((fault) => /Content Security Policy/.test(fault)).length).toBeGreaterThanOrEqual(2);
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
  });

  it('the check of a running checkout passes, and names a changed script', async () => {
    const check = async (address: string) => {
      const program = startProgram([root('bin/scripts.mjs'), 'check', address], {});
      await once(program.child, 'close');
      return { code: program.child.exitCode, printed: program.log() };
    };
    expect(await check(checkout.url)).toEqual({ code: 0, printed: expect.stringContaining('match the build') });
    const chosen = inventory.scripts[0]?.address as string;
    const tampered = createServer((request, response) => {
      void fetch(checkout.url + (request.url ?? '')).then(async (answer) => {
        const body = await answer.text();
        response.writeHead(answer.status).end(request.url === chosen ? `${body};` : body);
      });
    });
    await once(tampered.listen(0, '127.0.0.1'), 'listening');
    const found = await check(`http://127.0.0.1:${(tampered.address() as { port: number }).port}`);
    expect([found.code, found.printed]).toEqual([1, expect.stringMatching(new RegExp(`^${chosen}: sha384-`))]);
    tampered.close().closeAllConnections();
  });
});
