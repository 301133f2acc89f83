import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey } from '../support/client.js';
import { CARD, cardOf, DEMO_MERCHANT, Gateway } from '../support/gateway.js';
import { freePort } from '../support/processes.js';
import { withoutRandomParts } from '../support/secrets.js';
import { WRITE_ENDPOINTS } from '../support/write-endpoints.js';

const REUSED = { status: 422, json: { error: { code: 'IDEMPOTENCY_ERROR' } } };
const UPI = { method: 'upi', vpa: 'success@upi' };

describe('the scope of an idempotency key, and what is stored for it', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
  });
  afterAll(() => gateway.stop());

  const createOrder = (key: string, api = gateway.api) => api.post('/api/v1/orders', { amount: 50_000 }, { key });
  const payAs = (client: typeof gateway.api, path: string, orderId: string, key: string, instrument: object = UPI) =>
    client.post(path, { order_id: orderId, ...instrument }, { key });
  const merchantPays = (...args: [string, string, object?]) => payAs(gateway.api, '/api/v1/payments', ...args);
  const shopperPays = (...args: [string, string, object?]) =>
    payAs(gateway.shopper, '/api/v1/payments/public', ...args);
  const paymentsOf = async (orderId: string) =>
    (await gateway.db.query('SELECT FROM payments WHERE order_id = $1', [orderId])).rowCount;
  const stored = async (key: string) =>
    (
      await gateway.db.query<{ scope: string; request_hash: string; body: string }>(
        'SELECT * FROM idempotency_keys WHERE key = idempotency_stored_key($1)',
        [key],
      )
    ).rows;

  it('two merchants may use the same key independently', async () => {
    const [key, other] = [newKey(), await gateway.newMerchant()];
    const mine = await createOrder(key);
    const theirs = await createOrder(key, other.api);
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect([mine.json.merchant_id, theirs.json.merchant_id]).toEqual([DEMO_MERCHANT, other.id]);
    expect((await createOrder(key, other.api)).text).toBe(theirs.text);
  });

  it("a shopper can neither read nor block the merchant's key, in either order", async () => {
    for (const first of [merchantPays, shopperPays]) {
      const second = first === merchantPays ? shopperPays : merchantPays;
      const [order, key] = [await gateway.order(), newKey()];
      const [one, two] = [await first(order.id, key), await second(order.id, key)];
      expect([one.status, two.status]).toEqual([201, 201]);
      expect(two.headers.get('Idempotent-Replayed')).toBeNull();
      expect(two.json.id).not.toBe(one.json.id);
      expect(await paymentsOf(order.id)).toBe(2);
    }
  });

  it("a shopper cannot use another order's key, and a merchant's key never equals a shopper's", async () => {
    const [one, two, key] = [await gateway.order(), await gateway.order(), newKey()];
    expect(await shopperPays(one.id, key)).toMatchObject({ status: 201 });
    expect(await shopperPays(two.id, key)).toMatchObject({ status: 201, json: { order_id: two.id } });
    expect(await createOrder(`order:${one.id}`)).toMatchObject({ status: 201 });
    expect((await shopperPays(one.id, key)).headers.get('Idempotent-Replayed')).toBe('true');
  });

  it.each([
    ['1 character', 'k', 201],
    ['255 visible characters', '!~'.repeat(127) + 'x', 201],
    ['256 characters', 'x'.repeat(256), 400],
    ['a space inside', 'a b', 400],
    ['a tab inside', 'a\tb', 400],
    ['a letter outside ASCII', 'clé', 400],
  ])('a key of %s', async (_, key, status) => {
    const reply = await createOrder(key);
    expect(reply.status).toBe(status);
    if (status === 400) expect(reply.json.error).toMatchObject({ code: 'BAD_REQUEST_ERROR', field: 'Idempotency-Key' });
  });

  it('requests without a key are independent', async () => {
    const order = await gateway.order();
    const [one, two] = [await gateway.pay(order.id), await gateway.pay(order.id)];
    expect(two.id).not.toBe(one.id);
  });

  it('the fingerprint ignores the order of fields, but not their values', async () => {
    const key = newKey();
    const send = (body: object) => gateway.api.post('/api/v1/orders', body, { key });
    const first = await send({ amount: 50_000, notes: { a: '1', b: '2' } });
    expect((await send({ notes: { b: '2', a: '1' }, amount: 50_000 })).text).toBe(first.text);
    expect(await send({ amount: 50_000, notes: { a: '1', b: '3' } })).toMatchObject(REUSED);
  });

  it('of a card only an HMAC is stored, without the CVV', async () => {
    const [order, key] = [await gateway.order(), newKey()];
    const withCvv = (cvv: string) => merchantPays(order.id, key, { method: 'card', card: { ...CARD, cvv } });
    const first = await withCvv('731');
    expect((await withCvv('732')).text).toBe(first.text);
    expect(await merchantPays(order.id, key, { method: 'card', card: cardOf('5555555555554444') })).toMatchObject(
      REUSED,
    );
    const [row] = await stored(key);
    const hash = row?.request_hash ?? '';
    const body = JSON.stringify({ order_id: order.id, method: 'card', card: { ...CARD, cvv: '731' } });
    for (const guess of [CARD.number, body, `POST /api/v1/payments\n${body}`]) {
      for (const encoding of ['hex', 'base64', 'base64url'] as const) {
        expect(hash).not.toContain(createHash('sha256').update(guess).digest(encoding));
      }
    }
    expect(withoutRandomParts(JSON.stringify(row))).not.toMatch(/4111\d{12}|731/);
  });

  it('equal requests with two keys have two effects', async () => {
    const [one, two] = [newKey(), newKey()];
    expect((await createOrder(one)).json.id).not.toBe((await createOrder(two)).json.id);
    const [[a], [b]] = [await stored(one), await stored(two)];
    expect(a?.request_hash).toBe(b?.request_hash);
  });

  it('the fingerprint of a request depends on the encryption key', async () => {
    const key = newKey();
    await createOrder(key);
    const port = await freePort();
    await gateway.startServer({ PORT: String(port), ENCRYPTION_KEY: randomBytes(32).toString('base64') });
    const rotated = newKey();
    expect(await createOrder(rotated, gateway.apiAt(port))).toMatchObject({ status: 201 });
    const [[before], [after]] = [await stored(key), await stored(rotated)];
    expect(after?.request_hash).not.toBe(before?.request_hash);
  });

  it('a key used by another request cannot cancel a payment that no worker has started', async () => {
    const key = newKey();
    await createOrder(key);
    const payment = await gateway.pay((await gateway.order()).id);
    expect(await gateway.api.post(`/api/v1/payments/${payment.id}/cancel`, {}, { key })).toMatchObject(REUSED);
    expect(await gateway.payment(payment.id, ['pending'])).toEqual(payment);
  });

  it('an expired key counts as new even while no sweeper runs', async () => {
    const worker = await gateway.startWorker();
    const writes = await Promise.all(WRITE_ENDPOINTS.map(({ prepare }) => prepare(gateway)));
    await worker.kill();
    for (const { client, path, body } of writes) {
      const key = newKey();
      await client.post(path, body, { key });
      await gateway.db.query(`UPDATE idempotency_keys SET expires_at = now() WHERE key = idempotency_stored_key($1)`, [
        key,
      ]);
      const second = await client.post(path, body, { key });
      const third = await client.post(path, body, { key });
      const replays = [second, third].map(({ headers }) => headers.get('Idempotent-Replayed'));
      expect({ path, replays, text: third.text }).toEqual({ path, replays: [null, 'true'], text: second.text });
    }
  });
});
