import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey } from '../support/client.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { everyStatement, genericPlan } from '../support/plans.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';
import { countedStatements, resetStatements } from '../support/statement-count.js';

/** No sweep meanwhile, and no batching: only the cost of requests and jobs is counted. */
const NO_SWEEPS = { SWEEP_INTERVAL: '1h' };

describe('statements that reach the database', () => {
  let gateway: Gateway;
  let receiver: Receiver;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: NO_SWEEPS });
    receiver = await Receiver.start();
    await gateway.captured(); // every pool has its connections, and the key is cached
  });
  afterAll(async () => {
    await gateway.stop();
    await receiver.stop();
  });

  /** Statements on merchants' tables between the call and `until`, each with its number of calls. */
  const costOf = async <T>(work: () => Promise<T>, until: (result: T) => Promise<unknown> = async () => undefined) => {
    await resetStatements(gateway.db);
    const result = await work();
    await until(result);
    const statements = await countedStatements(gateway.db);
    return { result, statements, calls: statements.reduce((sum, { calls }) => sum + calls, 0) };
  };
  /** Reads a row without being counted. */
  const settled = (table: 'payments' | 'refunds' | 'webhook_logs', column: string, id: string, open: string[]) =>
    waitFor(async () => {
      const text = `SELECT status FROM ${table} WHERE ${column} = $1 AND status = ANY ($2) /* by this test */`;
      return (await gateway.db.query(text, [id, open])).rowCount === 0;
    });
  const open = async () =>
    (
      await gateway.db.query(`SELECT 1 FROM payments WHERE status IN ('pending', 'processing')
      UNION ALL SELECT 1 FROM refunds WHERE status IN ('pending', 'processing')`)
    ).rowCount;

  describe('of requests only, while no worker runs', () => {
    const paid: string[] = [];
    beforeAll(async () => {
      for (const _ of [1, 2]) paid.push((await gateway.captured()).id);
      await gateway.workers[0]?.stop();
    });

    const one = { calls: 1, statements: [expect.objectContaining({ calls: 1 })] };
    const create = async (path: string, body: object, key?: string) => {
      const { result, calls, statements } = await costOf(() => gateway.api.post(path, body, { key }));
      expect(result.status).toBe(201);
      expect({ calls, statements }).toEqual(one);
    };

    it.each([
      ['with an idempotency key', newKey],
      ['without one', () => undefined],
    ])('creating an order, a payment or a refund %s takes one', async (_, key) => {
      await create('/api/v1/orders', { amount: 100, receipt: 'r', notes: { a: 'b' }, expires_in: 600 }, key());
      const { id } = await gateway.order();
      await create('/api/v1/payments', { order_id: id, method: 'upi', vpa: 'success@upi' }, key());
      await create('/api/v1/payments', { order_id: id, method: 'card', card: cardOf('4111111111111111') }, key());
      await create('/api/v1/refunds', { payment_id: paid.pop(), amount: 100 }, key());
    });

    it('creating several at once takes at most one each, however they are batched', async () => {
      const AT_ONCE = 40;
      const each = Array.from({ length: AT_ONCE });
      const payable = await Promise.all(each.map(() => gateway.order()));
      const together = async (ask: (n: number) => Promise<{ status: number }>) => {
        const { result, calls } = await costOf(() => Promise.all(each.map((_, n) => ask(n))));
        expect(new Set(result.map(({ status }) => status))).toEqual(new Set([201]));
        expect({ calls, most: calls <= AT_ONCE }).toMatchObject({ most: true });
      };
      await together(() => gateway.api.post('/api/v1/orders', { amount: 100 }, { key: newKey() }));
      const upi = { method: 'upi', vpa: 'success@upi' };
      await together((n) =>
        gateway.api.post('/api/v1/payments', { order_id: payable[n]?.id, ...upi }, { key: newKey() }),
      );
    });

    it('a replay with a known key takes two: the rejected attempt, and the read of the key', async () => {
      const key = newKey();
      const again = () => gateway.api.post('/api/v1/orders', { amount: 100 }, { key });
      await again();
      const { result, calls } = await costOf(again);
      expect(result.headers.get('idempotent-replayed')).toBe('true');
      expect(calls).toBe(2);
    });

    it('reading an object or a page takes one', async () => {
      const { id } = await gateway.order();
      expect((await costOf(() => gateway.api.get(`/api/v1/orders/${id}`))).calls).toBe(1);
      expect((await costOf(() => gateway.api.get('/api/v1/payments?limit=100'))).calls).toBe(1);
    });
  });

  describe('of a whole payment', () => {
    beforeAll(async () => {
      await gateway.startWorker();
      await waitFor(async () => (await open()) === 0, { what: 'nothing left to do' });
    });

    it('a payment takes at most four: create, look what is due, lease, record the outcome', async () => {
      const { id } = await gateway.order();
      const { calls, statements } = await costOf(
        () => gateway.pay(id),
        (payment) => settled('payments', 'id', payment.id, ['pending', 'processing']),
      );
      expect({ statements: statements.map(({ query }) => query.slice(0, 80)), calls }).toMatchObject({ calls: 4 });
    });

    it('a refund takes at most four: create, look what is due, lease, record the outcome', async () => {
      const { id: payment_id } = await gateway.captured();
      const { calls, statements } = await costOf(
        async () => (await gateway.api.post('/api/v1/refunds', { payment_id, amount: 100 })).json,
        (refund) => settled('refunds', 'id', refund.id, ['pending', 'processing']),
      );
      expect({ statements: statements.map(({ query }) => query.slice(0, 80)), calls }).toMatchObject({ calls: 4 });
    });

    it('a declined payment as well', async () => {
      const { id } = await gateway.order();
      const { calls } = await costOf(
        () => gateway.pay(id, { method: 'card', card: cardOf('4000000000000002') }),
        (payment) => settled('payments', 'id', payment.id, ['pending', 'processing']),
      );
      expect(calls).toBe(4);
    });

    it('a webhook delivery takes at most two', async () => {
      const merchant = await gateway.newMerchant();
      await merchant.api.post('/api/v1/webhook-endpoints', { url: receiver.url });
      await gateway.captured(50_000, merchant.api);
      const { id } = await gateway.order({}, merchant.api);
      await settled('webhook_logs', 'merchant_id', merchant.id, ['pending']);
      const before = receiver.received.length;
      const { calls, statements } = await costOf(
        () => gateway.pay(id, undefined, merchant.api),
        async (payment) => {
          await settled('payments', 'id', payment.id, ['pending', 'processing']);
          await settled('webhook_logs', 'merchant_id', merchant.id, ['pending']);
        },
      );
      const deliveries = receiver.received.length - before;
      expect(deliveries).toBe(4); // payment.created, payment.pending, payment.success, order.paid
      const texts = statements.map(
        ({ query, calls: times }) => `${times} x ${query.replace(/\s+/g, ' ').slice(0, 120)}`,
      );
      expect({ texts, within: calls <= 4 + 2 * deliveries }).toEqual({ texts, within: true });
    });
  });
});

