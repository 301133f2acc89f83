import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPage } from './support/browser.js';
import { Checkout } from './support/checkout.js';
import { shopPages } from './support/shop-page.js';

const { version } = JSON.parse(readFileSync(new URL('../../sdk/package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const YEAR = 'public, max-age=31536000, immutable';
const MINUTES = 'public, max-age=300';

describe('the addresses of the browser SDK', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start({ worker: false });
  });
  afterAll(() => checkout.stop());
  const serve = shopPages();

  it.each([
    ['/checkout.js', MINUTES],
    ['/v1/checkout.js', MINUTES],
    [`/checkout-${version}.js`, YEAR],
  ])('%s: cached as `%s`, with an ETag, for every origin, and no header of a page', async (address, caching) => {
    const answer = await fetch(checkout.url + address);
    expect(answer.status).toBe(200);
    const body = await answer.text();
    expect(body).toContain(`PaymentGateway.checkoutUrl="${checkout.url}"`);
    const { headers } = answer;
    expect(headers.get('Cache-Control')).toBe(caching);
    expect(headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Vary') ?? '').not.toContain('Accept-Language');
    const again = await fetch(checkout.url + address, { headers: { 'If-None-Match': headers.get('ETag') ?? '' } });
    expect([again.status, again.headers.get('Cache-Control'), await again.text()]).toEqual([304, caching, '']);
    const [, map] = /sourceMappingURL=(\S+)/.exec(body) ?? [];
    if (caching === YEAR) expect(map).toBeUndefined();
    else expect((await fetch(new URL(map ?? '', checkout.url + address))).status).toBe(200);
  });

  it('the newest is the same file at both of its addresses', async () => {
    const [one, other] = await Promise.all(
      ['/checkout.js', '/v1/checkout.js'].map(async (address) => (await fetch(checkout.url + address)).text()),
    );
    expect(one).toBe(other);
  });

  it('a version that is not served is a 404 that names those that are, and is not cached', async () => {
    for (const address of ['/checkout-0.0.0.js', '/checkout-99.1.1.js', '/checkout-1.js']) {
      const answer = await fetch(checkout.url + address);
      expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([404, 'no-store']);
      expect(await answer.text()).toContain(`/checkout-${version}.js`);
    }
    expect((await fetch(`${checkout.url}/v1/checkout-${version}.js`)).status).toBe(404);
  });

  it('runs on a merchant’s page by version and hash, and with another hash it does not', async () => {
    const { id } = await checkout.order();
    const body = await (await fetch(`${checkout.url}/checkout-${version}.js`)).text();
    const hash = createHash('sha384').update(body).digest('base64');
    const page = (integrity: string) => `<!doctype html><script src="${checkout.url}/checkout-${version}.js"
      integrity="sha384-${integrity}" crossorigin="anonymous"></script><script>
      addEventListener('load', () => new PaymentGateway({ orderId: '${id}' }).open())</script>`;
    const good = await openPage(checkout.browser);
    await good.goto(await serve(() => page(hash)));
    await good.getByTestId('payment-iframe').contentFrame().getByTestId('payment-methods').waitFor();
    const bad = await openPage(checkout.browser);
    await bad.goto(await serve(() => page(hash.replace(/./, (first) => (first === 'A' ? 'B' : 'A')))));
    expect(bad.faults.join()).toContain('integrity');
    expect(await bad.evaluate(() => 'PaymentGateway' in globalThis)).toBe(false);
  });
});

describe('whether a page may frame a checkout', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start({ worker: false });
  });
  afterAll(() => checkout.stop());

  it('is returned to any page, equals the checkout’s policy, and is not cached', async () => {
    const { id } = await checkout.order();
    const ask = async (orderId: string, origin: string) => {
      const answer = await fetch(`${checkout.url}/checkout/embedding?order_id=${orderId}`, {
        headers: { Origin: origin },
      });
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(answer.headers.get('Cache-Control')).toBe('no-store');
      const framedBy = (await fetch(checkout.address(orderId, '&embedded=true'))).headers.get(
        'Content-Security-Policy',
      );
      return [
        ((await answer.json()) as { reason: unknown }).reason,
        /frame-ancestors ([^;]*)/.exec(framedBy ?? '')?.[1],
      ];
    };
    const shop = 'https://shop.example';
    const other = 'https://other.example';
    expect(await ask(id, shop)).toEqual([null, '*']);
    expect(await ask('order_0000000000000000', shop)).toEqual(['not_found', `'none'`]);
    expect(await ask('', shop)).toEqual(['not_found', `'none'`]);
    await checkout.gateway.db.query('UPDATE merchants SET allowed_origins = $1', [[shop]]);
    expect(await ask(id, shop)).toEqual([null, shop]);
    expect(await ask(id, other)).toEqual(['blocked', shop]);
    await checkout.gateway.servers[0]?.kill();
    const away = await fetch(`${checkout.url}/checkout/embedding?order_id=${id}`, { headers: { Origin: shop } });
    expect([away.status, await away.text()]).toEqual([503, '']);
  });
});
