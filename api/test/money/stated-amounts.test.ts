import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approveAtBank, bankCharge, stopBank } from '../support/bank.js';
import { Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { freePort, waitFor } from '../support/processes.js';

describe('what the acquirer states about the money', () => {
  let gateway: Gateway;
  let metricsPort: number;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { BANK_TIMEOUT: '1s', SIMULATOR_SLOW_DELAY: '60s' }, worker: false });
    metricsPort = await freePort();
    await gateway.startWorker({ METRICS_PORT: String(metricsPort) });
  });
  afterAll(() => gateway.stop());

  /** A charge that the acquirer has and will decide later, so that its record can be changed before. */
  const undecided = async (order: object = {}) => {
    const { id: orderId } = await gateway.order(order);
    const { id } = await gateway.pay(orderId, { method: 'upi', vpa: 'slow@upi' });
    await waitFor(async () => (await bankCharge(gateway, id))?.status === 'pending', { what: 'a pending charge' });
    await waitFor(async () => (await chargeOf(id)).provider_id !== null, { what: 'the record of the pending charge' });
    return { id: String(id), orderId: String(orderId) };
  };
  const change = async (id: string, set: string) => {
    const { rows } = await gateway.db.query<{ id: string }>('SELECT id FROM charges WHERE payment_id = $1', [id]);
    const text = `UPDATE simulated_bank.charges SET ${set} WHERE account = $1 AND reference = $2`;
    await gateway.bank.book.query(text, [gateway.bank.account, rows[0]?.id]);
  };
  const decide = async (id: string) => {
    await change(id, 'ready_at = clock_timestamp()');
    await gateway.makeDue('payments', id, 'due_at');
  };
  const chargeOf = async (id: string) =>
    (await gateway.db.query('SELECT * FROM charges WHERE payment_id = $1', [id])).rows[0];
  const movements = async (id: string) =>
    (await gateway.db.query('SELECT type, amount, currency FROM movements WHERE payment_id = $1 ORDER BY type', [id]))
      .rows;

  it.each([
    ['a larger amount', 'amount = 50001', 50_001, 'INR'],
    ['a smaller amount', 'amount = 49999', 49_999, 'INR'],
    ['another currency', `currency = 'USD'`, 50_000, 'USD'],
  ])('%s than was asked for is no success: all of it goes back', async (_, set, amount, currency) => {
    const { id, orderId } = await undecided();
    await change(id, set);
    await decide(id);
    expect(await gateway.payment(id)).toMatchObject({
      ...{ status: 'failed', error_reason: 'amount_mismatch', captured: false, amount_captured: 0 },
    });
    await waitFor(async () => (await chargeOf(id)).status === 'reversed', { what: 'the reversal' });
    expect(await movements(id)).toEqual([
      { type: 'capture', amount, currency },
      { type: 'reversal', amount: -amount, currency },
    ]);
    expect(await gateway.ledger(id)).toEqual([
      { kind: 'capture', amount },
      { kind: 'reversal', amount: -amount },
    ]);
    expect((await gateway.api.get(`/api/v1/orders/${orderId}`)).json).toMatchObject({ status: 'attempted' });
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(metrics).toMatch(/gateway_acquirer_differences_total\{kind="amount_mismatch"\} [1-9]/);
  });

  it('an approval that was only authorised is captured before the payment succeeds', async () => {
    const { id } = await undecided();
    await change(id, `capture = 'manual'`);
    const release = await stopBank(gateway, 'capture');
    await decide(id);
    await waitFor(async () => (await chargeOf(id)).status === 'approved', { what: 'the authorisation' });
    expect((await gateway.api.get(`/api/v1/payments/${id}`)).json).toMatchObject({
      status: 'pending',
      captured: false,
    });
    expect(await gateway.ledger(id)).toEqual([]);
    await release();
    expect(await gateway.payment(id)).toMatchObject({ status: 'success', captured: true });
    expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: 50_000 }]);
    expect(await gateway.events(id)).toEqual(['payment.created', 'payment.pending', 'payment.success']);
  });

  it('an approval that was captured although it was to be authorised is recorded as captured', async () => {
    const { id } = await undecided({ capture: 'manual' });
    await change(id, `capture = 'automatic'`);
    await decide(id);
    expect(await gateway.capturedPayment(id)).toMatchObject({ status: 'success', amount_captured: 50_000 });
    expect(await gateway.events(id)).toEqual([
      ...['payment.created', 'payment.pending', 'payment.success', 'payment.captured'],
    ]);
    expect(await movements(id)).toEqual([{ type: 'capture', amount: 50_000, currency: 'INR' }]);
  });

  it('a provider id that the acquirer no longer knows is unknown, and the charge is not sent again', async () => {
    const { id } = await undecided();
    const { provider_id: providerId } = await chargeOf(id);
    expect(providerId).not.toBeNull();
    await change(id, `reference = 'lost_' || reference`);
    await gateway.makeDue('payments', id, 'due_at');
    await waitFor(async () => (await chargeOf(id)).consecutive_timeouts > 0, { what: 'the unknown result' });
    expect(await chargeOf(id)).toMatchObject({ status: 'open', send_count: 1 });
    const reference = (await chargeOf(id)).id;
    await gateway.bank.book.query(`UPDATE simulated_bank.charges SET reference = $1 WHERE reference = 'lost_' || $1`, [
      reference,
    ]);
    await decide(id);
    expect(await gateway.payment(id)).toMatchObject({ status: 'success' });
  });

  describe('the number in the idempotency key', () => {
    const pay = async () => String((await gateway.pay((await gateway.order()).id)).id);

    it('grows after a response whose effect a find has denied', async () => {
      await gateway.bank.fault({ kind: 'error', operation: 'charge', count: 1 });
      const id = await pay();
      await gateway.payment(id, ['success']);
      expect(await chargeOf(id)).toMatchObject({ key_number: 2, send_count: 2 });
    });

    it('stays after silence', async () => {
      await gateway.bank.fault({ kind: 'drop_before', operation: 'charge', count: 1 });
      const id = await pay();
      await gateway.payment(id, ['success']);
      expect(await chargeOf(id)).toMatchObject({ key_number: 1, send_count: 2 });
    });

    it.each([429, 409])('%s counts as no send: five of them do not end the payment', async (status) => {
      await gateway.bank.fault({ kind: 'error', operation: 'charge', count: 5, status });
      const id = await pay();
      expect(await gateway.payment(id)).toMatchObject({ status: 'success' });
      expect(await chargeOf(id)).toMatchObject({ key_number: 1, send_count: 1 });
      expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: 50_000 }]);
    });

    it('a refund follows the same rule', async () => {
      const { id } = await gateway.captured();
      await gateway.bank.fault({ kind: 'error', operation: 'refund', count: 1 });
      const refund = (await gateway.api.post('/api/v1/refunds', { payment_id: id })).json;
      expect(await gateway.refund(refund.id)).toMatchObject({ status: 'processed' });
      const { rows } = await gateway.db.query('SELECT key_number, sends FROM refunds WHERE id = $1', [refund.id]);
      expect(rows).toEqual([{ key_number: 2, sends: 2 }]);
    });

    it.each(['capture', 'cancel'])(
      'a %s that was answered without an outcome is found before it is sent again',
      async (operation) => {
        const { id } = await gateway.pay((await gateway.order({ capture: 'manual' })).id);
        await gateway.payment(id, ['success']);
        await gateway.bank.fault({ kind: 'wrong_body', operation, count: 1 });
        expect((await gateway.api.post(`/api/v1/payments/${id}/${operation}`)).status).toBe(503);
        const ended = operation === 'capture' ? 'capturedPayment' : 'payment';
        if (ended === 'capturedPayment') await gateway.capturedPayment(id);
        else await gateway.payment(id, ['cancelled']);
        expect(await chargeOf(id)).toMatchObject({ key_number: 1 });
        expect(await gateway.ledger(id)).toHaveLength(operation === 'capture' ? 1 : 0);
      },
    );
  });

  describe('a payment whose acquirer does not say whether it is closed', () => {
    const stuck = async () => {
      const { id, orderId } = await undecided();
      const release = await stopBank(gateway, 'cancel');
      expect((await gateway.api.post(`/api/v1/payments/${id}/cancel`)).status).toBe(503);
      await waitFor(async () => (await chargeOf(id)).consecutive_timeouts > 0, { what: 'a cancel without an answer' });
      return { id, orderId, release };
    };

    it('can be released: it fails, its order is free, and money that still comes is given back', async () => {
      const { id, orderId, release } = await stuck();
      const { status, json } = await gateway.api.post(`/api/v1/payments/${id}/release`);
      expect([status, json]).toEqual([200, expect.objectContaining({ status: 'failed', error_reason: 'released' })]);
      expect((await gateway.api.post(`/api/v1/payments/${id}/release`)).json).toEqual(json);
      const next = await gateway.pay(orderId);
      expect(await gateway.payment(next.id)).toMatchObject({ status: 'success' });
      await release();
      await approveAtBank(gateway, id);
      await gateway.makeDue('payments', id, 'due_at');
      await waitFor(async () => (await chargeOf(id)).status === 'reversed', { what: 'the reversal' });
      expect(await gateway.ledger(id)).toEqual([
        { kind: 'capture', amount: 50_000 },
        { kind: 'reversal', amount: -50_000 },
      ]);
    });

    it('cannot be released while nobody has asked for a close, or once its outcome is known', async () => {
      const { id } = await undecided();
      const refused = await gateway.api.post(`/api/v1/payments/${id}/release`);
      expect([refused.status, refused.json.error.reason]).toEqual([400, 'payment_not_releasable']);
      const paid = await gateway.captured();
      expect((await gateway.api.post(`/api/v1/payments/${paid.id}/release`)).json.error.reason).toBe(
        'payment_not_releasable',
      );
      const stranger = (await gateway.newMerchant()).api;
      expect((await stranger.post(`/api/v1/payments/${id}/release`)).status).toBe(404);
      await gateway.api.post(`/api/v1/payments/${id}/cancel`);
    });
  });

  it('leaves balanced books', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
