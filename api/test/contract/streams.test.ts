import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { cardOf, Gateway, type Merchant } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';

interface Message {
  id?: string;
  event?: string;
  data: string;
}

/** A server-sent stream, read into a list until it ends or is closed. */
class Stream {
  readonly messages: Message[] = [];
  ended = false;
  /** Ended by a broken connection. */
  cut = false;
  private static readonly opened = new Set<Stream>();
  private readonly abort = new AbortController();

  static async open(url: string, headers: Record<string, string>): Promise<Stream> {
    const stream = new Stream();
    Stream.opened.add(stream);
    const response = await fetch(url, { headers, signal: stream.abort.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    for (const name of ['x-request-id', 'content-security-policy']) expect(response.headers.has(name)).toBe(true);
    void stream.read(response.body as AsyncIterable<Uint8Array>).catch(() => (stream.cut = true));
    return stream;
  }

  /** A failed test leaves no stream that the next would count. */
  static closeAll(): void {
    for (const stream of Stream.opened) stream.close();
    Stream.opened.clear();
  }

  get real(): Message[] {
    return this.messages.filter(({ event }) => event !== 'heartbeat');
  }

  close(): void {
    this.abort.abort();
  }

  private async read(body: AsyncIterable<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = block
          .split('\n')
          .filter(Boolean)
          .map((line) => line.split(/: (.*)/s).slice(0, 2));
        if (fields.length > 0) this.messages.push({ data: '', ...Object.fromEntries(fields) });
      }
    }
    this.ended = true;
  }
}

