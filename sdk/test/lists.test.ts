import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PaymentGateway } from '@payment-gateway/sdk';
import { json, ScriptedServer } from './support/server.js';

describe('the client reads', () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await ScriptedServer.start();
  });
  afterAll(() => server.stop());

  const client = () => new PaymentGateway({ baseUrl: server.url, apiKey: 'key_test_1', apiSecret: 'secret_test_1' });

  describe('lists', () => {
    const page = (ids: string[], next: string | null) =>
      json({ data: ids.map((id) => ({ id })), has_more: next !== null, next_cursor: next });

    it('await returns a page', async () => {
      server.answers(page(['a', 'b'], 'next'));
      expect(await client().getOrders({ limit: 2, status: 'paid' })).toEqual({
        data: [{ id: 'a' }, { id: 'b' }],
        hasMore: true,
        nextCursor: 'next',
      });
      expect(server.received[0]?.url).toBe('/api/v1/orders?limit=2&status=paid');
    });

    it('for await iterates over all pages, with the same filters', async () => {
      server.answers(page(['a', 'b'], 'two'), page(['c'], 'three'), page([], null));
      const seen: string[] = [];
      for await (const { id } of client().payments.list({ status: 'success' })) seen.push(id);
      expect(seen).toEqual(['a', 'b', 'c']);
      expect(server.received.map(({ url }) => url)).toEqual([
        '/api/v1/payments?status=success',
        '/api/v1/payments?status=success&cursor=two',
        '/api/v1/payments?status=success&cursor=three',
      ]);
    });

    it('a cursor replaces an offset', async () => {
      server.answers(page(['a'], 'two'), page([], null));
      for await (const { id } of client().webhookLogs.list({ offset: 10 })) expect(id).toBe('a');
      expect(server.received.map(({ url }) => url)).toEqual([
        '/api/v1/webhooks?offset=10',
        '/api/v1/webhooks?cursor=two',
      ]);
    });
  });

  describe('streams', () => {
    it('arrive event by event, however the bytes are split, and end with the connection', async () => {
      const wire = ': hello\n\nid: 1\nevent: a\ndata: {"x":\ndata: 1}\n\nid: 2\ndata: ü\r\n\r\ndata: never finished';
      const bytes = Buffer.from(wire);
      server.answers((response) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        for (const byte of bytes) response.write(Buffer.from([byte]));
        response.end();
      });
      const seen = [];
      for await (const event of client().events.follow()) seen.push(event);
      expect(seen).toMatchObject([
        { id: '1', event: 'a', data: '{"x":\n1}' },
        { id: '2', data: 'ü' },
      ]);
    });
  });
});
