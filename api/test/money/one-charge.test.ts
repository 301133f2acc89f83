import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approveAtBank, bankCharge, chargedPayments } from '../support/bank.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { addHints, hintsLeft } from '../support/hints.js';
import { violatedInvariants } from '../support/invariants.js';
import { freePort, waitFor } from '../support/processes.js';

const OTP_CARD = { method: 'card', card: cardOf('4000000000003220') };
const SUCCESS = { method: 'upi', vpa: 'success@upi' };

describe('one order, one charge, with two servers and two workers', () => {
  let gateway: Gateway;
  let secondPort: number;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { SIMULATOR_SLOW_DELAY: '1s' }, worker: false });
    await gateway.inbox();
    secondPort = await freePort();
    await gateway.startServer({ PORT: String(secondPort) });
  });
  afterAll(() => gateway.stop());

  /**
   * Pays one order several times at once, through both servers; a payment that arrives after the order is paid is
   * refused.
   */
  const payAtOnce = async (orderId: string, instruments: object[]): Promise<string[]> => {
    const apis = [gateway.api, gateway.apiAt(secondPort)] as const;
    const pay = (instrument: object, i: number) =>
      apis[i % 2 === 0 ? 0 : 1].post('/api/v1/payments', { order_id: orderId, ...instrument });
    const replies = await Promise.all(instruments.map(pay));
    for (const { json } of replies.filter(({ status }) => status !== 201)) {
      expect(json.error.description).toBe('Order is already paid');
    }
    return replies.filter(({ status }) => status === 201).map(({ json }) => json.id);
  };

  it('of 32 payments accepted at once one is charged; the others fail, and the bank never receives them', async () => {
    const order = await gateway.order();
    const ids = await payAtOnce(order.id, Array<object>(32).fill(SUCCESS));
    expect(ids).toHaveLength(32);
    await Promise.all([gateway.startWorker(), gateway.startWorker()]);
    const ends = await gateway.ended(ids);
    const [winner, ...more] = ends.filter(({ status }) => status === 'success');
    expect(more).toEqual([]);
    expect(await chargedPayments(gateway, order.id)).toEqual([winner.id]);
    const losers = ends.filter(({ id }) => id !== winner.id);
    for (const loser of losers) {
      expect(loser).toMatchObject({ status: 'failed', error_reason: 'order_already_paid', captured: false });
      expect(await bankCharge(gateway, loser.id)).toBeUndefined();
    }
    expect((await gateway.api.get(`/api/v1/orders/${order.id}`)).json).toMatchObject({ status: 'paid', attempts: 32 });
    expect(await gateway.events(order.id)).toEqual(['order.paid']);
  });

  it('of payments that arrive while the workers charge, one is charged on each of many orders', async () => {
    const one = async () => {
      const order = await gateway.order();
      const ends = await gateway.ended(await payAtOnce(order.id, Array<object>(16).fill(SUCCESS)));
      const charged = ends.filter(({ status }) => status === 'success').map(({ id }) => id);
      expect(charged).toHaveLength(1);
      expect(await chargedPayments(gateway, order.id)).toEqual(charged);
    };
    await Promise.all(Array.from({ length: 8 }, one));
  });

  it('with declined and approved payments at once, each of many orders is charged exactly once', async () => {
    const DECLINED = { method: 'upi', vpa: 'failure@upi' };
    const mixed = [
      DECLINED,
      SUCCESS,
      { method: 'upi', vpa: 'timeout@upi' },
      DECLINED,
      { method: 'upi', vpa: 'slow@upi' },
      SUCCESS,
    ];
    const one = async () => {
      const order = await gateway.order();
      const ends = await gateway.ended(await payAtOnce(order.id, mixed));
      expect(ends.filter(({ status }) => status === 'success')).toHaveLength(1);
      for (const { status, error_reason } of ends) {
        if (status !== 'success') expect(['order_already_paid', 'upi_declined']).toContain(error_reason);
      }
      expect(await chargedPayments(gateway, order.id)).toHaveLength(1);
    };
    await Promise.all(Array.from({ length: 8 }, one));
  });

  it('a newer payment supersedes one that waits for its shopper, after that one is closed at the bank', async () => {
    const order = await gateway.order();
    const older = await gateway.pay(order.id, OTP_CARD);
    await gateway.payment(older.id, ['requires_action']);
    const newer = await gateway.pay(order.id);
    expect(await gateway.payment(newer.id)).toMatchObject({ status: 'success' });
    expect(await gateway.payment(older.id)).toMatchObject({ status: 'cancelled', captured: false });
    expect(await gateway.events(older.id)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.requires_action',
      'payment.cancelled',
    ]);
    const [closed, charged] = [await bankCharge(gateway, older.id), await bankCharge(gateway, newer.id)];
    expect(closed).toMatchObject({ status: 'cancelled' });
    expect(Number(closed?.updated_at)).toBeLessThan(Number(charged?.created_at));
  });

  it('an older payment ends at once, unsent, if a newer one already waits for its shopper', async () => {
    await Promise.all(gateway.workers.splice(0).map((worker) => worker.stop()));
    const order = await gateway.order();
    const older = await gateway.pay(order.id);
    const newer = await gateway.pay(order.id, { method: 'upi', vpa: 'approve@upi' });
    await gateway.db.query(`UPDATE payments SET due_at = now() + interval '1 hour' WHERE id = $1`, [older.id]);
    await Promise.all([gateway.startWorker(), gateway.startWorker()]);
    await gateway.payment(newer.id, ['requires_action']);
    await gateway.makeDue('payments', older.id, 'due_at');
    expect(await gateway.payment(older.id)).toMatchObject({ status: 'cancelled', captured: false });
    expect(await gateway.events(older.id)).toEqual(['payment.created', 'payment.cancelled']);
    expect(await bankCharge(gateway, older.id)).toBeUndefined();
    expect(await gateway.payment(newer.id, ['requires_action'])).toMatchObject({ status: 'requires_action' });
  });

  it('a superseded payment that the shopper approved in time wins, and the newer fails unsent', async () => {
    const order = await gateway.order();
    const older = await gateway.pay(order.id, { method: 'upi', flow: 'intent' });
    await gateway.payment(older.id, ['requires_action']);
    await approveAtBank(gateway, older.id);
    const newer = await gateway.pay(order.id);
    expect(await gateway.payment(older.id)).toMatchObject({ status: 'success', captured: true });
    expect(await gateway.payment(newer.id)).toMatchObject({ status: 'failed', error_reason: 'order_already_paid' });
    expect(await bankCharge(gateway, newer.id)).toBeUndefined();
  });

  it('if a step-up races a newer payment, exactly one of the two is charged', async () => {
    const race = async () => {
      const order = await gateway.order();
      const older = await gateway.pay(order.id, { method: 'upi', vpa: 'approve@upi' });
      await gateway.payment(older.id, ['requires_action']);
      const [newer] = await Promise.all([
        payAtOnce(order.id, [SUCCESS]), // refused if the older one was paid before it came
        gateway.shopper.post(`/api/v1/payments/${older.id}/action`, { approve: true }),
      ]);
      const ends = [await gateway.payment(older.id), ...(await gateway.ended(newer))];
      const charged = ends.filter(({ status }) => status === 'success').map(({ id }) => id);
      expect(charged).toHaveLength(1);
      expect(await chargedPayments(gateway, order.id)).toEqual(charged);
    };
    await Promise.all(Array.from({ length: 15 }, race));
  });

  it('a payment queued behind a slow one is charged when the slow one is cancelled', async () => {
    const order = await gateway.order();
    const slow = await gateway.pay(order.id, { method: 'upi', vpa: 'slow@upi' });
    await gateway.payment(slow.id, ['at_bank']);
    const behind = await gateway.pay(order.id);
    expect(await gateway.api.post(`/api/v1/payments/${slow.id}/cancel`)).toMatchObject({ status: 200 });
    expect(await gateway.payment(behind.id)).toMatchObject({ status: 'success' });
    expect(await chargedPayments(gateway, order.id)).toEqual([behind.id]);
  });

  it('a job that runs 100 times charges once', async () => {
    const order = await gateway.order();
    const { id } = await gateway.pay(order.id, { method: 'upi', vpa: 'slow@upi' });
    await addHints(gateway, id, 100);
    const done = await gateway.payment(id);
    expect(done).toMatchObject({ status: 'success' });
    await addHints(gateway, id, 100);
    await waitFor(async () => (await hintsLeft(gateway)) === 0, { what: 'an empty queue' });
    expect(await bankCharge(gateway, id)).toMatchObject({ status: 'approved', charge_calls: 1 });
    expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: 50_000 }]);
    expect(await gateway.payment(id)).toEqual(done);
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
