import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, type GatewayProcess, startProgram, waitFor } from '../../api/test/support/processes.js';

const WEB = fileURLToPath(new URL('../../bin/web.mjs', import.meta.url));
const APPS = [
  { app: 'web-checkout', variable: 'CHECKOUT_PORT', pages: ['/', '/checkout', '/checkout/status', '/checkout.js'] },
  { app: 'web-dashboard', variable: 'DASHBOARD_PORT', pages: ['/', '/login', '/dashboard', '/dashboard/live'] },
];
/** The longest time that an incomplete request may hold a connection, including a busy machine's delay. */
const CUT_WITHIN_MS = 25_000;

/** Both apps at once, so that the waits for the closed connections overlap. */
const running = new Map<string, { web: GatewayProcess; port: number; held: Promise<number>[] }>();
beforeAll(async () => {
  await Promise.all(
    APPS.map(async ({ app, variable, pages }) => {
      const port = await freePort();
      const web = startProgram([WEB, app, variable, '0'], { [variable]: String(port), API_URL: 'http://127.0.0.1:9' });
      await waitFor(() => web.log().includes('listens on'), { what: app, timeoutMs: 60_000 });
      const head = `POST ${pages[1]} HTTP/1.1\r\nHost: x\r\nContent-Length: 4096\r\n`;
      const halves = [head, `${head}Content-Type: multipart/form-data; boundary=x\r\n\r\n--x`, ''];
      running.set(app, { web, port, held: halves.map((half) => heldFor(port, half)) });
    }),
  );
});
afterAll(() => Promise.all([...running.values()].map(({ web }) => web.stop())));

