import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DUE } from '../../src/messaging/webhooks/deliveries/deliveries.queries.js';
import { Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';

describe('a dead endpoint does not slow other endpoints', () => {
  let gateway: Gateway;
  let tarpit: Receiver;
  let healthy: Receiver;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { WEBHOOK_TIMEOUT: '15s', WEBHOOK_CONCURRENCY: '10' } });
    [tarpit, healthy] = await Promise.all([Receiver.start(), Receiver.start()]);
    tarpit.behave = () => undefined;
    for (const { url } of [tarpit, healthy]) {
      await gateway.api.post('/api/v1/webhook-endpoints', { url, events: ['payment.created'] });
    }
  });
  afterAll(async () => {
    await Promise.all([tarpit.stop(), healthy.stop()]);
    await gateway.stop();
  });

  it('a hundred events reach the healthy endpoint while the tarpit still holds its first attempts', async () => {
    const orders = await Promise.all(Array.from({ length: 100 }, () => gateway.order()));
    await Promise.all(orders.map(({ id }) => gateway.pay(id)));
    await waitFor(() => healthy.received.length === 100, { timeoutMs: 12_000, what: 'the healthy endpoint' });
    const { rows } = await gateway.db.query(
      `SELECT count(*) FILTER (WHERE attempts > 0) AS tried, count(*) FILTER (WHERE status <> 'pending') AS ended
       FROM webhook_logs l JOIN webhook_endpoints w ON w.id = l.endpoint_id WHERE w.url = $1`,
      [tarpit.url],
    );
    expect(rows[0]).toEqual({ tried: 4, ended: 0 });
    expect(tarpit.received).toHaveLength(4);
    expect(new Set(healthy.received.map(({ headers }) => headers['webhook-id'])).size).toBe(100);
  });

  it('of many endpoints with a backlog each gets one delivery before any gets a second', async () => {
    const { id: event } = (await gateway.db.query('SELECT merchant_id, id FROM events LIMIT 1')).rows[0];
    const later = [30, 10, 20].map((minutes) => `now() + interval '${minutes} minutes'`);
    for (const [i, due] of later.entries()) {
      const { json } = await gateway.api.post('/api/v1/webhook-endpoints', { url: healthy.url, description: `${i}` });
      await gateway.db.query(
        `INSERT INTO webhook_logs (merchant_id, event_id, endpoint_id, mode, event, next_retry_at)
         SELECT e.merchant_id, e.id, $1, 'test', e.type, ${due} + interval '1 second' * row_number() OVER (ORDER BY e.id = $2 DESC)
         FROM (SELECT * FROM events ORDER BY id LIMIT 5) e`,
        [json.id, event],
      );
    }
    const twoHoursOn = -7_200_000;
    const { rows } = await gateway.db.query(DUE.text, [4, twoHoursOn]);
    const places = rows.map(({ endpointId }: { endpointId: string }) => endpointId);
    expect(new Set(places.slice(0, 4)).size).toBe(4);
  });
});
