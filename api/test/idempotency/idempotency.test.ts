import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey, type Reply } from '../support/client.js';
import { Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitFor } from '../support/processes.js';
import { type Write, WRITE_ENDPOINTS } from '../support/write-endpoints.js';

describe('one idempotency key, one effect', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterAll(() => gateway.stop());

  const send = ({ client, path, body }: Write, key: string): Promise<Reply> => client.post(path, body, { key });
  const replayed = ({ headers }: Reply) => headers.get('Idempotent-Replayed');
  const keysStored = async (key: string) =>
    (await gateway.db.query('SELECT FROM idempotency_keys WHERE key = idempotency_stored_key($1)', [key])).rowCount;
  const expireKey = (key: string) =>
    gateway.db.query(
      `UPDATE idempotency_keys SET expires_at = now() - interval '1 second' WHERE key = idempotency_stored_key($1)`,
      [key],
    );
  const REUSED = { status: 422, json: { error: { code: 'IDEMPOTENCY_ERROR', field: 'Idempotency-Key' } } };

  describe.each(WRITE_ENDPOINTS)('$name', ({ name, prepare, refused }) => {
    it('the same key and request return the first response, byte for byte', async () => {
      const [write, key] = [await prepare(gateway), newKey()];
      const first = await send(write, key);
      expect(first.status).toBeLessThan(300);
      expect(replayed(first)).toBeNull();
      const again = await send(write, key);
      expect([again.status, again.text, replayed(again)]).toEqual([first.status, first.text, 'true']);
      expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
      expect(await write.effects()).toBe(1);
    });

    it('the same key with another request is refused, and the first response stays stored', async () => {
      const [write, key] = [await prepare(gateway), newKey()];
      const first = await send(write, key);
      const other = { ...write, path: write.otherPath ?? write.path, body: write.other };
      expect(await send(other, key)).toMatchObject(REUSED);
      expect((await send(write, key)).text).toBe(first.text);
      expect(await write.effects()).toBe(1);
    });

    it('a key that another endpoint has used is refused, without effect', async () => {
      const [write, key] = [await prepare(gateway), newKey()];
      await gateway.db.query(
        `INSERT INTO idempotency_keys (merchant_id, scope, key, request_hash, resource_id, status, body, expires_at)
         SELECT m.id, s.scope, $1, 'of another request', 'x', 200, '{}', now() + interval '1 hour'
         FROM merchants m, (SELECT '' UNION ALL SELECT 'order:' || id FROM orders) s(scope)`,
        [key],
      );
      expect(await send(write, key)).toMatchObject(REUSED);
      expect(await write.effects()).toBe(0);
    });

    it('50 simultaneous requests have one effect and identical responses', async () => {
      const [write, key] = [await prepare(gateway), newKey()];
      const replies = await Promise.all(Array.from({ length: 50 }, () => send(write, key)));
      expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(replies[0]?.status).toBeLessThan(300);
      expect(replies.filter((reply) => replayed(reply) === null)).toHaveLength(1);
      expect(await write.effects()).toBe(1);
      expect(await keysStored(key)).toBe(1);
    });

    it('a refused request does not store its key: the key works when the cause is gone', async () => {
      const { bad, cure } = await refused(gateway);
      const key = newKey();
      expect(await send(bad, key)).toMatchObject({ status: 400, json: { error: { code: expect.any(String) } } });
      expect(await keysStored(key)).toBe(0);
      const good = await cure();
      const reply = await send(good, key);
      expect([reply.status < 300, replayed(reply)]).toEqual([true, null]);
      expect(await good.effects()).toBe(1);
    });

    it('an expired key counts as new, and is stored again', async () => {
      const [write, key] = [await prepare(gateway), newKey()];
      const first = await send(write, key);
      await expireKey(key);
      const second = await send(write, key);
      expect([second.status, replayed(second)]).toEqual([first.status, null]);
      const finished = name.endsWith('cancel') || name.endsWith('capture'); // repeated with a new key, it still has one effect
      expect(await write.effects()).toBe(finished ? 1 : 2);
      const third = await send(write, key);
      expect([third.text, replayed(third)]).toEqual([second.text, 'true']);
    });
  });

  it('a key still replays after the order was paid, and after the last paisa was refunded', async () => {
    const order = await gateway.order();
    const [payKey, refundKey] = [newKey(), newKey()];
    const pay = () =>
      gateway.api.post('/api/v1/payments', { order_id: order.id, method: 'upi', vpa: 'success@upi' }, { key: payKey });
    const first = await pay();
    await gateway.payment(first.json.id, ['success']);
    const refund = () => gateway.api.post('/api/v1/refunds', { payment_id: first.json.id }, { key: refundKey });
    const all = await refund();
    expect(all).toMatchObject({ status: 201, json: { amount: 50_000 } });
    await gateway.refund(all.json.id);
    const [payAgain, refundAgain] = [await pay(), await refund()];
    expect([payAgain.status, payAgain.text, refundAgain.status, refundAgain.text]).toEqual([
      201,
      first.text,
      201,
      all.text,
    ]);
  });

  it.each(['capture', 'cancel'])(
    'one key sent to %s ten payments at once: one effect, the others are refused',
    async (verb) => {
      const ids = await Promise.all(
        Array.from({ length: 10 }, async () => {
          const { id } = await gateway.pay((await gateway.order({ capture: 'manual' })).id);
          return (await gateway.payment(id, ['success'])).id as string;
        }),
      );
      const key = newKey();
      const post = (id: string) => gateway.api.post(`/api/v1/payments/${id}/${verb}`, {}, { key });
      const replies = await Promise.all(ids.map(post));
      expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(422)]);
      const { rows } = await gateway.db.query(
        `SELECT id FROM payments WHERE id = ANY ($1) AND (captured OR status = 'cancelled')`,
        [ids],
      );
      expect(rows).toEqual([{ id: ids[replies.findIndex(({ status }) => status === 200)] }]);
      for (const id of ids.filter((each) => each !== rows[0].id)) expect((await post(id)).status).toBe(422);
      expect(replayed(await post(rows[0].id))).toBe('true');
    },
  );

  it('one key sent to cancel ten payments that no worker has started: one effect', async () => {
    const worker = gateway.workers.at(-1);
    await worker?.stop();
    try {
      const ids = await Promise.all(
        Array.from({ length: 10 }, async () => (await gateway.pay((await gateway.order()).id)).id as string),
      );
      const key = newKey();
      const replies = await Promise.all(
        ids.map((id) => gateway.api.post(`/api/v1/payments/${id}/cancel`, {}, { key })),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(422)]);
      const { rows } = await gateway.db.query(`SELECT FROM payments WHERE id = ANY ($1) AND status = 'cancelled'`, [
        ids,
      ]);
      expect(rows).toHaveLength(1);
    } finally {
      await gateway.startWorker();
    }
  });

  it('expired keys are swept', async () => {
    const keys = Array.from({ length: 5 }, newKey);
    for (const key of keys) await gateway.api.post('/api/v1/orders', { amount: 100 }, { key });
    await Promise.all(keys.map(expireKey));
    await gateway.startWorker(); // housekeeping runs at a worker's start; the other workers have run it and pause
    const left = () =>
      gateway.db.query(
        'SELECT FROM idempotency_keys WHERE key IN (SELECT idempotency_stored_key(k) FROM unnest($1::text[]) k)',
        [keys],
      );
    await waitFor(async () => (await left()).rowCount === 0, { what: 'the sweep of expired keys' });
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
