import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway } from '../support/gateway.js';

describe('malformed requests and idle connections', () => {
  let gateway: Gateway;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await gateway.stop();
  });

  const open = async (): Promise<Socket> => {
    const socket = connect({ host: '127.0.0.1', port: gateway.port });
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  /** Sends bytes unchanged and returns everything received until the server closes the connection. */
  const exchange = async (bytes: string): Promise<string> => {
    const socket = await open();
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.write(bytes);
    await once(socket, 'close');
    return Buffer.concat(chunks).toString();
  };
  const head = (...lines: string[]) =>
    ['POST /api/v1/orders HTTP/1.1', 'Host: x', 'Content-Type: application/json', ...lines].join('\r\n');

  it.each([
    ['no HTTP', 'HELLO THERE\r\n\r\n'],
    ['TLS on a plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['an unknown version', 'GET / HTTP/9.9\r\n\r\n'],
    ['headers of 32 kB', `${head(`X-Long: ${'x'.repeat(32_768)}`)}\r\n\r\n`],
    ['an invalid header', `${head('no colon here')}\r\n\r\n`],
    ['two lengths', `${head('Content-Length: 5', 'Content-Length: 6')}\r\n\r\n{}`],
    ['a length and a chunked body', `${head('Content-Length: 2', 'Transfer-Encoding: chunked')}\r\n\r\n0\r\n\r\n`],
    ['a length that is not a number', `${head('Content-Length: -1')}\r\n\r\n`],
    ['a broken chunk', `${head('Transfer-Encoding: chunked')}\r\n\r\nzz\r\n{}\r\n`],
  ])('the response to %s is 400 with the envelope, and the connection is closed', async (_, bytes) => {
    const answer = await exchange(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    const [headers = '', body = ''] = answer.split('\r\n\r\n');
    expect(headers).toMatch(/Content-Type: application\/json; charset=utf-8/i);
    const { error } = JSON.parse(body);
    expect(error).toMatchObject({ code: 'BAD_REQUEST_ERROR', description: expect.any(String) });
    expect(headers).toContain(error.request_id);
  });

  it.each(['TRACE', 'CONNECT', 'PROPFIND', 'SEARCH', 'LOCK', 'PUT', 'HEAD', 'OPTIONS'])(
    'the method %s is refused or harmless, never a 5xx',
    async (method) => {
      const target = method === 'CONNECT' ? 'evil.example:443' : '/api/v1/orders';
      const answer = await exchange(
        `${method} ${target} HTTP/1.1\r\nHost: x\r\nX-Secret: mirrored\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 (204|40[0145]) /);
      expect(answer).not.toContain('mirrored');
      if (/TRACE|CONNECT|PROPFIND|SEARCH|LOCK|PUT/.test(method))
        expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error: { code: expect.any(String) } });
    },
  );

  it.each([
    ['of another host in absolute form', 'GET http://evil.example/docs HTTP/1.1\r\nHost: evil.example'],
    ['with two slashes', 'GET //evil.example/docs HTTP/1.1\r\nHost: x'],
    ['with a forged Host', 'GET /docs HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example'],
    ['of all resources', 'OPTIONS * HTTP/1.1\r\nHost: x'],
    ['without a Host', 'GET /health HTTP/1.1\r\nX: y'],
    ['with an Upgrade', 'GET /health HTTP/1.1\r\nHost: x\r\nUpgrade: websocket'],
  ])('a request %s neither redirects to another host nor causes a 5xx', async (_, lines) => {
    const answer = await exchange(`${lines}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 [234]\d\d /);
    expect(answer).not.toMatch(/^(location|refresh):.*(evil|^\w+:|\/\/)/im);
  });

  it('a body over the limit is refused before it has fully arrived', async () => {
    const credentials = ['X-Api-Key: key_test_abc123', 'X-Api-Secret: secret_test_xyz789', 'Connection: close'];
    const answer = await exchange(`${head(...credentials, 'Content-Length: 999999999')}\r\n\r\n{"amount":`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('must not be larger than 64 kB');
  });

  it('500 idle connections, 100 with half a head and 100 with half a body do not delay other requests', async () => {
    await Promise.all(Array.from({ length: 500 }, open));
    const slow = await Promise.all(Array.from({ length: 200 }, open));
    slow.forEach((socket, index) => {
      socket.write(
        index % 2
          ? 'POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nX-Sl'
          : `${head('Content-Length: 4096')}\r\n\r\n{"amount"`,
      );
    });
    const replies = await Promise.all(
      Array.from({ length: 40 }, () => gateway.api.post('/api/v1/orders', { amount: 100 })),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(40).fill(201));
    for (const socket of slow) socket.write('o');
    expect((await gateway.shopper.get('/health/live')).status).toBe(200);
    expect(sockets.filter(({ destroyed }) => !destroyed).length).toBeGreaterThanOrEqual(700);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('500 idle connections cost little memory', async () => {
    const residentMb = () => {
      const status = readFileSync(`/proc/${gateway.servers[0]?.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
    };
    const before = residentMb();
    await Promise.all(Array.from({ length: 500 }, open));
    for (let requests = 0; requests < 100; requests++) await gateway.shopper.get('/health/live');
    const after = residentMb();
    process.stderr.write(`idle connections: ${before.toFixed(0)} MB, with 500 more ${after.toFixed(0)} MB\n`);
    expect(after - before).toBeLessThan(64);
  });

  it('the server stays healthy when callers disconnect in the middle of a request', async () => {
    const leaving = await Promise.all(Array.from({ length: 50 }, open));
    for (const socket of leaving) {
      socket.write(`${head('Content-Length: 4096')}\r\n\r\n{"amount":1`);
      socket.resetAndDestroy();
    }
    expect((await gateway.api.post('/api/v1/orders', { amount: 100 })).status).toBe(201);
    expect(gateway.servers[0]?.child.exitCode).toBeNull();
    expect(gateway.logs()).not.toContain('"request failed"');
  });
});
