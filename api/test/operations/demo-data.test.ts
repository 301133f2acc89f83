import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_MERCHANT, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitFor } from '../support/processes.js';

describe('the demo data (DEMO_DATA=true)', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { DEMO_DATA: 'true' } });
    await waitFor(() => gateway.logs().includes('demo data written'), { timeoutMs: 50_000, what: 'the demo data' });
  });
  afterAll(() => gateway.stop());
  const count = async (text: string) => (await gateway.db.query<{ count: number }>(text)).rows[0]?.count;

  it('keeps every invariant of the books, and agrees with the acquirer’s own', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });

  it('has payments in every state that lasts, in sixty days', async () => {
    const { rows } = await gateway.db.query<{ status: string; captured: boolean; count: number }>(
      'SELECT status, captured, count(*) AS count FROM payments GROUP BY 1, 2 ORDER BY 1, 2',
    );
    expect(rows.map(({ status, captured }) => `${status} ${captured}`)).toEqual([
      'cancelled false',
      'expired false',
      'failed false',
      'success false',
      'success true',
    ]);
    for (const state of ['paid', 'authorized', 'partly_refunded', 'refunded', 'failed', 'cancelled', 'expired']) {
      const { json } = await gateway.api.get(`/api/v1/payments?money_state=${state}&limit=1`);
      expect([state, json.data.length]).toEqual([state, 1]);
    }
    expect(await count(`SELECT count(DISTINCT created_at::date) AS count FROM payments`)).toBeGreaterThan(50);
  });

  it('sends no webhook, and leaves nothing due but authorisations that expire', async () => {
    expect(await count('SELECT count(*) AS count FROM webhook_logs')).toBe(0);
    expect(await count('SELECT count(*) AS count FROM payments WHERE due_at IS NOT NULL')).toBe(0);
    expect(
      await count('SELECT count(*) AS count FROM refunds WHERE due_at IS NOT NULL OR call_due_at IS NOT NULL'),
    ).toBe(0);
    expect(await count('SELECT count(*) AS count FROM charges WHERE due_at <= now()')).toBe(0);
  });

  it('is counted by the statistics of its days', async () => {
    const from = new Date(Date.now() - 30 * 86_400_000).toISOString();
    const { api } = await gateway.newMember('owner');
    const { json } = await api.get(`/api/v1/stats?from=${from}`);
    const captured = await count(
      `SELECT sum(amount) AS count FROM movements WHERE type = 'capture' AND created_at > now() - interval '29 days'`,
    );
    const { current } = json.currencies[0];
    expect(current.captured_amount).toBeGreaterThanOrEqual(Number(captured));
    expect(current.refunds).toBeGreaterThan(10);
  });

  it('can be worked with: a payment is refunded, an authorised one captured', async () => {
    const [paid] = (await gateway.api.get('/api/v1/payments?money_state=paid&limit=1')).json.data;
    const refund = await gateway.api.post('/api/v1/refunds', { payment_id: paid.id, amount: 100 });
    expect((await gateway.refund(refund.json.id)).status).toBe('processed');
    const [held] = (await gateway.api.get('/api/v1/payments?money_state=authorized&limit=1')).json.data;
    const reply = await gateway.api.post(`/api/v1/payments/${held.id}/capture`, { amount: held.amount });
    expect([reply.status, reply.json.captured]).toEqual([200, true]);
    expect(await violatedInvariants(gateway)).toEqual({});
  });

  it('shows customers, what was bought, and events in the past', async () => {
    const { json: customers } = await gateway.api.get('/api/v1/customers?limit=100');
    expect(customers.data).toHaveLength(30);
    const [order] = (await gateway.api.get('/api/v1/orders?status=paid&limit=1')).json.data;
    expect([order.customer.name, order.line_items.length > 0]).toEqual([expect.stringMatching(/^\w+ \w+$/), true]);
    const { rows } = await gateway.db.query<{ payload: string; at: number }>(
      `SELECT payload, floor(extract(epoch FROM created_at))::int AS at FROM events WHERE type = 'order.paid' ORDER BY id LIMIT 1`,
    );
    const { timestamp, data } = JSON.parse(rows[0]?.payload ?? '{}');
    expect([timestamp, data.payment.order_id]).toEqual([rows[0]?.at, data.order.id]);
  });

  it('is of a shop in India, whose days begin there', async () => {
    const { api } = await gateway.newMember('owner');
    expect((await api.get('/api/v1/merchant')).json.time_zone).toBe('Asia/Kolkata');
  });

  it('is completed by the next worker if one is killed while it charges the acquirer', async () => {
    const broken = await Gateway.start({ env: { DEMO_DATA: 'true' } });
    try {
      const { book, account } = broken.bank;
      const released = async () =>
        (await book.query(`SELECT FROM simulated_bank.charges WHERE account = $1 AND status = 'cancelled'`, [account]))
          .rowCount;
      await waitFor(released, { what: 'a charge that is released again' });
      await broken.workers[0]?.kill();
      expect(broken.logs()).not.toContain('demo data written');
      await broken.startWorker();
      await waitFor(() => broken.logs().includes('demo data written'), { timeoutMs: 50_000, what: 'the demo data' });
      expect(await violatedInvariants(broken)).toEqual({});
    } finally {
      await broken.stop();
    }
  }, 120_000);

  it('is written once, however many workers start', async () => {
    const before = await count('SELECT count(*) AS count FROM payments');
    const another = await gateway.startWorker();
    await waitFor(async () => (await count('SELECT count(*) AS count FROM workers')) === 2);
    await another.stop();
    expect(await count('SELECT count(*) AS count FROM payments')).toBe(before);
    expect(await count(`SELECT count(*) AS count FROM merchants WHERE id <> '${DEMO_MERCHANT}'`)).toBe(0);
  });
});
