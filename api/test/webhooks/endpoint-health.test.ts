import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway, type Merchant } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';

const HEALTH = '/api/v1/webhook-endpoints/health';
const HOUR_MS = 3_600_000;

describe('the health of webhook endpoints', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  let receiver: Receiver;
  let endpoint: string;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { WEBHOOK_RETRY_SCHEDULE_TEST: '0s,1s' } });
    [merchant, receiver] = await Promise.all([gateway.newMerchant(), Receiver.start()]);
    endpoint = (await merchant.api.post('/api/v1/webhook-endpoints', { url: receiver.url })).json.id;
  });
  afterAll(async () => {
    await gateway.stop();
    await receiver.stop();
  });

  const health = async (query = '') => (await merchant.api.get(HEALTH + query)).json.data;
  const sendTest = () => merchant.api.post(`/api/v1/webhook-endpoints/${endpoint}/test`, {});
  const untilTried = (attempts: number) =>
    waitFor(async () => (await health())[0].attempts === attempts && (await health())[0], {
      what: `${attempts} attempts`,
    });

  it('is empty before anything was sent', async () => {
    const [one] = await health();
    expect(one).toMatchObject({ endpoint_id: endpoint, attempts: 0, last_attempt_at: null, last_failure: null });
    expect([one.p50_ms, one.p95_ms, one.hours.length]).toEqual([null, null, 24]);
  });

  it('counts attempts: a delivery that arrives at the second one counts as failed and as succeeded', async () => {
    receiver.behave = (_, response) => response.writeHead(receiver.received.length === 1 ? 503 : 200).end();
    await sendTest();
    await untilTried(2);
    await sendTest();
    const one = await untilTried(3);
    expect(one).toMatchObject({ succeeded: 2, first_attempts: 2, first_succeeded: 1 });
    expect(one.last_failure).toMatchObject({ response_code: 503, error: 'unsuccessful_response' });
    expect(one.p50_ms).toBeLessThanOrEqual(one.p95_ms);
    expect(one.hours.at(-1)).toMatchObject({ succeeded: 2, failed: 1, p50_ms: one.p50_ms, p95_ms: one.p95_ms });
    expect(one.hours[0]).toMatchObject({ succeeded: 0, failed: 0, p50_ms: null, p95_ms: null });
    expect(Date.now() - Date.parse(one.hours[0].from)).toBeLessThan(24.1 * HOUR_MS);
  });

  it('forgets attempts of more than a day ago, but not when the last one was', async () => {
    const ago = `now() - interval '25 hours'`;
    await gateway.db.query(`UPDATE webhook_attempts SET created_at = ${ago} WHERE merchant_id = $1`, [merchant.id]);
    await gateway.db.query(`UPDATE webhook_logs SET last_attempt_at = ${ago} WHERE merchant_id = $1`, [merchant.id]);
    const [one] = await health();
    expect(one).toMatchObject({ attempts: 0, last_failure: null });
    expect(Date.parse(one.last_attempt_at)).toBeLessThan(Date.now() - 24 * HOUR_MS);
  });

  it('counts since the oldest of the newest 1 000 deliveries, if a day has more', async () => {
    const { rows } = await gateway.db.query(
      `WITH e AS (INSERT INTO events (merchant_id, id, mode, type, object_id, version, payload, actor)
         SELECT $1, 'evt_' || lpad(n::text, 16, '0'), 'test', 'webhook.test', 'we_' || n, 1, '{"data":{}}', 'test'
         FROM generate_series(1, 1010) n RETURNING id),
       l AS (INSERT INTO webhook_logs (merchant_id, mode, event_id, endpoint_id, event, status, next_retry_at)
         SELECT $1, 'test', id, $2, 'webhook.test', 'pending', now() + interval '1 day' FROM e RETURNING created_at)
       SELECT count(*)::int AS count FROM l`,
      [merchant.id, endpoint],
    );
    expect(rows[0].count).toBe(1_010);
    expect(Date.now() - Date.parse((await health())[0].since)).toBeLessThan(HOUR_MS);
  });

  it('is of one’s own endpoints, or of one of them', async () => {
    const stranger = await gateway.newMerchant();
    expect((await stranger.api.get(`${HEALTH}?endpoint=${endpoint}`)).json).toEqual({ data: [] });
    await merchant.api.post('/api/v1/webhook-endpoints', { kind: 'inbox' });
    expect((await health()).length).toBe(2);
    expect((await health(`?endpoint=${endpoint}`)).length).toBe(1);
  });
});