async function exchangeWith(port: number, bytes: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
  socket.on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

/** Milliseconds until the server closes a connection that sends nothing more. */
async function heldFor(port: number, bytes: string): Promise<number> {
  const began = Date.now();
  await exchangeWith(port, bytes);
  return Date.now() - began;
}

describe.each(APPS)('the server in front of $app', ({ app, pages }) => {
  const exchange = (bytes: string) => exchangeWith(running.get(app)?.port ?? 0, bytes);
  const request = (line: string, ...headers: string[]) =>
    exchange([`${line} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n'));
  const get = (target: string, ...headers: string[]) => request(`GET ${target}`, 'Host: localhost', ...headers);
  const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

  /** The parts of a response that are the same each time: status, headers, scripts and elements. */
  const shapeOf = (answer: string) => {
    const [head = ''] = answer.split('\r\n\r\n');
    const headers = head.replaceAll(/nonce[-=]"?[\w+/=]+/g, '').split('\r\n');
    const parts = answer.match(/data-test-id="[\w-]+"|<script src="[^"]+"|<title>[^<]+/g);
    return [...headers.filter((line) => !/^(date|etag):/i.test(line)), ...(parts ?? [])];
  };

  it('refuses Next’s own parameters and repeated ones on every route, for every method', async () => {
    for (const page of pages)
      for (const query of ['nxtPorder_id=x&order_id=y', '%6extPq=x', 'nxtIq=x', '__nextLocale=x', '_rsc=x', 'a=1&a=2'])
        for (const method of ['GET', 'HEAD', 'POST']) {
          const answer = await request(`${method} ${page}?${query}`, 'Host: localhost', 'Content-Length: 0');
          expect([method, page, query, statusOf(answer)]).toEqual([method, page, query, 400]);
          expect(answer).toContain("frame-ancestors 'none'");
        }
  });

  it.each(['TRACE', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'CONNECT'])(
    'refuses %s with 405',
    async (method) => {
      const target = method === 'CONNECT' ? 'evil.example:443' : (pages[1] as string);
      const answer = await request(`${method} ${target}`, 'Host: localhost');
      expect(statusOf(answer)).toBe(405);
      expect(answer).toContain('Allow: GET, HEAD, POST\r\n');
    },
  );

  it.each([
    ['of another host in absolute form', 'GET http://evil.example/dashboard', 'Host: localhost', 400],
    ['of another host, named by Host as well', 'GET http://evil.example/dashboard', 'Host: evil.example', 400],
    ['with two slashes', 'GET //evil.example/dashboard', 'Host: localhost', 400],
    ['of all resources', 'OPTIONS *', 'Host: localhost', 405],
    ['of all resources, by GET', 'GET *', 'Host: localhost', 400],
    ['without a Host', 'GET /health', 'X: y', 400],
    ['with an invalid Host', 'GET /health', 'Host: a/b', 400],
    ['with two Hosts', 'GET /health', 'Host: a\r\nHost: b', 400],
    ['with too many headers', 'GET /health', `Host: a${'\r\nX: y'.repeat(101)}`, 431],
    ['with headers that are too long', 'GET /health', `Host: a\r\nX: ${'y'.repeat(32_768)}`, 431],
    ['with an address that is too long', `GET /health?q=${'y'.repeat(9_000)}`, 'Host: a', 414],
    ['with two lengths', 'POST /', 'Host: a\r\nContent-Length: 5\r\nContent-Length: 6', 400],
  ])('refuses a request %s, without a redirect', async (_, line, header, status) => {
    const answer = await request(line, header);
    expect(statusOf(answer)).toBe(status);
    expect(answer).not.toMatch(/^(location|refresh):/im);
    expect(answer).toMatch(/Content-Type: text\/plain/i);
  });

  it('serves its own address in absolute form, and redirects only within itself, whatever the Host header', async () => {
    expect(statusOf(await get(`http://localhost:${running.get(app)?.port}/health`))).toBe(200);
    for (const page of [...pages, `${pages[1]}/`]) {
      const answer = await request(`GET ${page}`, 'Host: evil.example', 'X-Forwarded-Host: evil.example');
      const location = /^location: (.*)$/im.exec(answer)?.[1] ?? '/';
      expect([page, location]).toEqual([page, expect.stringMatching(/^\/(?![/\\])/)]);
      expect(answer).not.toMatch(/^(location|refresh): .*evil/im);
    }
  });

  it.each([
    ['X-Middleware-Rewrite', '/health'],
    ['X-Middleware-Subrequest', 'src/proxy:src/proxy:src/proxy:src/proxy:src/proxy'],
    ['X-Middleware-Request-X-Checkout-Search', 'order_id=x'],
    ['X-Matched-Path', '/health'],
    ['X-Invoke-Path', '/health'],
    ['X-Now-Route-Matches', '1=x'],
    ['X-Nextjs-Data', '1'],
    ['X-Forwarded-Proto', 'https'],
    ['X-Checkout-Search', 'embedded=true'],
    ['Content-Security-Policy', "script-src 'nonce-evil'"],
    ['Next-Resume', '1'],
    ['Rsc', '2'],
  ])('a forged %s changes nothing', async (name, value) => {
    const page = pages[1] as string;
    const plain = await get(page);
    const forged = await get(page, `${name}: ${value}`);
    expect(shapeOf(forged)).toEqual(shapeOf(plain));
  });

  it('an invalid router state is a 4xx', async () => {
    for (const tree of ['garbage', '%5B%5D', '%22x%22', '%7B%7D', '%5B%22%22%2C%7B%22children%22%3A1%7D%5D'])
      expect(statusOf(await get(pages[1] as string, 'Rsc: 1', `Next-Router-State-Tree: ${tree}`))).toBe(400);
  });

  it('a request for an upgrade is handled like any other', async () => {
    // Without "close" the exchange would end when the server has waited for another request.
    const upgrade = (target: string) =>
      exchange(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`);
    expect(statusOf(await upgrade('/health'))).toBe(200);
    expect(statusOf(await upgrade('/?nxtPa=1'))).toBe(400);
  });

  it('a form that another site sent is refused', async () => {
    for (const headers of [
      ['Origin: https://evil.example'],
      ['Origin: null', 'Sec-Fetch-Site: cross-site'],
      ['Origin: x'],
    ])
      expect(statusOf(await request(`POST ${pages[1]}`, 'Host: a', 'Content-Length: 0', ...headers))).toBe(403);
  });

  it('nothing it serves can be framed unless a page’s own policy permits it', async () => {
    for (const target of [...pages, '/health', '/nope', '/icon.svg', '/iconx', '/_next/nope', '/_next/static/nope'])
      expect([target, await get(target)]).toEqual([target, expect.stringMatching(/frame-ancestors 'none'/)]);
  });

  it('half a head and half a body keep a connection only for seconds, and log no server error', async () => {
    const { web, held } = running.get(app) as { web: GatewayProcess; held: Promise<number>[] };
    for (const milliseconds of await Promise.all(held)) expect(milliseconds).toBeLessThan(CUT_WITHIN_MS);
    expect(statusOf(await get('/health'))).toBe(200);
    expect(web.log()).not.toMatch(/router state header|Invariant|unhandled/i);
  });
});
