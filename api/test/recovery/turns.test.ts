import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway } from '../support/gateway.js';

/** More than a worker takes in one turn. */
const BURST = 40;

describe('due payments of several merchants', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({
      env: { WORKER_CONCURRENCY: '2', SWEEP_INTERVAL: '1m', TEST_PROCESSING_DELAY: '50' },
      worker: false,
    });
  });
  afterAll(() => gateway.stop());

  it('are worked on in turn: the last payment of one does not wait for a burst of the other', async () => {
    const other = await gateway.newMerchant();
    const burst = await Promise.all(Array.from({ length: BURST }, async () => gateway.pay((await gateway.order()).id)));
    const last = await gateway.pay((await gateway.order({}, other.api)).id, undefined, other.api);
    await gateway.startWorker();
    await gateway.ended([last.id], { api: other.api });
    const { rowCount: open } = await gateway.db.query(
      `SELECT FROM payments WHERE id = ANY ($1) AND status IN ('pending', 'processing')`,
      [burst.map(({ id }) => id)],
    );
    expect(open).toBeGreaterThan(BURST / 2);
    await gateway.ended(burst.map(({ id }) => id));
  });
});

describe('due payments of one order', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { SWEEP_INTERVAL: '1m' }, worker: false });
  });
  afterAll(() => gateway.stop());

  it('go to the bank one after the other, the oldest first', async () => {
    const orders = await Promise.all(Array.from({ length: 20 }, () => gateway.order()));
    const paymentsOf = async (id: string) => {
      const ids: string[] = [];
      for (let count = 0; count < 6; count++) ids.push((await gateway.pay(id)).id);
      return ids;
    };
    const payments = await Promise.all(orders.map(({ id }) => paymentsOf(id)));
    await gateway.startWorker();
    const ended = await gateway.ended(payments.flat());
    const reasons = new Map(ended.map(({ id, error_reason }) => [id, error_reason]));
    const oldestPaid = [null, ...Array(5).fill('order_already_paid')];
    expect(payments.map((ids) => ids.map((id) => reasons.get(id)))).toEqual(payments.map(() => oldestPaid));
  });
});
