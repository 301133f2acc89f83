import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey, type Reply } from '../support/client.js';
import { Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitFor } from '../support/processes.js';

/** Statements that wait for a lock. */
const LOCK_WAITS = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
const UPI = { method: 'upi', vpa: 'success@upi' };
const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const statuses = (replies: Reply[]) => replies.map(({ status }) => status);

/** Simultaneous creates share a statement; the guarantees of one must hold for each of them. */
describe('creates that arrive together', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
    await gateway.inbox();
  });
  afterAll(() => gateway.stop());

  const order = (fields: object = {}, key = newKey()) =>
    gateway.api.post('/api/v1/orders', { amount: 50_000, ...fields }, { key });
  const pay = (orderId: string, key = newKey()) =>
    gateway.api.post('/api/v1/payments', { order_id: orderId, ...UPI }, { key });
  it('share statements, and each returns its own row', async () => {
    const replies = await times(200, (index) => order({ receipt: `gathered-${index}`, amount: 1_000 + index }));
    expect(statuses(replies)).toEqual(Array(200).fill(201));
    expect(replies.map(({ json }) => [json.receipt, json.amount])).toEqual(
      replies.map((_, index) => [`gathered-${index}`, 1_000 + index]),
    );
    expect(new Set(replies.map(({ json }) => json.id as string)).size).toBe(200);
    const { rows } = await gateway.db.query(
      `SELECT o.id FROM orders o JOIN idempotency_keys k ON k.resource_id = o.id WHERE o.receipt LIKE 'gathered-%'`,
    );
    expect(rows).toHaveLength(200);
    const { rows: statements } = await gateway.db.query<{ calls: number; rows: number }>(
      `SELECT calls, rows FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
       WHERE d.datname = current_database() AND query LIKE '%INSERT INTO orders%' AND query LIKE '%each_of%'`,
    );
    // How many share depends on how fast the 200 arrive: on a busy machine fewer do.
    const { rows: shared = 0, calls = 0 } = statements[0] ?? {};
    expect(shared).toBeGreaterThan(20);
    expect(shared / calls).toBeGreaterThanOrEqual(2);
  });

  it('with one key make one row and one response, in whichever statements they are batched', async () => {
    const key = newKey();
    const replies = await times(100, (index) => (index % 2 ? order({ receipt: 'twin' }, key) : order()));
    const twins = replies.filter((_, index) => index % 2);
    expect(new Set(twins.map(({ text }) => text)).size).toBe(1);
    expect(statuses(replies)).toEqual(Array(100).fill(201));
    const { rowCount } = await gateway.db.query(`SELECT FROM orders WHERE receipt = 'twin'`);
    expect(rowCount).toBe(1);
  });

  it('are checked against their own order: a refusal does not affect the rest of the batch', async () => {
    const orders = await times(60, () => gateway.order());
    await times(20, (index) => gateway.api.post(`/api/v1/orders/${orders[index * 3].id}/cancel`));
    const replies = await times(60, (index) => pay(orders[index].id as string));
    expect(statuses(replies)).toEqual(orders.map((_, index) => (index % 3 ? 201 : 400)));
    expect(replies[0]?.json.error.description).toBe('Order is cancelled');
    await gateway.ended(replies.flatMap(({ status, json }) => (status === 201 ? [json.id as string] : [])));
  });

  it('of one order are checked one after the other, and all are counted', async () => {
    const { id } = await gateway.order();
    const replies = await times(40, () => pay(id as string));
    expect(replies.every(({ status }) => status === 201 || status === 400)).toBe(true);
    const accepted = replies.filter(({ status }) => status === 201).map(({ json }) => json.id as string);
    const ended = await gateway.ended(accepted);
    expect(ended.filter(({ status }) => status === 'success')).toHaveLength(1);
    expect((await gateway.api.get(`/api/v1/orders/${id}`)).json).toMatchObject({ attempts: accepted.length });
  });

  it('a row that the database refuses does not fail its batch', async () => {
    await gateway.db.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.receipt = 'poison' THEN RAISE EXCEPTION 'poison' USING ERRCODE = 'check_violation'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const replies = await times(90, (index) => order({ receipt: index % 30 === 7 ? 'poison' : 'good' }));
    await gateway.db.query('DROP TRIGGER refuse ON orders');
    expect(statuses(replies)).toEqual(replies.map((_, index) => (index % 30 === 7 ? 500 : 201)));
    const { rows } = await gateway.db.query(`SELECT receipt, count(*) FROM orders WHERE receipt = 'good' GROUP BY 1`);
    expect(rows).toEqual([{ receipt: 'good', count: 87 }]);
  });

  it('locked orders delay only their own payments, even if there are more of them than statements in flight', async () => {
    const [busy, free] = [await times(6, () => gateway.order()), await times(40, () => gateway.order())];
    const holder = await gateway.db.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM orders WHERE id = ANY ($1) FOR UPDATE', [busy.map(({ id }) => id)]);
    const done: number[] = [];
    const held = busy.flatMap(({ id }) => [pay(id), pay(id)]).map((one) => one.finally(() => done.push(1)));
    await waitFor(() => gateway.db.query(LOCK_WAITS).then(({ rowCount }) => rowCount === busy.length));
    const replies = await Promise.all(free.map(({ id }) => pay(id as string)));
    expect(statuses(replies)).toEqual(Array(40).fill(201));
    expect(done).toEqual([]);
    await holder.query('ROLLBACK');
    holder.release();
    expect(statuses(await Promise.all(held)).every((status) => status === 201 || status === 400)).toBe(true);
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
