import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approveAtBank, bankCharge } from '../support/bank.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { addHints, hintsLeft } from '../support/hints.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitFor } from '../support/processes.js';

describe('an approval that the bank reports after the payment has ended without success', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { BANK_TIMEOUT: '1s' } });
  });
  afterAll(() => gateway.stop());

  const movements = async (id: string) => {
    const text = `SELECT type, amount FROM movements WHERE payment_id = $1 ORDER BY type`;
    return (await gateway.db.query<{ type: string; amount: number }>(text, [id])).rows;
  };
  const reversed = (id: string) =>
    waitFor(async () => (await movements(id)).some(({ type }) => type === 'reversal'), { what: `reversal of ${id}` });
  const cancelled = async (order: object = {}) => {
    const { id } = await gateway.pay((await gateway.order(order)).id, { method: 'upi', vpa: 'slow@upi' });
    await gateway.payment(id, ['at_bank']);
    await gateway.api.post(`/api/v1/payments/${id}/cancel`);
    return gateway.payment(id, ['cancelled']);
  };

  it('is reversed at the bank and booked, and the payment keeps its status', async () => {
    const payment = await cancelled();
    await approveAtBank(gateway, payment.id);
    await gateway.makeDue('payments', payment.id, 'due_at');
    await reversed(payment.id);
    expect(await movements(payment.id)).toEqual([
      { type: 'capture', amount: 50_000 },
      { type: 'reversal', amount: -50_000 },
    ]);
    expect(await gateway.ledger(payment.id)).toEqual([
      { kind: 'capture', amount: 50_000 },
      { kind: 'reversal', amount: -50_000 },
    ]);
    expect(await bankCharge(gateway, payment.id)).toMatchObject({ status: 'cancelled', reversed_amount: 50_000 });
    expect(await gateway.payment(payment.id)).toEqual(payment);
    expect(await gateway.events(payment.id)).toEqual(['payment.created', 'payment.pending', 'payment.cancelled']);
  });

  it('is reversed once, however often it is found', async () => {
    const payment = await cancelled();
    await approveAtBank(gateway, payment.id);
    await gateway.makeDue('payments', payment.id, 'due_at');
    await gateway.startWorker();
    await addHints(gateway, payment.id, 50);
    await reversed(payment.id);
    await gateway.makeDue('payments', payment.id, 'due_at');
    await addHints(gateway, payment.id, 50);
    await waitFor(async () => (await hintsLeft(gateway)) === 0, { what: 'an empty queue' });
    expect(await movements(payment.id)).toHaveLength(2);
    expect(await gateway.ledger(payment.id)).toHaveLength(2);
  });

  it('is voided and booked as a reversal of 0 if it was only an authorisation', async () => {
    const payment = await cancelled({ capture: 'manual' });
    await approveAtBank(gateway, payment.id);
    await gateway.makeDue('payments', payment.id, 'due_at');
    await reversed(payment.id);
    expect(await movements(payment.id)).toEqual([{ type: 'reversal', amount: 0 }]);
    expect(await gateway.ledger(payment.id)).toEqual([]);
    expect(await bankCharge(gateway, payment.id)).toMatchObject({ status: 'cancelled' });
  });

  it('is reversed after an expired step-up, and the order can still be paid', async () => {
    const order = await gateway.order();
    const { id } = await gateway.pay(order.id, { method: 'card', card: cardOf('4000000000003220') });
    await gateway.payment(id, ['requires_action']);
    await gateway.makeDue('payments', id, 'action_expires_at');
    await gateway.makeDue('payments', id, 'due_at');
    await gateway.payment(id, ['expired']);
    await approveAtBank(gateway, id);
    const next = await gateway.pay(order.id);
    await gateway.payment(next.id, ['success']);
    await gateway.makeDue('payments', id, 'due_at');
    await reversed(id);
    expect(await gateway.payment(id)).toMatchObject({ status: 'expired', captured: false, amount_captured: 0 });
    expect((await gateway.api.get(`/api/v1/orders/${order.id}`)).json).toMatchObject({
      status: 'paid',
      amount_paid: 50_000,
    });
  });

  it('is reversed for a charge that the bank had declined, when a notification makes it due', async () => {
    const { id } = await gateway.pay((await gateway.order()).id, { method: 'upi', vpa: 'failure@upi' });
    const failed = await gateway.payment(id, ['failed']);
    await approveAtBank(gateway, id);
    await gateway.makeDue('payments', id, 'due_at');
    await reversed(id);
    expect(await gateway.ledger(id)).toEqual([
      { kind: 'capture', amount: 50_000 },
      { kind: 'reversal', amount: -50_000 },
    ]);
    expect(await gateway.payment(id)).toEqual(failed);
  });

  it('without one, an ended payment is asked about ever more rarely, and after its watch never again', async () => {
    const payment = await cancelled();
    const dueAt = async () =>
      (
        await gateway.db.query<{ due_at: Date | null }>('SELECT due_at FROM charges WHERE payment_id = $1', [
          payment.id,
        ])
      ).rows[0]?.due_at;
    const soon = Number(await dueAt());
    expect(soon).toBeGreaterThan(Date.now() + 50_000);
    expect(soon).toBeLessThanOrEqual(Date.now() + 60_000);
    await gateway.makeDue('payments', payment.id, 'due_at');
    await waitFor(async () => Number(await dueAt()) > soon, { what: 'the next query' });
    const over = `UPDATE charges SET watch_until = now(), due_at = now() WHERE payment_id = $1`;
    await gateway.db.query(over, [payment.id]);
    await waitFor(async () => (await dueAt()) === null, { what: 'the last query' });
    expect(await movements(payment.id)).toEqual([]);
    expect(await gateway.payment(payment.id)).toEqual(payment);
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
