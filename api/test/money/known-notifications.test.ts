import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { accountOf, atRest, bodyOf, Notifier } from '../support/notifications.js';
import { freePort, waitFor } from '../support/processes.js';
import { scrape, valueOf } from '../support/prometheus.js';

const AMOUNT = 50_000;

interface Row {
  id: string;
  wake_seq: number;
  provider_id: string;
}

/** The notifications of this file are sent after the outcome is stored, as those of a real acquirer usually arrive. */
describe('a notification that states what is stored already', () => {
  let gateway: Gateway;
  let acquirer: Notifier;
  let metrics: string;
  beforeAll(async () => {
    const [port, workersPort] = [String(await freePort()), String(await freePort())];
    metrics = `http://127.0.0.1:${port}/metrics`;
    gateway = await Gateway.start({ worker: false, env: { SIMULATOR_SLOW_DELAY: '10m', METRICS_PORT: port } });
    await gateway.startWorker({ METRICS_PORT: workersPort });
    acquirer = new Notifier(gateway, await accountOf(gateway.api));
  });
  afterAll(() => gateway.stop());

  const rowOf = async (paymentId: string): Promise<Row> =>
    (await gateway.db.query<Row>('SELECT id, wake_seq, provider_id FROM charges WHERE payment_id = $1', [paymentId]))
      .rows[0]!;
  const statedOf = ({ id: reference, provider_id: id }: Row, fields: object = {}) => ({
    ...{ object: 'charge', reference, id, status: 'captured', amount: AMOUNT, currency: 'INR', captured: AMOUNT },
    ...{ refunded: 0, disputed: 0, method: 'upi', ...fields },
  });
  const told = async (data: object, type = 'charge.captured') =>
    expect((await acquirer.send(bodyOf({ type, data }))).status).toBe(200);
  const captured = async () => {
    const { id } = await gateway.captured();
    return { id, charge: await rowOf(id) };
  };
  const counted = async (outcome: string) =>
    valueOf(await scrape(metrics), 'gateway_notifications_total', { outcome }) ?? 0;
  /** How many calls of this kind `work` makes at the acquirer. */
  const callsDuring = async (operation: string, work: () => Promise<unknown>): Promise<number> => {
    const { clear, hits } = await gateway.bank.fault({ kind: 'delay', operation, ms: 0 });
    await work();
    const calls = await hits();
    await clear();
    return calls;
  };

  it('about a captured charge makes no call of the acquirer, and is stored, stamped and counted', async () => {
    const { id, charge } = await captured();
    const { charge: next } = await captured();
    const before = await counted('known');
    const calls = await callsDuring('find_charge', async () => {
      await told(statedOf(charge));
      await told(statedOf(next, { refunded: 1 })); // once this one was asked about, the first would have been as well
      const asked = 'SELECT FROM charges WHERE id = $1 AND fence > 1 AND due_at IS NULL';
      await waitFor(async () => (await gateway.db.query(asked, [next.id])).rowCount, { what: 'the other question' });
    });
    expect(calls).toBe(1);
    expect((await rowOf(id)).wake_seq).toBe(0);
    expect(await counted('known')).toBe(before + 1);
    const { rows } = await gateway.db.query(
      'SELECT matched_at, due_at FROM connector_notifications WHERE charge_reference = $1',
      [charge.id],
    );
    expect(rows).toEqual([{ matched_at: expect.any(Date), due_at: null }]);
    const { json } = await gateway.api.get(`/api/v1/connector-accounts/${acquirer.account}`);
    expect(json.last_verified_at).toEqual(expect.any(String));
  });

  it('about a charge that was captured in part is compared with that part', async () => {
    const order = await gateway.order({ amount: AMOUNT, capture: 'manual' });
    const { id } = await gateway.pay(order.id, { method: 'card', card: cardOf('4111111111111111') });
    await gateway.payment(id, ['success']);
    expect((await rowOf(id)).wake_seq).toBe(0);
    await told(statedOf(await rowOf(id), { captured: 40_000 }));
    expect((await rowOf(id)).wake_seq).toBe(1); // it is only authorised
    await gateway.api.post(`/api/v1/payments/${id}/capture`, { amount: 40_000 });
    await gateway.capturedPayment(id);
    await atRest(gateway, id);
    const { wake_seq: before } = await rowOf(id);
    await told(statedOf(await rowOf(id), { captured: 40_000, method: 'card' }));
    expect((await rowOf(id)).wake_seq).toBe(before);
    await told(statedOf(await rowOf(id)));
    expect((await rowOf(id)).wake_seq).toBe(before + 1);
  });

  it.each<[string, object]>([
    ['another amount', { amount: AMOUNT + 1 }],
    ['another captured amount', { captured: AMOUNT - 1 }],
    ['another currency', { currency: 'USD' }],
    ['a refund', { refunded: 1 }],
    ['a dispute', { disputed: 1 }],
    ['another id', { id: 'sim_other' }],
    ['no id', { id: undefined }],
    ['another reference', { reference: 'chg_other' }],
    ['a field that is not known', { surplus: [] }],
  ])('with %s it asks the acquirer', async (_, fields) => {
    const { id, charge } = await captured();
    await told(statedOf(charge, fields));
    expect((await rowOf(id)).wake_seq).toBe(1);
  });

  it.each([
    ['is leased', `UPDATE charges c SET lease_until = now() + interval '1 minute' WHERE payment_id = $1`],
    ['is due', `UPDATE charges c SET due_at = now() + interval '1 minute' WHERE payment_id = $1`],
    ['has a payment to give back', `UPDATE charges c SET surplus = '[]' WHERE payment_id = $1`],
    ['is of a disputed payment', 'UPDATE payments SET amount_disputed = 1 WHERE id = $1'],
    ['is of one that others refunded', 'UPDATE payments SET amount_refunded_elsewhere = 1 WHERE id = $1'],
  ])('about a charge that %s asks the acquirer', async (_, change) => {
    const { id, charge } = await captured();
    await gateway.db.query(change, [id]);
    await told(statedOf(charge));
    expect((await rowOf(id)).wake_seq).toBe(1);
    await gateway.db.query(`UPDATE charges SET lease_until = NULL, surplus = NULL, due_at = now() WHERE id = $1`, [
      charge.id,
    ]);
    await atRest(gateway, id);
  });

  it('about a charge that is open, or has a refund, asks the acquirer', async () => {
    const { id: openId } = await gateway.pay((await gateway.order()).id, { method: 'upi', vpa: 'slow@upi' });
    await waitFor(async () => (await rowOf(openId))?.provider_id, { what: 'the charge at the acquirer' });
    await told(statedOf(await rowOf(openId)));
    expect((await rowOf(openId)).wake_seq).toBe(1);

    const { id, charge } = await captured();
    const { json } = await gateway.api.post('/api/v1/refunds', { payment_id: id, amount: 100 });
    await gateway.refund(json.id);
    await told(statedOf(charge));
    expect((await rowOf(id)).wake_seq).toBe(1);
  });

  it('of another type asks the acquirer', async () => {
    const { id, charge } = await captured();
    await told(statedOf(charge), 'charge.disputed');
    expect((await rowOf(id)).wake_seq).toBe(1);
  });

  it('about two charges asks about both', async () => {
    const [one, other] = [await captured(), await captured()];
    await told(statedOf(one.charge, { id: other.charge.provider_id }));
    expect([(await rowOf(one.id)).wake_seq, (await rowOf(other.id)).wake_seq]).toEqual([1, 1]);
  });

  it('about a processed refund makes no call of the acquirer, unless anything differs', async () => {
    const { id } = await captured();
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: id, amount: 100 });
    const { connector_reference: own } = await gateway.refund(refund.id);
    const data = {
      ...{ object: 'refund', reference: refund.id, id: own, status: 'processed', amount: 100, currency: 'INR' },
    };
    const sequence = async () =>
      (await gateway.db.query<Row>('SELECT wake_seq FROM refunds WHERE id = $1', [refund.id])).rows[0]!.wake_seq;
    await told(data, 'refund.processed');
    expect(await sequence()).toBe(0);
    expect((await rowOf(id)).wake_seq).toBe(0);
    const others = [{ amount: 99 }, { currency: 'USD' }, { id: 'simr_other' }, { id: null }, { status: 'pending' }];
    for (const [index, fields] of others.entries()) {
      await told({ ...data, ...fields }, 'refund.processed');
      expect([fields, await sequence()]).toEqual([fields, index + 1]);
    }
    await told(data, 'refund.failed');
    expect(await sequence()).toBe(others.length + 1);
  });

  it('leaves every invariant intact', async () => {
    const text = `UPDATE simulated_bank.charges SET status = 'cancelled' WHERE account = $1 AND status = 'pending'`;
    await gateway.bank.book.query(text, [gateway.bank.account]);
    await gateway.db.query(`UPDATE charges SET due_at = now() WHERE status = 'open'`);
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
