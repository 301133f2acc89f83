import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, type GatewayProcess, startProgram, waitFor } from '../../api/test/support/processes.js';
import { startWeb } from './support/checkout.js';

const SHARED = 16;
const BURST = 40;

describe('the checkout and a slow API', () => {
  const held: ServerResponse[] = [];
  const streams: ServerResponse[] = [];
  let connections = 0;
  let web: GatewayProcess;
  let url: string;
  const api = createServer((request, response) => {
    (request.headers.accept === 'text/event-stream' ? streams : held).push(response);
  }).on('connection', () => connections++);
  beforeAll(async () => {
    await once(api.listen(0, '127.0.0.1'), 'listening');
    const port = await freePort();
    url = `http://localhost:${port}`;
    web = await startWeb(port, { API_URL: `http://127.0.0.1:${(api.address() as AddressInfo).port}` });
  });
  afterAll(async () => {
    await web.stop();
    api.closeAllConnections();
    api.close();
  });

  it('a burst of pages shares a few connections, a stream is served beside it, and all get a response', async () => {
    const pages = Promise.all(
      Array.from({ length: BURST }, (_, n) =>
        fetch(`${url}/checkout?order_id=order_${String(n).padStart(16, '0')}`).then(({ status }) => status),
      ),
    );
    await waitFor(() => held.length === SHARED);
    const waiting = new AbortController();
    const stream = fetch(`${url}/checkout/status?payment_id=pay_1`, { signal: waiting.signal }).catch(() => undefined);
    await waitFor(() => streams.length === 1);
    expect(held).toHaveLength(SHARED);
    expect(connections).toBe(SHARED + 1);

    const error = JSON.stringify({ error: { code: 'NOT_FOUND_ERROR', description: 'no such order' } });
    const answering = setInterval(() => {
      for (const response of held.splice(0)) response.writeHead(404, { 'Content-Type': 'application/json' }).end(error);
    }, 10);
    expect(await pages).toEqual(Array.from({ length: BURST }, () => 404));
    clearInterval(answering);
    expect(connections).toBe(SHARED + 1);
    waiting.abort();
    await stream;
  });
});

describe('an API at its limit of streams', () => {
  const RETRY_AFTER_SECONDS = 7;
  const WEB = fileURLToPath(new URL('../../bin/web.mjs', import.meta.url));
  let asked = 0;
  const me = {
    user: { id: 'u', email: 'a@b.example', name: 'A' },
    merchants: [{ id: 'm', name: 'M', permissions: [] }],
  };
  const api = createServer((request, response) => {
    if (request.url === '/api/v1/me')
      return response.setHeader('Content-Type', 'application/json').end(JSON.stringify(me));
    asked++;
    const error = { code: 'RATE_LIMIT_ERROR', description: 'Too many open streams', request_id: 'r' };
    const headers = { 'Content-Type': 'application/json', 'Retry-After': String(RETRY_AFTER_SECONDS) };
    return response.writeHead(429, headers).end(JSON.stringify({ error }));
  });
  const webs: GatewayProcess[] = [];
  let env: Record<string, string>;
  beforeAll(async () => {
    await once(api.listen(0, '127.0.0.1'), 'listening');
    env = { API_URL: `http://127.0.0.1:${(api.address() as AddressInfo).port}` };
  });
  afterAll(async () => {
    await Promise.all(webs.map((web) => web.stop()));
    api.close().closeAllConnections();
  });

  it('gets one request per shopper, whose browser then polls', async () => {
    const port = await freePort();
    webs.push(await startWeb(port, env));
    asked = 0;
    const answer = await fetch(`http://localhost:${port}/checkout/status?payment_id=pay_1`);
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([429, String(RETRY_AFTER_SECONDS)]);
    expect(asked).toBe(1);
  });

  it('gets no request of the dashboard before Retry-After has passed', async () => {
    const port = await freePort();
    const web = startProgram([WEB, 'web-dashboard', 'DASHBOARD_PORT', '0'], { ...env, DASHBOARD_PORT: String(port) });
    webs.push(web);
    await waitFor(() => web.log().includes('listens on'), { what: 'the dashboard', timeoutMs: 60_000 });
    asked = 0;
    const answer = await fetch(`http://localhost:${port}/dashboard/live`, { headers: { Cookie: 'session=x' } });
    expect(await answer.text()).toContain(`retry: ${RETRY_AFTER_SECONDS * 1_000}\n\n`);
    expect(asked).toBe(1);
  });
});
