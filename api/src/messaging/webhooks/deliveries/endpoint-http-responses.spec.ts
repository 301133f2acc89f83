import { randomBytes } from 'node:crypto';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { brokenReceiver, client, listening, post, receiver, respond } from '../../../../test/support/http-receivers.js';

describe('the response to an attempt', () => {
  it('is the final one after an interim one', async () => {
    const { url } = await receiver((_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.writeHead(503, { 'retry-after': '1' }).end();
    });
    expect(await post(client(), url)).toMatchObject({ responseCode: 503, retryAfter: '1', error: null });
  });

  const FINAL = 'HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\nok';
  it.each([
    ['100 Continue', ['HTTP/1.1 100 Continue\r\n\r\n', FINAL]],
    ['100 in one packet with the response', [`HTTP/1.1 100 Continue\r\n\r\n${FINAL}`]],
    ['100 with headers, byte by byte', [...`HTTP/1.1 100 Continue\r\nx-a: b\r\n\r\n${FINAL}`]],
    ['100 without a reason, twice', ['HTTP/1.1 100\r\n\r\nHTTP/1.1 100 \r\n\r\n', FINAL]],
    [
      '102, 103 and 100',
      ['HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early\r\nlink: a\r\n\r\nHTTP/1.1 100 C\r\n\r\n', FINAL],
    ],
    ['199', ['HTTP/1.1 199 Odd\r\n\r\n', FINAL]],
  ])('is read after %s, on each request of a connection', async (_name, packets) => {
    let connections = 0;
    const url = await brokenReceiver((socket) => {
      if (socket.bytesWritten === 0) connections++;
      void (async () => {
        for (const packet of packets) await new Promise((resolve) => socket.write(packet, resolve));
      })();
    });
    const http = client({ connections: 1 });
    for (let times = 0; times < 2; times++)
      expect(await post(http, url)).toMatchObject({ responseCode: 201, responseBody: 'ok', error: null });
    expect(connections).toBe(1);
  });

  it.each([
    ['204', 'HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello'],
    ['204 in chunks', 'HTTP/1.1 204 No Content\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'],
    ['200 and more than its length', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.0 500 x'],
  ])('has the status of a %s with a stray body', async (_name, response) => {
    const url = await brokenReceiver((socket) => void socket.write(response));
    const http = client();
    for (let times = 0; times < 2; times++)
      expect((await post(http, url)).responseCode).toBe(Number(response.slice(9, 12)));
  });

  it.each([
    ['gzip', gzipSync],
    ['X-GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['deflate, gzip', (text: string) => gzipSync(deflateSync(text))],
  ])('is decoded from %s for the log', async (encoding, compress) => {
    const { url } = await receiver(respond(200, compress('{"received":"é"}'), { 'content-encoding': encoding }));
    expect((await post(client(), url)).responseBody).toBe('{"received":"é"}');
  });

  it('is decoded to at most 64 kB; of a truncated body the start is kept, and a body that cannot be decoded as it is', async () => {
    const encoded = (body: Buffer) => receiver(respond(200, body, { 'content-encoding': 'gzip' }));
    const bomb = await encoded(gzipSync('x'.repeat(50_000_000)));
    expect((await post(client(), bomb.url)).responseBody).toBe('x'.repeat(65_536));
    const whole = gzipSync('a'.repeat(1000) + randomBytes(3000).toString('hex'));
    const cut = await encoded(whole.subarray(0, whole.length / 2));
    expect((await post(client(), cut.url)).responseBody).toMatch(/^a{1000}/);
    const plain = await encoded(Buffer.from('not packed'));
    expect((await post(client(), plain.url)).responseBody).toBe('not packed');
  });
  it('is text that PostgreSQL can store, whatever its bytes', async () => {
    const { url } = await receiver(respond(200, Buffer.from([0x61, 0x00, 0xff, 0x62])));
    expect((await post(client(), url)).responseBody).toBe('a\ufffd\ufffdb');
  });
});

describe('a receiver that', () => {
  it('never ends its response is read up to 64 kB, and its status counts', async () => {
    let dropped: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (dropped = resolve));
    const { url } = await receiver((_request, response) => {
      response.writeHead(200).on('close', dropped);
      // Node 24 fails writes to a closed connection at once, before the response counts as destroyed.
      const pour = (error?: Error | null) => {
        if (error || response.destroyed) return;
        response.write('€'.repeat(1000), pour);
      };
      pour();
    });
    const result = await post(client(), url);
    expect(result).toMatchObject({ responseCode: 200, error: null });
    expect(result.responseBody).toBe('€'.repeat(Math.floor(65536 / 3)));
    await closed;
  });

  it.each([
    ['never responds', () => undefined],
    ['never ends its headers', (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\nX-A: b\r\n')],
  ])('%s is a timeout', async (_name, behave) => {
    const result = await post(client({ timeoutMs: 150 }), await brokenReceiver(behave));
    expect(result).toMatchObject({ responseCode: null, responseBody: null, error: 'timeout' });
    expect(result.durationMs).toBeLessThan(1500);
  });

  it('sends byte by byte does not extend the deadline; what was received is kept', async () => {
    const { url } = await receiver((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const result = await post(client({ timeoutMs: 200 }), url);
    expect(result).toMatchObject({ responseCode: 200, responseBody: expect.stringMatching(/^x+$/), error: 'timeout' });
    expect(result.durationMs).toBeLessThan(1500);
  });

  it.each([
    ['resets', (socket: Socket) => void socket.resetAndDestroy(), 'connection_reset'],
    ['closes without a response', (socket: Socket) => void socket.destroy(), 'connection_reset'],
    ['uses another protocol', (socket: Socket) => void socket.end('SSH-2.0-x\r\n'), 'invalid_response'],
  ])('%s has not responded', async (_name, behave, error) => {
    expect(await post(client(), await brokenReceiver(behave))).toMatchObject({ responseCode: null, error });
  });

  it('closes during its response has not responded', async () => {
    const { url } = await receiver((_request, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('abc', () => response.destroy());
    });
    expect(await post(client(), url)).toMatchObject({
      responseCode: 200,
      responseBody: 'abc',
      error: 'connection_reset',
    });
  });

  it('does not listen is a connection_refused', async () => {
    const server = createTcpServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await post(client(), `http://127.0.0.1:${port}/`)).toMatchObject({ error: 'connection_refused' });
  });

  it('has no TLS on an https URL is a tls_error', async () => {
    const { port } = await receiver(respond(200));
    expect(await post(client(), `https://127.0.0.1:${port}/`)).toMatchObject({ error: 'tls_error' });
  });
});
