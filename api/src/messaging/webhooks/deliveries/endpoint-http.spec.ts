import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { text } from 'node:stream/consumers';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { AddressGuard } from './address-guard.js';
import { EndpointHttp, type EndpointHttpOptions } from './endpoint-http.js';
import type { ResolveName } from './guarded-connect.js';

const demo = new AddressGuard({ allowedCidrs: [], demo: true, allowPrivate: false });
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function receiver(listener: RequestListener) {
  const server = createServer(listener);
  const sockets = jest.fn();
  server.on('connection', sockets);
  const port = await listening(server);
  cleanups.push(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))));
  return { port, url: `http://127.0.0.1:${port}/hook?a=b`, sockets };
}

/** A server below HTTP: does what a broken receiver's socket does. */
async function brokenReceiver(onData: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => socket.on('error', () => undefined).on('data', () => onData(socket)));
  const port = await listening(server);
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${port}/`;
}

function client(options: Partial<EndpointHttpOptions> = {}): EndpointHttp {
  const http = new EndpointHttp({ guard: demo, timeoutMs: 2000, ...options });
  cleanups.push(() => http.close(0));
  return http;
}

const post = (http: EndpointHttp, url: string, endpointId = 'we_1') =>
  http.send({
    endpointId,
    url,
    headers: { 'Content-Type': 'application/json', 'webhook-id': 'evt_1' },
    body: '{"a":"é"}',
  });

const answer =
  (status: number, body: string | Buffer = '', headers = {}): RequestListener =>
  (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);

describe('an attempt', () => {
  it('posts the body byte for byte with its headers, and keeps the answer', async () => {
    const seen: unknown[] = [];
    const { url } = await receiver((request, response) => {
      seen.push(request.method, request.url, request.headers['webhook-id']);
      void text(request).then((body) => {
        seen.push(body);
        response.writeHead(201).end('{"ok":true}');
      });
    });
    const result = await post(client(), url);
    expect(result).toMatchObject({ responseCode: 201, retryAfter: null, responseBody: '{"ok":true}', error: null });
    expect(result.durationMs).toBeGreaterThanOrEqual(0);
    expect(Number.isInteger(result.durationMs)).toBe(true);
    expect(seen).toEqual(['POST', '/hook?a=b', 'evt_1', '{"a":"é"}']);
  });

  it.each([300, 301, 302, 303, 305, 307, 308])('does not follow a redirect (%d)', async (status) => {
    const target = await receiver(answer(200));
    const { url } = await receiver(answer(status, '', { location: target.url, refresh: `0; url=${target.url}` }));
    expect(await post(client(), url)).toMatchObject({ responseCode: status, error: null });
    expect(target.sockets).not.toHaveBeenCalled();
  });

  it('does not move to where another protocol or another address is offered', async () => {
    const target = await receiver(answer(200));
    const elsewhere = { 'alt-svc': `h2="127.0.0.1:${target.port}"`, location: target.url, upgrade: 'h2c' };
    const { url } = await receiver(answer(200, '', elsewhere));
    const http = client();
    for (let times = 0; times < 2; times++) expect(await post(http, url)).toMatchObject({ responseCode: 200 });
    expect(target.sockets).not.toHaveBeenCalled();
  });

  it('waits for the answer behind an interim one', async () => {
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
  ])('reads the response behind %s, on each request of a connection', async (_name, packets) => {
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
  ])('takes the status of a %s with a stray body', async (_name, response) => {
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
  ])('decodes a body in %s for the log', async (encoding, compress) => {
    const { url } = await receiver(answer(200, compress('{"received":"é"}'), { 'content-encoding': encoding }));
    expect((await post(client(), url)).responseBody).toBe('{"received":"é"}');
  });

  it('unpacks at most 64 kB of a small body, keeps the start of one that was cut, and one that does not decode', async () => {
    const encoded = (body: Buffer) => receiver(answer(200, body, { 'content-encoding': 'gzip' }));
    const bomb = await encoded(gzipSync('x'.repeat(50_000_000)));
    expect((await post(client(), bomb.url)).responseBody).toBe('x'.repeat(65_536));
    const whole = gzipSync('a'.repeat(1000) + randomBytes(3000).toString('hex'));
    const cut = await encoded(whole.subarray(0, whole.length / 2));
    expect((await post(client(), cut.url)).responseBody).toMatch(/^a{1000}/);
    const plain = await encoded(Buffer.from('not packed'));
    expect((await post(client(), plain.url)).responseBody).toBe('not packed');
  });

  it('to something that is no URL fails without a throw', async () => {
    expect(await post(client(), 'nowhere')).toMatchObject({ responseCode: null, error: 'network_error' });
  });

  it('brings Retry-After back', async () => {
    const { url } = await receiver(answer(429, '', { 'retry-after': '120' }));
    expect(await post(client(), url)).toMatchObject({ responseCode: 429, retryAfter: '120', responseBody: '' });
  });

  it('makes any bytes storable as PostgreSQL text', async () => {
    const { url } = await receiver(answer(200, Buffer.from([0x61, 0x00, 0xff, 0x62])));
    expect((await post(client(), url)).responseBody).toBe('a\ufffd\ufffdb');
  });
});

describe('a receiver that', () => {
  it('answers without end is read for 64 kB, and its status counts', async () => {
    let dropped: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (dropped = resolve));
    const { url } = await receiver((_request, response) => {
      response.writeHead(200).on('close', dropped);
      const pour = () => {
        if (response.destroyed) return;
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
    ['never answers', () => undefined],
    ['never ends its headers', (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\nX-A: b\r\n')],
  ])('%s is a timeout', async (_name, behave) => {
    const result = await post(client({ timeoutMs: 150 }), await brokenReceiver(behave));
    expect(result).toMatchObject({ responseCode: null, responseBody: null, error: 'timeout' });
    expect(result.durationMs).toBeLessThan(1500);
  });

  it('drips bytes does not extend the deadline; what came is kept', async () => {
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
    ['closes without a word', (socket: Socket) => void socket.destroy(), 'connection_reset'],
    ['speaks something else', (socket: Socket) => void socket.end('SSH-2.0-x\r\n'), 'invalid_response'],
  ])('%s has not answered', async (_name, behave, error) => {
    expect(await post(client(), await brokenReceiver(behave))).toMatchObject({ responseCode: null, error });
  });

  it('breaks off in its answer has not answered', async () => {
    const { url } = await receiver((_request, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('abc', () => response.destroy());
    });
    expect(await post(client(), url)).toMatchObject({
      responseCode: 200,
      responseBody: 'abc',
      error: 'connection_reset',
    });
  });

  it('is not there refuses the connection', async () => {
    const server = createTcpServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await post(client(), `http://127.0.0.1:${port}/`)).toMatchObject({ error: 'connection_refused' });
  });

  it('has no TLS behind https is a tls_error', async () => {
    const { port } = await receiver(answer(200));
    expect(await post(client(), `https://127.0.0.1:${port}/`)).toMatchObject({ error: 'tls_error' });
  });
});

