import { createServer } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../api/test/support/processes.js';
import { openPage } from './support/browser.js';
import { Checkout, payByCard, payByVpa } from './support/checkout.js';

/** Declined. The pay page lists it among the test values. */
const NUMBER = '4000 0000 0000 9995';
/** Approved, and nowhere but in the form. */
const UNLISTED = '5555 5555 5555 4444';
const CVV = '017';
/**
 * As a separate number, and not in an id or a fraction of a second: no number that a program writes begins with a zero
 * like the CVV.
 */
const holdsCvv = (text: string) => new RegExp(`(?<![\\w.-])${CVV}(?!\\w)`).test(text.replaceAll(/\\[nrt]|%\w\w/g, ' '));

describe('the checkout’s isolation', () => {
  let checkout: Checkout;
  /** Another hosted checkout, outside a demo. */
  let outside: Awaited<ReturnType<Checkout['another']>>;
  beforeAll(async () => {
    checkout = await Checkout.start({ env: { LOG_LEVEL: 'debug' } });
    outside = await checkout.another({ DEMO: 'false', PUBLIC_CHECKOUT_URL: 'https://pay.example' });
  });
  afterAll(async () => {
    await outside.stop();
    await checkout.stop();
  });

  it('every response has a strict policy with its own nonce, no referrer and no-store', async () => {
    const { id } = await checkout.order();
    const answers = await Promise.all([1, 2].map(() => fetch(checkout.address(id))));
    const policies = answers.map(({ headers }) => headers.get('Content-Security-Policy') ?? '');
    const nonces = policies.map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1]);
    expect(new Set(nonces).size).toBe(2);
    for (const policy of policies) {
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|data:.*script/);
    }
    const { headers } = answers[0] as Response;
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('X-Powered-By')).toBeNull();
  });

  it('no request goes to another host, and the policy blocks none of our own', async () => {
    const page = await checkout.open();
    await page.getByTestId('method-card').click();
    await payByCard(page, NUMBER);
    await page.getByTestId('retry-button').click();
    await page.getByTestId('method-upi').click();
    await payByVpa(page, 'approve@upi');
    await page.getByTestId('upi-approve-button').click();
    await page.getByTestId('success-state').waitFor();
    expect(page.foreign).toEqual([]);
    expect(page.faults).toEqual([]);
  });

  it.each([
    ['of an approved payment', UNLISTED, 'success-state'],
    ['of a declined payment', NUMBER, 'error-state'],
  ] as const)('a card number %s is in no URL, cookie, storage, page, log or database', async (_, number, state) => {
    const page = await checkout.open();
    const urls: string[] = [];
    page.on('request', (request) => urls.push(request.url()));
    await page.getByTestId('method-card').click();
    await page.getByTestId('card-number-input').fill(number);
    await page.getByTestId('expiry-input').fill('12/40');
    await page.getByTestId('cvv-input').fill(CVV);
    await page.getByTestId('card-form').getByTestId('pay-button').click();
    await page.getByTestId(state).waitFor();
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
    const cookies = JSON.stringify(await page.context().cookies());
    // The page that came without a reload still holds the list of test values.
    if (number === NUMBER) await page.reload();
    const html = await page.content();
    const { rows } = await checkout.gateway.db.query<{ found: string }>(
      `SELECT query_to_xml(format('SELECT t::text AS row FROM %I.%I t', schemaname, tablename), true, false, '')::text AS found
       FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const places = {
      urls: urls.join('\n'),
      kept,
      cookies,
      html,
      logs: checkout.web.log() + checkout.gateway.logs(),
      rows: rows.map(({ found }) => found).join('\n'),
    };
    for (const [place, text] of Object.entries(places)) {
      expect([place, text.includes(number.replaceAll(' ', '')), text.includes(number)]).toEqual([place, false, false]);
      if (place !== 'html') expect([place, holdsCvv(text)]).toEqual([place, false]);
    }
    expect(places.rows).toContain(page.orderId);
    for (const leak of [`{"cvv":"${CVV}"}`, `cvv=${CVV}&`, `\\r\\n${CVV}\\r\\n`, `%22${CVV}%22`])
      expect([leak, holdsCvv(leak)]).toEqual([leak, true]);
    if (state === 'success-state') return;
    await page.reload();
    await page.getByTestId('retry-button').click();
    expect(await page.getByTestId('card-number-input').inputValue()).toBe('');
  });

  it('the cookie of a shopper’s input is https only if the checkout’s address is', async () => {
    const { id } = await checkout.order();
    for (const [web, secure] of [[outside, true] as const, [checkout, false] as const]) {
      const page = await openPage(checkout.browser);
      await page.goto(`${web.url}/checkout?order_id=${id}`);
      await payByVpa(page, 'failure@upi');
      await page.getByTestId('error-state').waitFor();
      const [cookie] = await page.context().cookies();
      expect(cookie).toMatchObject({ name: 'checkout_typed', httpOnly: true, secure });
    }
  });

  it('no page can frame an unknown order, no order, or an invalid address, in a demo or outside', async () => {
    const unknown = ['/', '/checkout', '/checkout?order_id=order_0000000000000000', '/checkout?order_id=x', '/nope'];
    for (const { url } of [checkout, outside])
      for (const path of unknown) expect([url, path, await ancestorsOf(url + path)]).toEqual([url, path, "'none'"]);
  });

  it('no page can frame an order that cannot be read, because the API is away or refuses', async () => {
    const { id } = await checkout.order();
    const web = await checkout.another({ API_URL: 'http://127.0.0.1:9' });
    try {
      expect(await ancestorsOf(`${web.url}/checkout?order_id=${id}`)).toBe("'none'");
    } finally {
      await web.stop();
    }
  });

  it('policy and page always use the same order, however the address is written', async () => {
    const { id } = await checkout.order();
    const shop = 'https://shop.example';
    await allow(shop);
    try {
      const ask = async (path: string, init: RequestInit = {}) => {
        const answer = await fetch(outside.url + path, init);
        const policy = answer.headers.get('Content-Security-Policy') ?? '';
        return {
          holdsOrder: (await answer.text()).includes(id),
          ancestors: /frame-ancestors ([^;]+)/.exec(policy)?.[1],
        };
      };
      const plain = `/checkout?order_id=${id}`;
      expect(await ask(plain)).toEqual({ holdsOrder: true, ancestors: shop });
      const unknown = 'order_0000000000000000';
      const names = [
        'nxtPorder_id',
        'nxtIorder_id',
        '%6extPorder_id',
        'NXTPorder_id',
        'order_id',
        'order%5Fid',
        'order_id[]',
      ];
      const paths = names.flatMap((name) => [
        `/checkout?${name}=${unknown}&order_id=${id}`,
        `/checkout?order_id=${unknown}&${name}=${id}`,
        `/checkout?${name}=${id}&order_id=${unknown}`,
        `/checkout?${name}=${id}`,
      ]);
      const others = [
        '/checkout.rsc',
        '/checkout;x=1',
        '//checkout',
        '/checkout/',
        '/Checkout',
        '/%63heckout',
        '/x/../checkout',
      ]
        .concat(['/_next/data/x/checkout.json', '/', '/nope', '/checkout/status'])
        .map((path) => `${path}?order_id=${id}`);
      for (const path of [...paths, ...others, `${plain}#x`, `${plain}&_rsc=x`]) {
        const { holdsOrder, ancestors } = await ask(path);
        expect([path, holdsOrder ? ancestors : shop]).toEqual([path, shop]);
      }
      const forged: RequestInit[] = [
        'X-Checkout-Search',
        'X-Middleware-Request-X-Checkout-Search',
        'X-Nextjs-Rewritten-Query',
      ]
        .map((name): RequestInit => ({ headers: { [name]: `?order_id=${id}` } }))
        .concat({ method: 'POST' }, { method: 'POST', headers: { [`X-Checkout-Search`]: `?order_id=${id}` } });
      for (const init of forged) {
        const { holdsOrder, ancestors } = await ask('/checkout?order_id=order_0000000000000000', init);
        expect([init, holdsOrder, ancestors]).toEqual([init, false, "'none'"]);
      }
      // A form posted into a frame is a document in a frame as well.
      expect(await ask(plain, { method: 'POST' })).toEqual({ holdsOrder: true, ancestors: shop });
    } finally {
      await allow();
    }
  });

  it('in a demo only a test merchant’s order may be framed by any page', async () => {
    const { id } = await checkout.order();
    const mode = (value: string) => checkout.gateway.db.query('UPDATE orders SET mode = $1', [value]);
    await mode('live');
    try {
      expect(await ancestorsOf(checkout.address(id))).toBe("'none'");
    } finally {
      await mode('test');
    }
    expect(await ancestorsOf(checkout.address(id))).toBe('*');
  });

  it('in a demo any page may frame it; if the merchant sets origins, only those', async () => {
    const { id } = await checkout.order();
    const ancestors = () => ancestorsOf(checkout.address(id));
    expect(await ancestors()).toBe('*');
    await allow('https://shop.example');
    expect(await ancestors()).toBe('https://shop.example');
    await allow(`https://shop.example`, `'none'; script-src *`);
    expect(await ancestors()).toBe('https://shop.example');
    await allow();
  });

  it('a page whose origin is not allowed cannot show it in a frame', async () => {
    const { id } = await checkout.order();
    const host = createServer((_, response) =>
      response.setHeader('Content-Type', 'text/html').end(`<iframe src="${checkout.address(id, '&embedded=true')}">`),
    ).listen(0, '127.0.0.1');
    await once(host, 'listening');
    const origin = `http://127.0.0.1:${(host.address() as { port: number }).port}`;
    const page = await openPage(checkout.browser);
    try {
      await allow('https://shop.example');
      await page.goto(origin);
      await page.waitForLoadState('networkidle');
      expect(await page.frameLocator('iframe').getByTestId('checkout-container').count()).toBe(0);
      await allow(origin);
      await page.goto(origin);
      await page.frameLocator('iframe').getByTestId('checkout-container').waitFor();
    } finally {
      await allow();
      host.close();
      host.closeAllConnections();
    }
  });

  it('a form posted from another site is refused', async () => {
    const page = await checkout.open({ javaScriptEnabled: false });
    const html = await page.content();
    const fields = [...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => tag);
    expect(fields.length).toBeGreaterThan(0);
    const body = new FormData();
    for (const tag of fields) {
      const [name, value] = ['name', 'value'].map((key) => new RegExp(`${key}="([^"]*)"`).exec(tag)?.[1] ?? '');
      body.append(name ?? '', (value ?? '').replaceAll('&quot;', '"'));
    }
    body.append('vpa', 'success@upi');
    const elsewhere: Record<string, string>[] = [
      { Origin: 'https://evil.example' },
      { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const headers of elsewhere) {
      const answer = await fetch(checkout.address(page.orderId), { method: 'POST', body, headers, redirect: 'manual' });
      expect(answer.status).toBe(403);
    }
    expect((await checkout.merchant.getPayments({ orderId: page.orderId })).data).toEqual([]);
  });

  it('the shopper’s own address counts against limits, whatever the request claims', async () => {
    const env = { RATE_LIMIT_PUBLIC_READ: '4/60s', TRUSTED_PROXIES: '127.0.0.1,::1' };
    const PORT = String(await freePort());
    const server = await checkout.gateway.startServer({ ...env, PORT });
    const limited = await checkout.another({ ...env, API_URL: `http://127.0.0.1:${PORT}` });
    try {
      const { id } = await checkout.order();
      const ask = (forwarded: string) =>
        fetch(`${limited.url}/checkout?order_id=${id}`, { headers: { 'X-Forwarded-For': forwarded } });
      // The test calls from a trusted address, so it may set the address: each has its own limit.
      expect(await (await ask('203.0.113.1')).text()).toContain('payment-methods');
      expect(await (await ask('203.0.113.1')).text()).toContain('payment-methods');
      expect(await (await ask('203.0.113.1')).text()).toContain('unavailable-state');
      // The addresses in a header of an untrusted address are ignored.
      expect(await (await ask('198.51.100.7, 203.0.113.1')).text()).toContain('unavailable-state');
      expect(await (await ask('203.0.113.2')).text()).toContain('payment-methods');
    } finally {
      await limited.stop();
      await server.stop();
    }
  });

  it('the browser SDK is the same file from the API and the checkout, cached, with an ETag and its source map', async () => {
    const addresses = [`${checkout.url}/checkout.js`, `${checkout.gateway.baseUrl}/sdk/payment-gateway.js`];
    const answers = await Promise.all(addresses.map((address) => fetch(address)));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(bodies[0]).toBe(bodies[1]);
    expect(bodies[0]).toContain(`PaymentGateway.checkoutUrl="${checkout.url}"`);
    for (const [index, { headers }] of answers.entries()) {
      expect(headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
      expect(headers.get('Cache-Control')).toBe('public, max-age=300');
      expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
      const address = addresses[index] as string;
      const again = await fetch(address, { headers: { 'If-None-Match': headers.get('ETag') ?? '' } });
      expect(again.status).toBe(304);
      const [, map] = /sourceMappingURL=(\S+)/.exec(bodies[0] as string) ?? [];
      const { sources } = (await (await fetch(new URL(map ?? '', address))).json()) as { sources: string[] };
      expect(sources.some((source) => source.endsWith('browser/checkout.ts'))).toBe(true);
    }
  });

  async function ancestorsOf(address: string): Promise<string | undefined> {
    const { headers } = await fetch(address);
    return /frame-ancestors ([^;]+)/.exec(headers.get('Content-Security-Policy') ?? '')?.[1];
  }

  async function allow(...origins: string[]): Promise<void> {
    await checkout.gateway.db.query('UPDATE merchants SET allowed_origins = $1', [origins]);
  }
});
