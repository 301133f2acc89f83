import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { HTTP_OPTIONS, prepareHttp } from './http-server.js';

const REQUEST_TIMEOUT_MS = 300;
const HEAD = ['POST /orders HTTP/1.1', 'Host: x', 'Content-Type: application/json'];

describe('a request that is never sent whole (slow-loris)', () => {
  let server: FastifyInstance;
  let port: number;
  beforeAll(async () => {
    const http = { connectionsCheckingInterval: 50 };
    server = fastify({ ...HTTP_OPTIONS, requestTimeout: REQUEST_TIMEOUT_MS, http } as typeof HTTP_OPTIONS);
    prepareHttp(server);
    server.post('/orders', () => ({}));
    await server.listen({ port: 0, host: '127.0.0.1' });
    ({ port } = server.server.address() as { port: number });
  });
  afterAll(() => server.close());

  it.each([
    ['half a head', 'POST /orders HTTP/1.1\r\nHost: x\r\nX-Sl'],
    ['half a body', `${HEAD.join('\r\n')}\r\nContent-Length: 4096\r\n\r\n{"amount"`],
  ])('%s, sent byte by byte: gets the error envelope and is closed after the timeout', async (_, bytes) => {
    const socket = connect({ host: '127.0.0.1', port });
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(bytes);
    const began = performance.now();
    const drip = setInterval(() => socket.write('o'), 100);
    await Promise.race([once(socket, 'close'), new Promise((late) => setTimeout(late, 5_000).unref())]);
    clearInterval(drip);
    const ended = socket.destroyed;
    socket.destroy();
    expect(ended).toBe(true);
    expect(performance.now() - began).toBeGreaterThanOrEqual(REQUEST_TIMEOUT_MS - 50);
    const answer = Buffer.concat(chunks).toString();
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
      error: { code: 'BAD_REQUEST_ERROR', description: 'The request did not arrive in time' },
    });
  });

  it('the timeout of the gateway is 30 s, checked every second', () => {
    expect(HTTP_OPTIONS.requestTimeout).toBe(30_000);
    expect(HTTP_OPTIONS.http.connectionsCheckingInterval).toBe(1_000);
  });
});
