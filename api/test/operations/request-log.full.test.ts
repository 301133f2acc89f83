import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, newKey, type Reply } from '../support/client.js';
import { conform } from '../support/conformance.js';
import { expectRefusal } from '../support/envelope.js';
import { CARD, Gateway, type Merchant } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { withoutRandomParts } from '../support/secrets.js';
import { TcpProxy } from '../support/tcp-proxy.js';

interface Entry {
  id: string;
  request_id: string;
  created_at: string;
  [field: string]: unknown;
}

describe('the request log', () => {
  let gateway: Gateway;
  let proxy: TcpProxy;
  let merchant: Merchant;
  let reader: Client;
  beforeAll(async () => {
    const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
    proxy = await TcpProxy.to({ host: url.hostname, port: Number(url.port) });
    const route = (databaseUrl: string) => Object.assign(new URL(databaseUrl), { port: proxy.address.port }).toString();
    gateway = await Gateway.start({ worker: false, route });
    merchant = await gateway.newMerchant();
    reader = (await gateway.newMember('viewer', merchant.id)).api;
  });
  afterAll(async () => {
    await gateway.stop();
    await proxy.cut();
  });

  const list = async (query: string, api = reader): Promise<Entry[]> => {
    const reply = await api.get(`/api/v1/logs?${query}`);
    conform('GET', '/api/v1/logs', reply);
    return reply.json.data;
  };
  const requestIdOf = ({ headers }: Reply) => headers.get('x-request-id') ?? '';
  /** The entry of a request, with its body, when it is written. */
  const entryOf = async (reply: Reply, api = reader) => {
    const [found] = await waitFor(
      async () => {
        const entries = await list(`request_id=${requestIdOf(reply)}`, api);
        return entries.length > 0 && entries;
      },
      { what: `the entry of ${requestIdOf(reply)}` },
    );
    const entry = await api.get(`/api/v1/logs/${found?.id}`);
    conform('GET', `/api/v1/logs/${found?.id}`, entry);
    return entry.json;
  };

  it('contains the caller, the request and the response', async () => {
    const [key, body] = [newKey(), { amount: 500, receipt: 'r-1', notes: { a: 'b' } }];
    const headers = { 'User-Agent': 'a-shop/1.0', 'X-Request-Id': 'request-of-the-test' };
    const reply = await merchant.api.post('/api/v1/orders', body, { key, headers });
    const { id, duration_ms, created_at, ...entry } = await entryOf(reply);
    expect(entry).toEqual({
      method: 'POST',
      path: '/api/v1/orders',
      status: 201,
      actor: `api_key:${merchant.apiKey}`,
      api_key: merchant.apiKey,
      ip: '127.0.0.1',
      user_agent: 'a-shop/1.0',
      request_id: 'request-of-the-test',
      idempotency_key: `sha256 ${createHash('sha256').update(key).digest('hex')}`,
      error_code: null,
      error_description: null,
      request_body: JSON.stringify(body),
      response_body: reply.text,
    });
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect(await entryOf(await merchant.api.get('/api/v1/orders?limit=1'))).toMatchObject({ path: '/api/v1/orders' });
    expect(duration_ms).toBeLessThan(10_000);
    expect(Math.abs(Date.now() - Date.parse(created_at))).toBeLessThan(20_000);
  });

  it('contains the error of every refusal', async () => {
    const reading = await gateway.newMerchant({ scopes: ['orders:read'] });
    const reader = (await gateway.newMember('support', reading.id)).api;
    const refusals: [Reply, object][] = [
      [
        await reading.api.get('/api/v1/orders/none'),
        { status: 404, error_code: 'NOT_FOUND_ERROR', request_body: null },
      ],
      [await reading.api.get('/api/v1/orders?limit=0'), { status: 400, error_code: 'BAD_REQUEST_ERROR' }],
      [await reading.api.post('/api/v1/orders', { amount: 1 }), { status: 403, error_code: 'PERMISSION_ERROR' }],
    ];
    for (const [reply, entry] of refusals) {
      const { description } = reply.json.error;
      expect(await entryOf(reply, reader)).toMatchObject({ ...entry, error_description: description });
    }
  });

  it('contains the response of every refusal, and of a success only what its idempotency key holds', async () => {
    const [key, notes] = [newKey(), { password: 'hunter2' }];
    const made = await merchant.api.post('/api/v1/orders', { amount: 500, notes }, { key });
    const reused = await merchant.api.post('/api/v1/orders', { amount: 600 }, { key });
    const unkeyed = await merchant.api.get('/api/v1/orders?limit=1');
    const endpoint = await merchant.api.post(
      '/api/v1/webhook-endpoints',
      { url: 'https://shop.example/hooks' },
      { key: newKey() },
    );
    expect(endpoint.json.secret).toMatch(/^whsec_/);
    const kept = async (reply: Reply) => (await entryOf(reply)).response_body;
    expect(await kept(made)).toBe(made.text.replace('hunter2', '[redacted]'));
    expect(await kept(reused)).toBe(reused.text);
    expect(reused.json.error.reason).toBe('idempotency_key_reused');
    expect(await kept(unkeyed)).toBeNull();
    expect(await kept(endpoint)).toBeNull();
    const { rows } = await gateway.db.query(
      'SELECT status FROM request_logs WHERE response_body IS NOT NULL AND status < 400',
    );
    expect(rows).toEqual([]);
    await gateway.db.query("UPDATE idempotency_keys SET created_at = now() + interval '1 hour' WHERE body = $1", [
      made.text,
    ]);
    expect(await kept(made)).toBeNull();
  });

  it('contains no card number and no secret, wherever they were written', async () => {
    const number = CARD.number.replace(/(.{4})(?=.)/g, '$1 ');
    const sent = {
      order_id: `order ${number}`,
      method: 'card',
      card: { ...CARD, cvv: '731' },
      otp: '918273',
      notes: { password: 'hunter2', text: `paid with ${number}, whsec_MfKQ9r8GKYqrTwjU/PD8=` },
      long: `${'x'.repeat(3_500)} ${number}`,
    };
    const headers = { 'User-Agent': `shop ${number}`, 'Idempotency-Key': `card-${CARD.number}` };
    const replies = [
      await merchant.api.post('/api/v1/payments', sent, { headers }),
      await merchant.api.post('/api/v1/payments', { ...sent, z: 'y'.repeat(9_000) }),
      await merchant.api.get(`/api/v1/payments/${CARD.number}?card=${CARD.number}`),
    ];
    for (const reply of replies) {
      const text = JSON.stringify(await entryOf(reply));
      expect(text.replace(/[ -]/g, '')).not.toContain(CARD.number.slice(0, 12));
      expect(withoutRandomParts(text)).not.toMatch(/731|918273|hunter2|MfKQ9r8G/);
      expect(text).toContain('1111');
    }
    const { request_body, idempotency_key } = await entryOf(replies[0] as Reply);
    expect(JSON.parse(request_body).card).toEqual({ network: 'visa', last4: '1111' });
    expect(request_body).not.toMatch(/otp|long/); // the DTO declares neither of them
    expect(idempotency_key).toMatch(/^hmac /);
  });

  it('stores 4 096 characters of a body', async () => {
    const big = { amount: 100, notes: { text: 'é😀"\n'.repeat(2_000) }, after: 'the cut' };
    const { request_body } = await entryOf(await merchant.api.post('/api/v1/orders', big));
    expect([...request_body].length).toBeLessThanOrEqual(4_096);
    expect(request_body).toMatch(/^\{"amount":100,"notes":\{"text":"é😀/);
    expect(request_body).not.toContain('the cut');
    const zeros = { amount: 100, receipt: '0 '.repeat(30_000) }; // the most expensive text to search
    const began = performance.now();
    const reply = await merchant.api.post('/api/v1/orders', zeros);
    await merchant.api.get('/api/v1/orders?limit=1');
    expect(performance.now() - began).toBeLessThan(2_000);
    expect((await entryOf(reply)).status).toBe(400);
  });

  it('contains no requests of sessions, shoppers, health checks and unknown callers', async () => {
    const { id } = await gateway.order({}, merchant.api);
    const ids = [
      await reader.get('/api/v1/orders'),
      await gateway.shopper.get(`/api/v1/orders/${id}/public`),
      await gateway.shopper.get('/health'),
      await gateway.client({ key: merchant.apiKey, secret: 'wrong' }).get('/api/v1/orders'),
    ].map(requestIdOf);
    await entryOf(await merchant.api.get('/api/v1/orders'));
    const { rows } = await gateway.db.query('SELECT 1 FROM request_logs WHERE request_id = ANY ($1)', [ids]);
    expect(rows).toEqual([]);
  });

  it('shows no request of another merchant, in a list or by id, and nothing to a key', async () => {
    const other = await gateway.newMerchant();
    const stranger = (await gateway.newMember('owner', other.id)).api;
    const entry = await entryOf(await merchant.api.get('/api/v1/orders'));
    expect(await list('limit=100', stranger)).toEqual([]);
    expect(await list(`request_id=${entry.request_id}`, stranger)).toEqual([]);
    for (const id of [entry.id, '0199a5b4-6d5a-7c3f-8d6e-2a1b3c4d5e6f', 'none'])
      expectRefusal(await stranger.get(`/api/v1/logs/${id}`), {
        status: 404,
        code: 'NOT_FOUND_ERROR',
        description: 'Request not found',
      });
    for (const path of ['/api/v1/logs', `/api/v1/logs/${entry.id}`])
      expectRefusal(await merchant.api.get(path), { status: 403, code: 'PERMISSION_ERROR' });
  });

  describe('is found', () => {
    let shop: Merchant;
    let look: Client;
    let secondKey: string;
    let replies: Record<string, Reply>;
    beforeAll(async () => {
      shop = await gateway.newMerchant();
      look = (await gateway.newMember('developer', shop.id)).api;
      secondKey = `${shop.apiKey}_second`;
      await gateway.newApiKey(shop.id, 'test', { key: secondKey, secret: 'a secret' }, null);
      const second = gateway.client({ key: secondKey, secret: 'a secret' });
      const { id } = await gateway.order({}, shop.api);
      replies = {
        order: await shop.api.get(`/api/v1/orders/${id}`),
        missing: await shop.api.get('/api/v1/orders/order_0000000000000000'),
        bad: await second.post('/api/v1/orders', { amount: 1 }),
        cancel: await second.post(`/api/v1/orders/${id}/cancel`),
        list: await shop.api.get('/api/v1/refunds'),
      };
      await entryOf(replies['list'] as Reply, look);
    });
    const found = async (query: string) => (await list(`limit=100&${query}`, look)).map((entry) => entry.request_id);
    const ids = (...names: string[]) => names.map((name) => requestIdOf(replies[name] as Reply));

    it.each([
      ['status=404', ['missing']],
      ['status=4xx', ['bad', 'missing']],
      ['status=5xx', []],
      ['status=2xx&method=GET', ['list', 'order']],
      ['method=DELETE', []],
      ['path=/api/v1/refunds', ['list']],
      ['path=/api/v1/orders/&status=2xx', ['cancel', 'order']],
      ['path=/api/v2', []],
      ['path=/api/v1/orders/%25', []],
      ['created_to=2020-01-01', []],
    ])('by %s, newest first', async (query, names) => {
      expect(await found(query)).toEqual(ids(...names));
    });

    it('by key and by id', async () => {
      expect(await found(`api_key=${secondKey}`)).toEqual(ids('cancel', 'bad'));
      expect(await found(`request_id=${ids('missing')[0]}`)).toEqual(ids('missing'));
    });

    it('by time: created_from is included, created_to is not', async () => {
      const all = await list('limit=100', look);
      const [moment] = all.slice(2).map((entry) => entry.created_at);
      const newer = all.filter(({ created_at }) => created_at >= (moment ?? ''));
      const older = all.filter(({ created_at }) => created_at < (moment ?? ''));
      expect(await found(`created_from=${moment}`)).toEqual(newer.map((entry) => entry.request_id));
      expect(await found(`created_to=${moment}`)).toEqual(older.map((entry) => entry.request_id));
    });

    it('page by page, each once', async () => {
      const all = await found('');
      expect(all).toHaveLength(6);
      const walked: string[] = [];
      for (let cursor = ''; ;) {
        const { json } = await look.get(`/api/v1/logs?limit=4&path=/api/v1${cursor && `&cursor=${cursor}`}`);
        walked.push(...json.data.map((entry: Entry) => entry.request_id));
        if (json.next_cursor === null) break;
        cursor = json.next_cursor;
      }
      expect(walked).toEqual(all);
    });

    it.each(['status=3xx', 'status=600', 'status=20', 'method=get', 'cursor=cGF5XzE', 'limit=0'])(
      'but not by %s',
      async (query) => {
        expectRefusal(await look.get(`/api/v1/logs?${query}`), {
          status: 400,
          code: 'BAD_REQUEST_ERROR',
          field: query.split('=')[0],
        });
      },
    );
  });

  it('is buffered while the database is away, without delaying requests', async () => {
    await merchant.api.get('/api/v1/orders'); // the key is cached
    await proxy.cut();
    const reply = await merchant.api.get('/api/v1/orders');
    expect(reply.status).toBe(503);
    await waitFor(() => gateway.logs().includes('the request log could not be written'), { what: 'a failed write' });
    await proxy.restore();
    expect(await entryOf(reply)).toMatchObject({ status: 503, error_code: 'SERVICE_UNAVAILABLE' });
  });

  it('drops the oldest when the buffer is full, and logs how many', async () => {
    const body = { amount: 1, notes: { text: '"'.repeat(4_000) } }; // a quote is buffered as four characters
    const held = await gateway.db.connect();
    await held.query('BEGIN; LOCK TABLE request_logs');
    const first = await merchant.api.post('/api/v1/orders', body);
    for (let sent = 0; sent < 2_500; sent += 50)
      await Promise.all(Array.from({ length: 50 }, () => merchant.api.post('/api/v1/orders', body)));
    const last = await merchant.api.post('/api/v1/orders', body);
    await waitFor(() => /[1-9]000 requests are missing from the request log/.test(gateway.logs()), { what: 'a count' });
    await held.query('COMMIT');
    held.release();
    await entryOf(last);
    expect(await list(`request_id=${requestIdOf(first)}`)).toEqual([]);
  });

  it('drops an entry that cannot be written, and continues', async () => {
    await gateway.db.query('ALTER TABLE request_logs RENAME TO request_logs_elsewhere');
    const lost = await merchant.api.get('/api/v1/orders');
    await waitFor(() => /"\d requests are missing from the request log/.test(gateway.logs()), { what: 'a count' });
    await gateway.db.query('ALTER TABLE request_logs_elsewhere RENAME TO request_logs');
    await entryOf(await merchant.api.get('/api/v1/orders'));
    expect(await list(`request_id=${requestIdOf(lost)}`)).toEqual([]);
  });

  it('is written up to the last request when a server stops', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => merchant.api.get('/api/v1/orders?limit=1')));
    await gateway.servers[0]?.stop();
    const { rows } = await gateway.db.query('SELECT 1 FROM request_logs WHERE request_id = ANY ($1)', [
      replies.map(requestIdOf),
    ]);
    expect(rows).toHaveLength(20);
  });
});