describe('statements on tables that were never analysed', () => {
  const PAYMENTS = 400;
  const AT_ONCE = 40;
  /** Per row, with its order, charge, key, events, deliveries and their indexes. */
  const MAX_BLOCKS = 500;
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: NO_SWEEPS, worker: false });
    const { rows } = await gateway.db.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    for (const { name } of rows) await gateway.db.query(`ALTER TABLE ${name} SET (autovacuum_enabled = off)`);
    await gateway.startWorker();
    await gateway.inbox();
  });
  afterAll(() => gateway.stop());

  it('build no hash of a whole table for a condition', async () => {
    const hashed: Record<string, string[]> = {};
    for (const statement of await everyStatement()) {
      const tables = (await genericPlan(gateway.db, statement)).hashed;
      if (tables.length > 0) hashed[statement.name] = tables;
    }
    expect(hashed).toEqual({});
  });

  it('read only their own rows, not all of their merchant, while the tables grow', async () => {
    await resetStatements(gateway.db);
    const paid: string[] = [];
    for (let made = 0; made < PAYMENTS; made += AT_ONCE) {
      const each = Array.from({ length: AT_ONCE }, async () => (await gateway.pay((await gateway.order()).id)).id);
      paid.push(...(await Promise.all(each)));
    }
    const ended = await gateway.ended(paid);
    expect(ended.filter(({ status }) => status !== 'success')).toEqual([]);
    const dear = (await countedStatements(gateway.db))
      .filter(({ rows, query }) => rows > AT_ONCE && !query.includes('statistics'))
      .map(({ query, blocks, rows }) => ({ query: query.slice(0, 4_000), blocks: Math.round(blocks / rows) }))
      .filter(({ blocks }) => blocks > MAX_BLOCKS);
    expect(dear).toEqual([]);
  });
});