it('an attempt that the guard refuses opens no socket', async () => {
  const { url, sockets } = await receiver(answer(200));
  const guard = new AddressGuard({ allowedCidrs: [], demo: false, allowPrivate: false });
  expect(await post(client({ guard }), url)).toMatchObject({ responseCode: null, error: 'address_refused' });
  expect(sockets).not.toHaveBeenCalled();
});

describe('a name', () => {
  it('that does not exist is a dns_error', async () => {
    const resolve: ResolveName = (_name, done) => done(Object.assign(new Error('gone'), { code: 'ENOTFOUND' }), []);
    expect(await post(client({ resolve }), 'http://gone.example/')).toMatchObject({ error: 'dns_error' });
  });

  it('that turns to an inner address between two attempts is refused at the second: each socket is judged anew', async () => {
    const { port, sockets } = await receiver(answer(200, '', { connection: 'close' }));
    // 127.0.0.2 is opened, as a public address would be; its neighbour stands for the inside.
    const guard = new AddressGuard({ allowedCidrs: ['127.0.0.2'], demo: false, allowPrivate: true });
    const answers = ['127.0.0.2', '127.0.0.1'];
    const asked: string[] = [];
    const resolve: ResolveName = (name, done) => {
      asked.push(name);
      done(null, [{ address: answers[asked.length - 1] ?? '', family: 4 }]);
    };
    const http = client({ guard, resolve });
    const first = await post(http, `http://rebound.example:${port}/`);
    expect(first.error).not.toBe('address_refused'); // nobody listens there, which is as far as it may get
    expect(await post(http, `http://rebound.example:${port}/`)).toMatchObject({ error: 'address_refused' });
    expect(asked).toEqual(['rebound.example', 'rebound.example']);
    expect(sockets).not.toHaveBeenCalled();
  });

  it('is looked up once for a socket: what it would resolve to a moment later is not asked', async () => {
    const { port } = await receiver(answer(200));
    const answers = ['127.0.0.1', '169.254.169.254'];
    let asked = 0;
    const resolve: ResolveName = (_name, done) => done(null, [{ address: answers[asked++] ?? '', family: 4 }]);
    expect(await post(client({ resolve }), `http://rebound.example:${port}/`)).toMatchObject({ responseCode: 200 });
    expect(asked).toBe(1);
  });

  it('whose look-up hangs is a timeout', async () => {
    const http = client({ resolve: () => undefined, timeoutMs: 150 });
    expect(await post(http, 'http://slow.example/')).toMatchObject({ error: 'timeout' });
  });
});

