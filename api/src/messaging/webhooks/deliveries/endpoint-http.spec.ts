import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { client, post, receiver, respond } from '../../../../test/support/http-receivers.js';
import { AddressGuard } from './address-guard.js';
import type { ResolveName } from './guarded-connect.js';

describe('an attempt', () => {
  it('posts the body byte for byte with its headers, and returns the response', async () => {
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
    const target = await receiver(respond(200));
    const { url } = await receiver(respond(status, '', { location: target.url, refresh: `0; url=${target.url}` }));
    expect(await post(client(), url)).toMatchObject({ responseCode: status, error: null });
    expect(target.sockets).not.toHaveBeenCalled();
  });

  it('ignores offers of another protocol or address', async () => {
    const target = await receiver(respond(200));
    const elsewhere = { 'alt-svc': `h2="127.0.0.1:${target.port}"`, location: target.url, upgrade: 'h2c' };
    const { url } = await receiver(respond(200, '', elsewhere));
    const http = client();
    for (let times = 0; times < 2; times++) expect(await post(http, url)).toMatchObject({ responseCode: 200 });
    expect(target.sockets).not.toHaveBeenCalled();
  });

  it('to text that is no URL fails without throwing', async () => {
    expect(await post(client(), 'nowhere')).toMatchObject({ responseCode: null, error: 'network_error' });
  });

  it('returns Retry-After', async () => {
    const { url } = await receiver(respond(429, '', { 'retry-after': '120' }));
    expect(await post(client(), url)).toMatchObject({ responseCode: 429, retryAfter: '120', responseBody: '' });
  });
});

it('an attempt that the guard refuses opens no socket', async () => {
  const { url, sockets } = await receiver(respond(200));
  const guard = new AddressGuard({ allowedCidrs: [], demo: false, allowPrivate: false });
  expect(await post(client({ guard }), url)).toMatchObject({ responseCode: null, error: 'address_refused' });
  expect(sockets).not.toHaveBeenCalled();
});

describe('a name', () => {
  it('that does not exist is a dns_error', async () => {
    const resolve: ResolveName = (_name, done) => done(Object.assign(new Error('gone'), { code: 'ENOTFOUND' }), []);
    expect(await post(client({ resolve }), 'http://gone.example/')).toMatchObject({ error: 'dns_error' });
  });

  it('that resolves to an internal address at the second attempt is refused: each socket is checked', async () => {
    const { port, sockets } = await receiver(respond(200, '', { connection: 'close' }));
    // 127.0.0.2 is allowed, like a public address; 127.0.0.1 stands for an internal one.
    const guard = new AddressGuard({ allowedCidrs: ['127.0.0.2'], demo: false, allowPrivate: true });
    const addresses = ['127.0.0.2', '127.0.0.1'];
    const lookups: string[] = [];
    const resolve: ResolveName = (name, done) => {
      lookups.push(name);
      done(null, [{ address: addresses[lookups.length - 1] ?? '', family: 4 }]);
    };
    const http = client({ guard, resolve });
    const first = await post(http, `http://rebound.example:${port}/`);
    expect(first.error).not.toBe('address_refused'); // the connection is refused, because nothing listens there
    expect(await post(http, `http://rebound.example:${port}/`)).toMatchObject({ error: 'address_refused' });
    expect(lookups).toEqual(['rebound.example', 'rebound.example']);
    expect(sockets).not.toHaveBeenCalled();
  });

  it('is looked up once per socket: a later address is not used', async () => {
    const { port } = await receiver(respond(200));
    const addresses = ['127.0.0.1', '169.254.169.254'];
    let lookups = 0;
    const resolve: ResolveName = (_name, done) => done(null, [{ address: addresses[lookups++] ?? '', family: 4 }]);
    expect(await post(client({ resolve }), `http://rebound.example:${port}/`)).toMatchObject({ responseCode: 200 });
    expect(lookups).toBe(1);
  });

  it('whose lookup hangs is a timeout', async () => {
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

  it('of one endpoint do not delay another endpoint of the same host', async () => {
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

  it('of the least recently used endpoint are closed after its running request has finished', async () => {
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
  it('lets a running attempt finish within the grace period', async () => {
    const { url } = await receiver((_request, response) => void setTimeout(() => response.end('done'), 100));
    const http = client();
    const [result] = await Promise.all([post(http, url), http.close(2000)]);
    expect(result).toMatchObject({ responseCode: 200, responseBody: 'done', error: null });
  });

  it.each([
    ['that waits for a response', undefined, () => undefined],
    [
      'that is receiving a response',
      undefined,
      (_: IncomingMessage, response: ServerResponse) => void response.write('x'),
    ],
    ['that waits for a DNS lookup', () => undefined, () => undefined],
  ])(
    'ends an attempt %s after the grace period, not as a failure of the endpoint',
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
