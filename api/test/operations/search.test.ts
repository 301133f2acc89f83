import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { smallestIdAt } from '../../src/platform/ids.js';
import { cardOf, DEMO_MERCHANT, Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';

const MAX_DELAY_MS = 5_000;

describe('the search of lists', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterAll(() => gateway.stop());

  const found = async (list: string, q: string, api = gateway.api) =>
    ((await api.get(`/api/v1/${list}?q=${encodeURIComponent(q)}`)).json.data as { id: string }[]).map(({ id }) => id);
  /** Fails if the object is not found in the time that the documents promise. */
  const soon = (list: string, q: string, id: string) =>
    waitFor(async () => (await found(list, q)).includes(id), { what: `${id} by ${q}`, timeoutMs: MAX_DELAY_MS });
  const paid = async (instrument: object) => gateway.pay((await gateway.order()).id, instrument);

  it('finds orders and payments by the beginning of a VPA or of the last four digits, in any case', async () => {
    const byVpa = await paid({ method: 'upi', vpa: 'Kavita.Iyer@okbank' });
    await soon('orders', 'kavITA.i', byVpa.order_id);
    await soon('payments', 'KAVITA', byVpa.id);
    const byCard = await paid({ method: 'card', card: cardOf('5555555555554444') });
    await soon('payments', '444', byCard.id);
    await soon('orders', '4444', byCard.order_id);
    expect(await found('payments', '4445')).toEqual([]);
    expect(await found('orders', 'kavitb')).toEqual([]);
  });

  it('finds orders, payments and refunds by the beginning of the email or phone of the payer', async () => {
    const customer = { name: 'Meera', email: 'Meera.Nair@Example.com', contact: '+919812345678' };
    const payment = await gateway.payment(
      (await gateway.pay((await gateway.order({ customer })).id, { method: 'upi', vpa: 'success@upi' })).id,
    );
    const refund = (await gateway.api.post('/api/v1/refunds', { payment_id: payment.id })).json;
    for (const q of ['meera.nair@EXAMPLE', '+9198123456']) {
      await soon('orders', q, payment.order_id);
      await soon('payments', q, payment.id);
      await soon('refunds', q, refund.id);
    }
    await soon('refunds', 'success@up', refund.id);
    expect(await found('orders', 'meera.nairs')).toEqual([]);
  });

  it('finds an order by the email that only its payment has', async () => {
    const order = await gateway.order({ customer: { name: 'Ravi' } });
    await gateway.pay(order.id, { method: 'upi', vpa: 'success@upi', customer: { email: 'other.payer@example.com' } });
    await soon('orders', 'other.payer', order.id);
  });

  it('finds payment links by the beginning of title, reference or id', async () => {
    const body = { amount: 50_000, title: 'Pottery Class', reference_id: 'Clay-7' };
    const { id } = (await gateway.api.post('/api/v1/payment-links', body)).json;
    expect(await found('payment-links', id.toUpperCase())).toEqual([id]);
    await soon('payment-links', 'pottery c', id);
    await soon('payment-links', 'CLAY', id);
    expect(await found('payment-links', 'class')).toEqual([]);
  });

  it('stores the beginning of an address that is longer than a search, and goes on with the next', async () => {
    const long = await paid({ method: 'upi', vpa: `long${'x'.repeat(250)}@okbank` });
    const next = await paid({ method: 'upi', vpa: 'after.long@okbank' });
    await soon('orders', 'longxxx', long.order_id);
    await soon('orders', 'after.long', next.order_id);
  });

  it('finds ids and receipts at once, before their terms are stored', async () => {
    const [worker] = gateway.workers.splice(0);
    await worker?.stop();
    const order = await gateway.order({ receipt: 'At-Once-1' });
    expect(await found('orders', order.id)).toEqual([order.id]);
    expect(await found('orders', 'at-once')).toEqual([order.id]);
    const payment = await gateway.pay(order.id, { method: 'upi', vpa: 'later@upi' });
    expect(await found('payments', payment.id)).toEqual([payment.id]);
    expect(await found('payments', 'later@')).toEqual([payment.id]);
    expect(await found('orders', 'later@')).toEqual([]);
    await gateway.startWorker();
    await soon('orders', 'later@', order.id);
  });

  it('finds a row that was committed minutes after its id was made', async () => {
    await soon('orders', 'later@', (await found('orders', 'at-once'))[0] ?? '');
    const id = smallestIdAt('order', new Date(Date.now() - 11 * 60_000));
    await gateway.db.query(
      `INSERT INTO orders (merchant_id, id, mode, amount, currency, customer) VALUES ($1, $2, 'test', 100, 'INR', '{"email":"Late@example.com"}')`,
      [DEMO_MERCHANT, id],
    );
    const stored = `SELECT FROM search_terms WHERE merchant_id = $1 AND kind = 'order' AND term = 'late@example.com' AND object_id = $2`;
    await waitFor(async () => (await gateway.db.query(stored, [DEMO_MERCHANT, id])).rowCount === 1, {
      what: 'the terms of the late row',
    });
  });

  it('finds the demo data, whose rows are older than those that were read before', async () => {
    const read = `SELECT FROM search_progress WHERE scan LIKE 'orders%again' AND position > ''`;
    await waitFor(async () => (await gateway.db.query(read)).rowCount, { what: 'the scan past the late row' });
    const worker = await gateway.startWorker({ DEMO_DATA: 'true' });
    await waitFor(() => worker.log().includes('demo data written'), { what: 'the demo data', timeoutMs: 50_000 });
    const { rows } = await gateway.db.query<{ id: string; email: string }>(
      // An order with payments is found by their terms too.
      `SELECT id, customer->>'email' AS email FROM orders WHERE customer->>'id' IS NOT NULL AND attempts = 0 ORDER BY id LIMIT 1`,
    );
    const [oldest] = rows;
    const stored = 'SELECT FROM search_terms WHERE object_id = $1 AND term = $2';
    await waitFor(async () => (await gateway.db.query(stored, [oldest?.id, oldest?.email])).rowCount, {
      what: `the terms of ${oldest?.id}`,
    });
    await worker.stop();
  });

  it("never finds another merchant's objects", async () => {
    const another = await gateway.newMerchant();
    expect(await found('orders', 'kavita', another.api)).toEqual([]);
    expect(await found('payments', '4444', another.api)).toEqual([]);
    expect(await found('refunds', 'meera', another.api)).toEqual([]);
    expect(await found('payment-links', 'pottery', another.api)).toEqual([]);
  });
});