describe('sockets', () => {
  it('are kept for the next attempt, and capped per endpoint', async () => {
    const waiting: ServerResponse[] = [];
    const { url, sockets } = await receiver((_request, response) => {
      waiting.push(response);
      if (waiting.length >= 2) waiting.splice(0).forEach((each) => each.end());
    });
    const http = client({ connections: 2 });
    const results = await Promise.all(Array.from({ length: 8 }, () => post(http, url)));
    expect(results.every(({ responseCode }) => responseCode === 200)).toBe(true);
    expect(sockets).toHaveBeenCalledTimes(2);
  });

  it('of one endpoint do not hold up another endpoint of the same host', async () => {
    const { url } = await receiver((request, response) => {
      if (request.url?.startsWith('/hook')) return;
      response.end();
    });
    const http = client({ connections: 1 });
    const slow = post(http, url, 'we_slow');
    expect(await post(http, url.replace('hook', 'other'), 'we_fast')).toMatchObject({ responseCode: 200 });
    await http.close(0);
    expect(await slow).toMatchObject({ responseCode: null });
  });

  it('of the endpoint used longest ago are closed, its request in flight finishing first', async () => {
    let finish: () => void = () => undefined;
    const { url, sockets } = await receiver((request, response) => {
      if (request.url?.startsWith('/hook')) finish = () => response.end('late');
      else response.end();
    });
    const http = client({ maxAgents: 1 });
    const first = post(http, url, 'we_1');
    await post(http, url.replace('hook', 'other'), 'we_2');
    finish();
    expect(await first).toMatchObject({ responseCode: 200, responseBody: 'late', error: null });
    await post(http, url.replace('hook', 'other'), 'we_1');
    expect(sockets).toHaveBeenCalledTimes(3);
  });
});

describe('closing', () => {
  it('lets an attempt in flight finish within the grace', async () => {
    const { url } = await receiver((_request, response) => void setTimeout(() => response.end('done'), 100));
    const http = client();
    const [result] = await Promise.all([post(http, url), http.close(2000)]);
    expect(result).toMatchObject({ responseCode: 200, responseBody: 'done', error: null });
  });

  it.each([
    ['that waits for an answer', undefined, () => undefined],
    ['that is being answered', undefined, (_: IncomingMessage, response: ServerResponse) => void response.write('x')],
    ['that waits for a name', () => undefined, () => undefined],
  ])(
    'ends an attempt %s after the grace, as not the endpoint’s fault',
    async (_name, resolve: ResolveName | undefined, listener) => {
      const { port } = await receiver(listener);
      const http = client({ timeoutMs: 4000, ...(resolve && { resolve }) });
      const attempt = post(http, `http://${resolve ? 'slow.example' : '127.0.0.1'}:${port}/`);
      await http.close(100);
      expect(await attempt).toMatchObject({ error: 'shutting_down' });
      expect(await post(http, `http://127.0.0.1:${port}/`)).toMatchObject({
        responseCode: null,
        error: 'shutting_down',
      });
    },
  );
});