describe('streams', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  beforeAll(async () => {
    gateway = await Gateway.start();
    merchant = await gateway.newMerchant();
  });
  afterEach(() => Stream.closeAll());
  afterAll(() => gateway.stop());

  const key = { 'X-Api-Key': 'key_test_abc123', 'X-Api-Secret': 'secret_test_xyz789' };
  /** From the first heartbeat on nothing is missed; the headers arrive earlier. */
  const listenTo = async (query: string, headers: Record<string, string> = {}) => {
    const stream = await Stream.open(`${gateway.baseUrl}/api/v1/events/stream${query}`, { ...key, ...headers });
    await waitFor(() => stream.messages.length > 0 || stream.ended || stream.cut, { what: 'the first heartbeat' });
    return stream;
  };
  const listen = (headers: Record<string, string> = {}) => listenTo('', headers);
  const watch = (id: string) => Stream.open(`${gateway.baseUrl}/api/v1/payments/${id}/public/stream`, {});

  it("a payment's stream sends each change of status or stage once and ends with the last", async () => {
    const order = await gateway.order();
    const payment = await gateway.pay(order.id, { method: 'card', card: cardOf('4000000000003220') });
    const stream = await watch(payment.id);
    await waitFor(() => stream.real.some(({ data }) => data.includes('requires_action')));
    await gateway.shopper.post(`/api/v1/payments/${payment.id}/action`, { otp: '123456' });
    await waitFor(() => stream.ended);
    const seen = stream.real.map(({ data }) => JSON.parse(data) as { status: string; stage: string | null });
    const told = seen.map(({ status, stage }) => `${status} ${stage}`);
    expect(told.at(-1)).toBe('success null');
    expect(told.filter((one, i) => one === told[i - 1])).toEqual([]);
    expect(told.filter((one) => one.includes('processing'))).toEqual([]);
    expect(Object.keys(JSON.parse(stream.real[0]!.data)).sort()).toEqual(
      ['amount', 'currency', 'error_description', 'error_reason', 'flow', 'id', 'method', 'next_action', 'order_id']
        .concat('status', 'stage', 'authorized')
        .sort(),
    );
    const missing = await gateway.shopper.get('/api/v1/payments/pay_0000000000000000/public/stream');
    expect([missing.status, missing.json?.error.code]).toEqual([404, 'NOT_FOUND_ERROR']);
  });

  it('the event stream sends every event of this merchant only, byte for byte', async () => {
    const stream = await listen();
    const payment = await gateway.captured();
    const foreign = await gateway.captured(1000, merchant.api);
    await waitFor(() => stream.real.filter(({ data }) => data.includes(payment.order_id)).length >= 4);
    const { rows } = await gateway.db.query<{ id: string; payload: string }>(
      `SELECT id, payload FROM events WHERE object_id = ANY ($1)`,
      [[payment.id, payment.order_id]],
    );
    for (const { id, payload } of rows) {
      expect(stream.real.find((message) => message.id === id)?.data).toBe(payload);
    }
    expect(stream.real.some(({ data }) => data.includes(foreign.id))).toBe(false);
  });

  it('reconnecting with Last-Event-ID under load leaves no gap', async () => {
    const seen = new Map<string, string>();
    let position: string | undefined;
    let paying = true;
    const load = (async () => {
      for (let i = 0; i < 60; i++) await gateway.pay((await gateway.order()).id);
      paying = false;
    })();
    const mark = (await gateway.db.query<{ id: string }>('SELECT max(id) AS id FROM events')).rows[0]?.id ?? '';
    position = mark;
    while (paying) {
      const stream = await listen(position ? { 'Last-Event-ID': position } : {});
      await waitFor(() => stream.real.length >= 15 || !paying);
      stream.close();
      for (const { id = '', data } of stream.real) seen.set(id, data);
      position = stream.real.at(-1)?.id ?? position;
    }
    await load;
    await waitFor(
      async () => (await gateway.db.query(`SELECT 1 FROM payments WHERE status <> 'success'`)).rowCount === 0,
    );
    const { rows } = await gateway.db.query<{ id: string }>(
      `SELECT id FROM events WHERE merchant_id = (SELECT merchant_id FROM api_keys WHERE id = 'key_test_abc123') AND id > $1`,
      [mark],
    );
    const last = await listen({ 'Last-Event-ID': position ?? mark });
    await waitFor(() => {
      for (const { id = '', data } of last.real) seen.set(id, data);
      return rows.every(({ id }) => seen.has(id));
    });
    expect(rows.length).toBe(240);
  });

  it('an event that is sent again reaches every listener with the same bytes, even one that reconnects later', async () => {
    const mark = new Date().toISOString();
    const payment = await gateway.captured();
    const listener = await listenTo('?types=payment.success');
    const strange = { key: 'key_test_stranger', secret: 'secret_test_stranger' };
    await gateway.newApiKey(merchant.id, 'test', strange, null);
    const foreign = await Stream.open(`${gateway.baseUrl}/api/v1/events/stream`, {
      'X-Api-Key': strange.key,
      'X-Api-Secret': strange.secret,
    });
    await waitFor(() => foreign.messages.length > 0);
    const { rows } = await gateway.db.query<{ id: string; payload: string }>(
      `SELECT id, payload FROM events WHERE object_id = $1 AND type = 'payment.success'`,
      [payment.id],
    );
    const [{ id, payload }] = rows as [{ id: string; payload: string }];
    const inbox = await gateway.api.post('/api/v1/webhook-endpoints', { kind: 'inbox' });
    // Resent to one endpoint only, so listeners do not receive it.
    await gateway.api.post(`/api/v1/events/${id}/resend`, { endpoint_id: inbox.json.id });
    await gateway.api.post(`/api/v1/events/${id}/resend`, {}, { key: 'resend-once' });
    await gateway.api.post(`/api/v1/events/${id}/resend`, {}, { key: 'resend-once' });
    const resends = ({ real }: Stream) => real.filter(({ event }) => event === 'resend');
    await waitFor(() => resends(listener).length > 0);
    const late = await listenTo(`?types=payment.success&since=${mark}`);
    await waitFor(() => resends(late).length > 0);
    for (const stream of [listener, late]) {
      expect(resends(stream)).toEqual([{ event: 'resend', id: resends(listener)[0]?.id, data: payload }]);
    }
    // A listener at the position of the resend does not receive it again.
    const caughtUp = await listenTo('', { 'Last-Event-ID': resends(listener)[0]?.id ?? '' });
    await gateway.captured();
    await waitFor(() => caughtUp.real.some(({ data }) => data.includes('order.paid')));
    expect(resends(caughtUp).filter(({ id: position }) => position === resends(listener)[0]?.id)).toEqual([]);
    expect(foreign.real).toEqual([]);
  });

  it('a listener without an event id may give a time: later events of the requested types come first', async () => {
    const since = new Date().toISOString();
    const payment = await gateway.captured();
    const stream = await listenTo(`?types=payment.success&since=${since}`);
    await waitFor(() => stream.real.some(({ data }) => data.includes(payment.id)));
    expect(new Set(stream.real.map(({ data }) => JSON.parse(data).event))).toEqual(new Set(['payment.success']));
    stream.close();
    const refused = await gateway.api.get('/api/v1/events/stream?since=yesterday');
    expect(refused.json.error).toMatchObject({ code: 'BAD_REQUEST_ERROR', field: 'since' });
  });

  it('a stream ends soon after its key, session or membership ends', async () => {
    const made = (await (await gateway.newMember('owner', merchant.id)).api.post('/api/v1/api-keys', {})).json;
    const leaver = await gateway.newMember('viewer', merchant.id);
    const removed = await gateway.newMember('viewer', merchant.id);
    const url = `${gateway.baseUrl}/api/v1/events/stream`;
    const ofSession = (session: string) => ({ Authorization: `Bearer ${session}`, 'X-Merchant-Id': merchant.id });
    const ending = [
      await Stream.open(url, { 'X-Api-Key': made.id, 'X-Api-Secret': made.secret }),
      await Stream.open(url, ofSession(leaver.session)),
      await Stream.open(url, ofSession(removed.session)),
    ];
    const staying = await listen();
    await gateway.db.query('UPDATE api_keys SET expires_at = now() WHERE id = $1', [made.id]);
    await leaver.api.post('/api/v1/auth/logout');
    await gateway.db.query('DELETE FROM memberships WHERE user_id = $1', [removed.id]);
    const over = () => ending.every(({ ended, cut }) => ended || cut);
    await waitFor(over, { timeoutMs: 30_000, what: 'the end of the streams' });
    expect(ending.map(({ cut }) => cut)).toEqual([false, false, false]); // a whole response, not a broken connection
    expect([staying.ended, staying.cut]).toEqual([false, false]);
  });

  describe('is limited:', () => {
    const own = { 'X-Forwarded-For': '198.51.100.7' };
    /** Node closes the connection of a response that is no longer referenced. */
    const held: Response[] = [];
    const statusOf = async (path: string, headers: Record<string, string>, signal: AbortSignal) => {
      const response = await fetch(gateway.baseUrl + path, { headers, signal });
      held.push(response);
      if (response.status !== 429) return response.status;
      const { error } = (await response.json()) as { error: { code: string; description: string } };
      expect(error.code).toBe('RATE_LIMIT_ERROR');
      expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
      return error.description;
    };
    const open = async (count: number, path: string, headers: (n: number) => Record<string, string>) => {
      const closing = new AbortController();
      const all = Array.from({ length: count }, (_, n) => statusOf(path, headers(n), closing.signal));
      const answers = await Promise.all(all);
      const refusals = answers.filter((answer) => answer !== 200);
      return { open: count - refusals.length, refusals: [...new Set(refusals)], close: () => closing.abort() };
    };
    const slowPayment = async () =>
      `/api/v1/payments/${(await gateway.pay((await gateway.order()).id, { method: 'upi', vpa: 'slow@upi' })).id}/public/stream`;

    it('of 60 streams on one payment only a few stay open, from one address or from many', async () => {
      const path = await slowPayment();
      const one = await open(60, path, () => own);
      expect([one.open, one.refusals]).toEqual([
        10,
        [expect.stringMatching(/^Too many open streams of this payment: /)],
      ]);
      one.close();
      const many = await waitFor(async () => {
        const tried = await open(60, path, (n) => ({ 'X-Forwarded-For': `198.51.100.${n + 1}` }));
        tried.close();
        return tried.open > 0 && tried; // the slots of the first are free when their connections have closed
      });
      expect(many.open).toBeLessThanOrEqual(10);
    });

    it('an address has a limit, an IPv6 network counts as one address, and other addresses are not affected', async () => {
      const paths = await Promise.all(Array.from({ length: 6 }, slowPayment));
      const network = (n: number) => ({ 'X-Forwarded-For': `2001:db8:0:7::${(n + 1).toString(16)}` });
      const opened = await Promise.all(paths.map((path) => open(10, path, network)));
      const total = opened.reduce((sum, each) => sum + each.open, 0);
      const refusals = new Set(opened.flatMap((each) => each.refusals));
      expect([total, [...refusals]]).toEqual([
        30,
        [expect.stringMatching(/^Too many open streams from this address: /)],
      ]);
      const neighbour = await open(1, await slowPayment(), () => ({ 'X-Forwarded-For': '2001:db8:0:8::1' }));
      expect(neighbour.open).toBe(1);
      for (const each of [...opened, neighbour]) each.close();
    });

    it('an API key and a user have a limit, from however many addresses', async () => {
      const member = await gateway.newMember('viewer', merchant.id);
      const ofUser = { Authorization: `Bearer ${member.session}`, 'X-Merchant-Id': merchant.id };
      for (const credentials of [key, ofUser]) {
        const many = await open(40, '/api/v1/events/stream', (n) => ({
          ...credentials,
          'X-Forwarded-For': `203.0.113.${n + 1}`,
        }));
        const words = expect.stringMatching(/^Too many open streams with these credentials: /);
        expect([many.open, many.refusals]).toEqual([30, [words]]);
        many.close();
      }
      await waitFor(async () => {
        const again = await open(1, '/api/v1/events/stream', () => ({ ...key, ...own }));
        again.close();
        return again.open === 1;
      });
    });
  });

  it('SIGTERM ends open streams and the server exits at once', async () => {
    const order = await gateway.order();
    const slow = await gateway.pay(order.id, { method: 'upi', vpa: 'slow@upi' });
    const streams = [await listen(), await watch(slow.id)];
    const from = Date.now();
    expect(await gateway.servers[0]!.stop()).toBe(0);
    expect(Date.now() - from).toBeLessThan(10_000);
    await waitFor(() => streams.every(({ ended }) => ended));
  });
});
