import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal } from '../support/envelope.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { freePort, waitFor } from '../support/processes.js';

const DECLINED = { method: 'card', card: cardOf('4000000000000002') };
const GOOD = { method: 'card', card: cardOf('4111111111111111') };
const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });

describe('card testing on the public routes', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { DECLINE_LIMIT: '3/1h' } });
  });
  afterAll(() => gateway.stop());

  const attempt = (orderId: string, instrument: object, address: string, client = gateway.shopper) =>
    client.post('/api/v1/payments/public', { order_id: orderId, ...instrument }, from(address));
  const failedOf = async (orderId: string) =>
    (await gateway.db.query(`SELECT id FROM payments WHERE order_id = $1 AND status = 'failed'`, [orderId])).rows
      .length;
  const decline = async (orderId: string, address: string, client = gateway.shopper) => {
    const before = await failedOf(orderId);
    expect((await attempt(orderId, DECLINED, address, client)).status).toBe(201);
    await waitFor(async () => (await failedOf(orderId)) > before);
  };

  it('an order accepts at most ten failed payments, from however many addresses', async () => {
    const { id } = await gateway.order();
    for (let tries = 0; tries < 10; tries++) await decline(id, `203.0.113.${tries}`);
    const words = { status: 400, code: 'BAD_REQUEST_ERROR', description: 'Too many attempts for this order' };
    expectRefusal(await attempt(id, GOOD, '203.0.113.200'), words);
    expect((await gateway.pay(id)).status).toBe('pending'); // the merchant's own server may still try
  });

  it('an order accepts no more than ten failed payments when thirty arrive at once', async () => {
    const { id } = await gateway.order();
    const replies = await Promise.all(Array.from({ length: 30 }, (_, n) => attempt(id, DECLINED, `198.51.100.${n}`)));
    const accepted = replies.filter(({ status }) => status === 201);
    expect(accepted).toHaveLength(10);
    await waitFor(async () => (await failedOf(id)) === 10);
    expect(await failedOf(id)).toBe(10);
  });

  it('an address with too many declines at a merchant is limited for all its orders; other addresses are not', async () => {
    const address = '192.0.2.7';
    for (let tries = 0; tries < 3; tries++) await decline((await gateway.order()).id, address);
    const order = await gateway.order();
    const refused = await attempt(order.id, GOOD, address);
    expectRefusal(refused, { status: 429, code: 'RATE_LIMIT_ERROR' });
    expect(Number(refused.headers.get('retry-after'))).toBe(3_600);
    expect((await gateway.api.get(`/api/v1/orders/${order.id}`)).json).toMatchObject({
      attempts: 0,
      status: 'created',
    });
    const other = await gateway.newMerchant();
    expect((await attempt((await gateway.order({}, other.api)).id, GOOD, address)).status).toBe(201);
    expect((await attempt(order.id, GOOD, '192.0.2.8')).status).toBe(201);
  });

  it('no more than the limit pass when thirty arrive at once, each for its own order', async () => {
    const orders = await Promise.all(Array.from({ length: 30 }, () => gateway.order()));
    const replies = await Promise.all(orders.map(({ id }) => attempt(id, DECLINED, '192.0.2.99')));
    const accepted = replies.filter(({ status }) => status === 201);
    expect(accepted.length).toBeGreaterThan(0);
    expect(accepted.length).toBeLessThanOrEqual(3);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(30 - accepted.length);
  });

  it('all addresses of a /64 count as one shopper, and its /48 has a wider limit', async () => {
    const { id } = await gateway.order();
    for (let host = 1; host <= 3; host++) await decline(id, `2001:db8:5:1::${host}`);
    const next = (await gateway.order()).id;
    const slowDown = { status: 429, code: 'RATE_LIMIT_ERROR' };
    expectRefusal(await attempt(next, GOOD, '2001:db8:5:1:ffff::9'), slowDown);
    expect((await attempt(next, GOOD, '2001:db8:5:2::1')).status).toBe(201);
    // As many declines by other /64s of the /48 as reach 16 times the limit.
    await gateway.db.query(
      `BEGIN; ALTER TABLE payments DISABLE TRIGGER USER;
       INSERT INTO payments SELECT (jsonb_populate_record(NULL::payments, to_jsonb(p) || jsonb_build_object(
           'id', 'pay_' || lpad(n::text, 16, '0'), 'connector_reference', null,
           'shopper', left(p.shopper, 41) || lpad(n::text, 32, '0')))).*
         FROM (SELECT * FROM payments WHERE order_id = '${id}' LIMIT 1) p, generate_series(1, 45) n;
       ALTER TABLE payments ENABLE TRIGGER USER; COMMIT`,
    );
    expectRefusal(await attempt((await gateway.order()).id, GOOD, '2001:db8:5:3::1'), slowDown);
    expect((await attempt((await gateway.order()).id, GOOD, '2001:db8:6:1::1')).status).toBe(201);
  });

  it('a caller that is not a trusted proxy cannot change its address', async () => {
    const PORT = String(await freePort());
    await gateway.startServer({ PORT, TRUSTED_PROXIES: '192.0.2.1' });
    const direct = gateway.client(undefined, Number(PORT));
    for (let tries = 0; tries < 3; tries++) await decline((await gateway.order()).id, `100.64.0.${tries}`, direct);
    const { id } = await gateway.order();
    expectRefusal(await attempt(id, GOOD, '100.64.0.99', direct), { status: 429, code: 'RATE_LIMIT_ERROR' });
  });

  it('an address is stored as a keyed fingerprint only, and never shown or logged', async () => {
    const address = '198.18.45.67';
    const { id } = await gateway.order();
    await decline(id, address);
    const { rows } = await gateway.db.query(
      'SELECT shopper, to_json(p)::text AS all FROM payments p WHERE order_id = $1',
      [id],
    );
    expect(rows[0].shopper).toMatch(/^[0-9a-f]{8}\.[0-9a-f]{64}$/);
    expect(rows[0].all).not.toContain(address);
    expect(gateway.logs()).not.toContain(address);
    const shown = (await gateway.api.get(`/api/v1/payments?order_id=${id}`)).text;
    expect(shown).not.toContain(rows[0].shopper);
  });
});
