import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bankCharge, entriesOf, holdBank } from '../support/bank.js';
import type { Reply } from '../support/client.js';
import { Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { type GatewayProcess, waitFor } from '../support/processes.js';

describe('killed and stalled workers', () => {
  let gateway: Gateway;
  let worker: GatewayProcess;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { BANK_TIMEOUT: '1500ms' }, worker: false });
    await gateway.inbox();
  });
  beforeEach(async () => {
    worker = await gateway.startWorker();
  });
  afterEach(() => Promise.all(gateway.workers.splice(0).map((each) => each.kill())));
  afterAll(() => gateway.stop());

  /** Stalls the only worker between its call to the bank and the response, which the bank then sends. */
  const stallAtBank = async (operation: string, ask: () => Promise<Reply['json']>) => {
    const { release, held } = await holdBank(gateway, operation);
    try {
      const asked = await ask();
      await held();
      worker.child.kill('SIGSTOP');
      return asked;
    } finally {
      await release();
    }
  };
  const booked = (id: string, entries: number) =>
    waitFor(async () => (await gateway.ledger(id)).length === entries, { what: 'the entry in the ledger of the bank' });
  const stalledPayment = async (): Promise<string> => {
    const order = await gateway.order();
    const { id } = await stallAtBank('charge', () => gateway.pay(order.id));
    await booked(id, 1);
    return id;
  };
  const statusOf = async (table: 'payments' | 'refunds', id: string) =>
    (await gateway.db.query<{ status: string }>(`SELECT status FROM ${table} WHERE id = $1`, [id])).rows[0]?.status;
  const CHARGED_ONCE = [{ kind: 'capture', amount: 50_000 }];

  it('a worker killed between the bank’s response and the record: the next one finds the charge, and sends no other', async () => {
    const id = await stalledPayment();
    expect(await statusOf('payments', id)).toBe('processing');
    await worker.kill();
    await gateway.makeDue('payments', id, 'lease_until');
    await gateway.startWorker();
    expect(await gateway.payment(id)).toMatchObject({ status: 'success', captured: true });
    expect(await gateway.ledger(id)).toEqual(CHARGED_ONCE);
    expect(await bankCharge(gateway, id)).toMatchObject({ charge_calls: 1 });
    expect(await gateway.events(id)).toEqual(['payment.created', 'payment.pending', 'payment.success']);
  });

  it('a worker killed between the refund at the bank and the record: refunded once', async () => {
    const { id } = await gateway.captured();
    const refund = async () => (await gateway.api.post('/api/v1/refunds', { payment_id: id, amount: 20_000 })).json;
    const { id: refundId } = await stallAtBank('refund', refund);
    await booked(id, 2);
    expect(await statusOf('refunds', refundId)).toBe('processing');
    await worker.kill();
    await gateway.makeDue('refunds', refundId, 'lease_until');
    await gateway.startWorker();
    expect(await gateway.refund(refundId)).toMatchObject({ status: 'processed' });
    expect(await gateway.ledger(id)).toEqual([...CHARGED_ONCE, { kind: 'refund', amount: -20_000 }]);
  });

  it('a worker that stalls beyond its lease: another finishes, and the stalled one changes nothing afterwards', async () => {
    const id = await stalledPayment();
    await gateway.makeDue('payments', id, 'lease_until');
    await gateway.startWorker();
    const finished = await gateway.payment(id);
    expect(finished).toMatchObject({ status: 'success', captured: true });
    await worker.stop(); // it continues, finishes its current job, and stops
    expect(worker.log()).not.toMatch(/payments job failed|during shutdown/);
    expect(await gateway.payment(id)).toEqual(finished);
    expect(await gateway.ledger(id)).toEqual(CHARGED_ONCE);
    expect(await bankCharge(gateway, id)).toMatchObject({ charge_calls: 1 });
  });

  it('kill -9 of the worker in the middle of 200 payments: after a restart all are final, each charged once', async () => {
    const ids = await Promise.all(
      Array.from({ length: 200 }, async (): Promise<string> => (await gateway.pay((await gateway.order()).id)).id),
    );
    const done = async () =>
      (await gateway.db.query(`SELECT FROM payments WHERE id = ANY ($1) AND status = 'success'`, [ids])).rowCount ?? 0;
    await waitFor(async () => (await done()) >= 20, { what: 'the first payments' });
    await worker.kill();
    expect(await done()).toBeLessThan(200);
    await gateway.startWorker();
    const payments = await gateway.ended(ids, { timeoutMs: 40_000 });
    expect(payments.map(({ status }) => status)).toEqual(Array<string>(200).fill('success'));
    expect(await entriesOf(gateway, ids)).toHaveLength(200);
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
