import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { FILL_ORDERS, FILL_PAYMENTS, FILL_REFUNDS } from '../../src/maintenance/search-terms.queries.js';
import { type Client, newKey } from '../support/client.js';
import { Gateway, type Merchant } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitUntilBlocked } from '../support/locks.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';

const ASHA = { name: 'Asha Xylander', email: 'asha.xylander@example.com', contact: '+919876543210' };
const GONE = { name: 'erased', email: 'erased', contact: 'erased' };

describe('the erasure of a customer', () => {
  let gateway: Gateway;
  let receiver: Receiver;
  let merchant: Merchant;
  let api: Client;
  beforeAll(async () => {
    [gateway, receiver] = await Promise.all([Gateway.start(), Receiver.start()]);
    merchant = await gateway.newMerchant();
    ({ api } = merchant);
    await api.post('/api/v1/webhook-endpoints', { url: receiver.url });
  });
  afterAll(async () => {
    await gateway.stop();
    await receiver.stop();
  });

  /** The tables that hold one of these texts anywhere. */
  const tablesWith = async (texts: string[]): Promise<string[]> => {
    const { rows } = await gateway.db.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name = 'merchant_id' ORDER BY 1`,
    );
    const found: string[] = [];
    for (const { name } of rows) {
      const text = `SELECT FROM ${name} t WHERE t::text ILIKE ANY ($1) LIMIT 1`;
      if ((await gateway.db.query(text, [texts.map((one) => `%${one}%`)])).rowCount) found.push(name);
    }
    return found;
  };
  /** Every amount, state and time of the merchant's objects, movements and statistics. */
  const books = async () => {
    const tables: [string, string][] = [
      ['orders', `to_jsonb(t) - 'customer'`],
      ['payments', `to_jsonb(t) - 'customer'`],
      ['refunds', 'to_jsonb(t)'],
      ['movements', 'to_jsonb(t)'],
      ['events', `to_jsonb(t) - 'payload' - 'redacted_at'`],
      ['statistics', 'to_jsonb(t)'],
    ];
    const all: Record<string, string[]> = {};
    for (const [name, shown] of tables) {
      const text = `SELECT (${shown})::text AS row FROM ${name} t WHERE merchant_id = $1 AND to_jsonb(t)->>'type' IS DISTINCT FROM 'customer.erased' ORDER BY 1`;
      all[name] = (await gateway.db.query<{ row: string }>(text, [merchant.id])).rows.map(({ row }) => row);
    }
    return all;
  };
  /** Statistics that include everything until now. */
  const counted = async () => {
    const { rows } = await gateway.db.query<{ now: Date }>('SELECT now()');
    const text = 'SELECT FROM statistics_progress WHERE as_of > $1';
    await waitFor(async () => (await gateway.db.query(text, [rows[0]?.now])).rowCount, { what: 'statistics' });
  };
  const quiet = async () => {
    const text = `SELECT FROM webhook_logs WHERE merchant_id = $1 AND status = 'pending'
      UNION ALL SELECT FROM payments WHERE merchant_id = $1 AND status IN ('pending', 'processing')`;
    await waitFor(async () => (await gateway.db.query(text, [merchant.id])).rowCount === 0, { what: 'a quiet shop' });
    await counted();
  };
  /** The sweeper has stored what the lists find an object by. */
  const termsStored = async (id: string) => {
    const text = 'SELECT FROM search_terms WHERE object_id = $1 AND term = $2';
    await waitFor(async () => (await gateway.db.query(text, [id, ASHA.email])).rowCount, {
      what: `the terms of ${id}`,
    });
  };
  const finished = (id: string) =>
    waitFor(
      async () => {
        const { json } = await api.get(`/api/v1/customers/${id}`);
        return json.erasure_finished_at !== null && json;
      },
      { what: 'the end of the erasure', timeoutMs: 20_000 },
    );

  it('leaves none of its data in any table, every amount as it was, and events that are marked', async () => {
    const [ofCustomer, ofOrder] = [newKey(), newKey()];
    const notes = { tier: 'gold' };
    const customer = (await api.post('/api/v1/customers', { ...ASHA, notes }, { key: ofCustomer })).json;
    await api.patch(`/api/v1/customers/${customer.id}`, { contact: ASHA.contact });
    const body = { amount: 50_000, customer: { id: customer.id }, receipt: 'r-1', description: 'Tea' };
    const order = (await api.post('/api/v1/orders', body, { key: ofOrder })).json;
    const payment = await gateway.payment((await gateway.pay(order.id, undefined, api)).id, ['success'], api);
    const refund = (await api.post('/api/v1/refunds', { payment_id: payment.id, amount: 100 })).json;
    await gateway.refund(refund.id, api);
    // An order of another payer that this customer paid, and one of this customer that another has paid.
    const shared = await gateway.order({ customer: { name: 'Ravi' } }, api);
    const paid = await gateway.pay(
      shared.id,
      { method: 'upi', vpa: 'success@upi', customer: { id: customer.id } },
      api,
    );
    const given = await gateway.order({ customer: { id: customer.id } }, api);
    const others = await gateway.pay(given.id, { method: 'upi', vpa: 'success@upi', customer: { name: 'Ravi' } }, api);
    for (const { id } of [paid, others]) await gateway.payment(id, ['success'], api);
    await quiet();
    await termsStored(paid.id);
    expect(await tablesWith([ASHA.email])).toEqual([
      ...['customers', 'events', 'idempotency_keys', 'orders', 'payments', 'search_terms', 'stored_events'],
    ]);
    const before = await books();
    const returned = `UPDATE webhook_attempts SET response_body = $1 WHERE webhook_id IN (
      SELECT l.id FROM webhook_logs l JOIN events v ON v.merchant_id = l.merchant_id AND v.id = l.event_id WHERE v.object_id = $2)`;
    expect((await gateway.db.query(returned, [ASHA.email, payment.id])).rowCount).toBeGreaterThan(0);

    const erased = await api.post(`/api/v1/customers/${customer.id}/erase`, {}, { key: newKey() });
    expect([erased.status, erased.json]).toMatchObject([
      200,
      { ...GONE, notes: {}, version: 3, erased_at: expect.any(String) },
    ]);
    const { totals, ...ended } = await finished(customer.id);
    expect(totals).toMatchObject({ counted: 2, currencies: [{ payments: 2, amount_captured: 100_000 }] });
    expect((await api.post(`/api/v1/customers/${customer.id}/erase`)).json).toEqual(ended);
    await quiet();

    expect(await tablesWith(Object.values(ASHA))).toEqual([]);
    expect(await books()).toEqual(before);
    expect(await violatedInvariants(gateway)).toEqual({});
    expect((await api.get(`/api/v1/orders/${order.id}`)).json.customer).toEqual({ id: customer.id, ...GONE });
    expect((await api.get(`/api/v1/payments/${paid.id}`)).json.customer).toEqual({ id: customer.id, ...GONE });
    expect((await api.get(`/api/v1/payments/${others.id}`)).json.customer).toMatchObject({ id: null, name: 'Ravi' });
    const replayed = await api.post('/api/v1/orders', body, { key: ofOrder });
    expect([replayed.status, replayed.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect(replayed.json).toEqual({ ...order, customer: { id: customer.id, ...GONE } });
    const first = await api.post('/api/v1/customers', { ...ASHA, notes }, { key: ofCustomer });
    expect(first.json).toEqual({ ...customer, ...GONE, notes: {} });

    const { data } = (await api.get('/api/v1/events?type=order.paid')).json;
    for (const { redacted, payload } of data) expect([redacted, payload.redacted]).toEqual([true, true]);
    const event = data.find(({ object_id }: { object_id: string }) => object_id === shared.id);
    expect(event.payload.data.order.customer).toMatchObject({ id: null, name: 'Ravi' });
    expect(event.payload.data.payment.customer).toEqual({ id: customer.id, ...GONE });
    const received = receiver.received.length;
    await api.post(`/api/v1/events/${event.id}/resend`);
    await waitFor(() => receiver.received.length > received, { what: 'the resent event' });
    expect(JSON.parse(receiver.received.at(-1)?.body ?? '')).toEqual(event.payload);
    const { data: refunds } = (await api.get('/api/v1/events?type=refund.processed')).json;
    expect(refunds.map(({ redacted }: { redacted: boolean }) => redacted)).toEqual([false]);
  });

  it('is audited for API keys as well, and ends what the customer can be used for', async () => {
    const { id } = (await api.post('/api/v1/customers', ASHA)).json;
    const payable = await gateway.order({}, api);
    await api.post(`/api/v1/customers/${id}/erase`);
    const { rows } = await gateway.db.query(
      `SELECT phase FROM audit_log WHERE object_id = $1 AND action = 'customers.erase' ORDER BY id`,
      [id],
    );
    expect(rows).toEqual([{ phase: 'intent' }, { phase: 'outcome' }]);
    for (const refused of [
      await api.post('/api/v1/orders', { amount: 100, customer: { id } }),
      await api.post('/api/v1/payments', { order_id: payable.id, method: 'upi', vpa: 'success@upi', customer: { id } }),
      await api.patch(`/api/v1/customers/${id}`, { name: 'Asha' }),
    ])
      expect([refused.status, refused.json.error.reason]).toEqual([400, 'customer_erased']);
    await finished(id);
  });

  it('catches what is written while it runs: orders, their payments, and a payment at the bank', async () => {
    const { id } = (await api.post('/api/v1/customers', ASHA)).json;
    const orders = await Promise.all(Array.from({ length: 20 }, () => gateway.order({ customer: { id } }, api)));
    const writing = orders.flatMap((order) => [
      gateway.pay(order.id, undefined, api),
      api.post('/api/v1/orders', { amount: 100, customer: { id } }, { key: newKey() }),
      api.patch(`/api/v1/orders/${order.id}`, { receipt: 'late' }, { key: newKey() }),
    ]);
    const erasing = api.post(`/api/v1/customers/${id}/erase`);
    const statuses = new Set((await Promise.all(writing)).map(({ status }) => status));
    for (const status of statuses) expect(['pending', 'success', 200, 201, 400]).toContain(status);
    expect((await erasing).status).toBe(200);
    await finished(id);
    await quiet();
    expect(await tablesWith(Object.values(ASHA))).toEqual([]);
  });

  it('deletes the search terms of a scan that has read the data and stores it while the erasure runs', async () => {
    const { id } = (await api.post('/api/v1/customers', ASHA)).json;
    const order = await gateway.order({ customer: { id } }, api);
    const payment = await gateway.payment((await gateway.pay(order.id, undefined, api)).id, ['success'], api);
    const refund = (await api.post('/api/v1/refunds', { payment_id: payment.id, amount: 100 })).json;
    await gateway.refund(refund.id, api);
    const scan = new pg.Client({ connectionString: gateway.db.options.connectionString });
    await scan.connect();
    await scan.query('BEGIN');
    for (const [name, fill] of [
      ['a_scan_of_orders', FILL_ORDERS],
      ['a_scan_of_payments', FILL_PAYMENTS],
      ['a_scan_of_refunds', FILL_REFUNDS],
    ] as const) {
      await gateway.db.query(`INSERT INTO search_progress (scan, position) VALUES ($1, '')`, [name]);
      const { rows } = await scan.query(fill.text, [name, '~', 100_000]);
      expect(rows[0].read).toBeGreaterThan(0);
    }
    await api.post(`/api/v1/customers/${id}/erase`);
    await waitUntilBlocked(gateway, 'search_progress');
    await scan.query('COMMIT');
    await scan.end();
    await finished(id);
    await quiet();
    expect(await tablesWith(Object.values(ASHA))).toEqual([]);
  });

  it('is completed after its worker has died, and looked at once more for what was stored late', async () => {
    const { id } = (await api.post('/api/v1/customers', ASHA)).json;
    const { id: orderId } = await gateway.order({ customer: { id } }, api);
    for (const worker of gateway.workers.splice(0)) await worker.stop();
    await api.post(`/api/v1/customers/${id}/erase`);
    // As a worker leaves it that died during the pass: leased, and nothing erased.
    await gateway.db.query(`UPDATE customers SET erasure_due_at = now() + interval '2 seconds' WHERE id = $1`, [id]);
    await gateway.startWorker();
    await finished(id);
    const late = `UPDATE orders SET customer = json_build_object('id', $2::text, 'name', $3::text) WHERE id = $1`;
    await gateway.db.query(late, [orderId, id, ASHA.name]);
    await gateway.db.query('UPDATE customers SET erasure_due_at = now() WHERE id = $1', [id]);
    await waitFor(async () => (await tablesWith([ASHA.name])).length === 0, { what: 'the second pass' });
    const done = 'SELECT FROM customers WHERE id = $1 AND erasure_due_at IS NULL';
    await waitFor(async () => (await gateway.db.query(done, [id])).rowCount, { what: 'the end of the passes' });
  });
});
