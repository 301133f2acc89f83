import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, type GatewayProcess, waitFor } from '../../api/test/support/processes.js';
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

  it('a burst of pages shares a few connections, a stream gets through beside it, and all are answered', async () => {
    const pages = Promise.all(
      Array.from({ length: BURST }, (_, n) =>
        fetch(`${url}/checkout?order_id=order_${n}`).then(({ status }) => status),
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
