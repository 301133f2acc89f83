import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin } from '../support/acquirer.js';
import { holdBank } from '../support/bank.js';
import { expectRefusal } from '../support/envelope.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { accountOf, atRest, Notifier } from '../support/notifications.js';
import { freePort, waitFor } from '../support/processes.js';
import { scrape, valueOf } from '../support/prometheus.js';

const EXCEEDS = { status: 400, code: 'BAD_REQUEST_ERROR', reason: 'refund_exceeds_captured', field: 'amount' } as const;

describe('what the acquirer does to captured money without our order, as its notifications tell', () => {
  let gateway: Gateway;
  let metrics: string;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false, env: { SIMULATED_ACQUIRER_NOTIFICATIONS: 'on' } });
    // The worker tells the acquirer the address of this server.
    const port = await freePort();
    metrics = `http://127.0.0.1:${port}/metrics`;
    await gateway.startWorker({ METRICS_PORT: String(port), PUBLIC_API_URL: gateway.baseUrl });
    const owner = (await gateway.newMember('owner')).api;
    const path = `/api/v1/connector-accounts/${await accountOf(gateway.api)}`;
    await owner.patch(path, { webhook_secret: gateway.bank.notificationSecret });
  });
  afterAll(() => gateway.stop());

  const incident = (kind: string, reference: string, amount?: number) =>
    admin(gateway.bank.acquirer, 'POST', `/faults/${kind}`, { account: gateway.bank.account, reference, amount });
  const chargeOf = async (paymentId: string) =>
    (await gateway.db.query<{ id: string }>('SELECT id FROM charges WHERE payment_id = $1', [paymentId])).rows[0]!.id;
  const differences = async (kind: string) =>
    valueOf(await scrape(metrics), 'gateway_acquirer_differences_total', { kind }) ?? 0;
  const captured = async () => {
    const payment = await gateway.captured();
    return { id: payment.id, charge: await chargeOf(payment.id) };
  };
  const shown = async (id: string, fields: object) =>
    waitFor(
      async () => {
        const { json } = await gateway.api.get(`/api/v1/payments/${id}`);
        return Object.entries(fields).every(([name, value]) => json[name] === value) && json;
      },
      { what: `payment ${id} with ${JSON.stringify(fields)}` },
    );
  const refundOf = (id: string, amount?: number) => gateway.api.post('/api/v1/refunds', { payment_id: id, amount });
  const refunded = async (id: string, amount: number) => {
    const { json } = await refundOf(id, amount);
    expect(await gateway.refund(json.id)).toMatchObject({ status: 'processed' });
    return json.id as string;
  };

  it('a dispute lowers what can be refunded, until it ends', async () => {
    const { id, charge } = await captured();
    await incident('dispute', charge, 20_000);
    await shown(id, { amount_disputed: 20_000, status: 'success', amount_captured: 50_000 });
    expectRefusal(await refundOf(id, 30_001), { ...EXCEEDS, description: 'Refund amount exceeds available amount' });
    await refunded(id, 30_000);
    expectRefusal(await refundOf(id), { ...EXCEEDS, description: 'Refund amount exceeds available amount' });
    expect(await differences('disputed')).toBe(1);
    await incident('dispute', charge, 0);
    await shown(id, { amount_disputed: 0 });
    await refunded(id, 20_000);
  });

  it('a refund that others made lowers what can be refunded, and is none of ours', async () => {
    const { id, charge } = await captured();
    await refunded(id, 5_000);
    const endpoint = { kind: 'inbox', events: ['payment.refunded'] };
    const { json: inbox } = await gateway.api.post('/api/v1/webhook-endpoints', endpoint);
    await incident('refund', charge, 15_000);
    await shown(id, { amount_refunded_elsewhere: 15_000, amount_refunded: 5_000 });
    const [event] = (await gateway.api.get(`/api/v1/events?object_id=${id}`)).json.data;
    expect(event).toMatchObject({
      ...{ event: 'payment.refunded', actor: 'system' },
      payload: { data: { payment: { id, amount_refunded_elsewhere: 15_000 }, order: {} } },
    });
    await gateway.api.delete(`/api/v1/webhook-endpoints/${inbox.id}`);
    expectRefusal(await refundOf(id, 30_001), { ...EXCEEDS, description: 'Refund amount exceeds available amount' });
    const { json } = await refundOf(id);
    expect(json.amount).toBe(30_000);
    expect(await gateway.refund(json.id)).toMatchObject({ status: 'processed' });
    expect(await differences('refunded_elsewhere')).toBe(1);
  });

  it('a refund of ours that is under way is never taken for one that others made', async () => {
    const { id, charge } = await captured();
    const hold = await holdBank(gateway, 'refund', 'hold_after');
    const { json } = await refundOf(id, 10_000);
    try {
      await hold.held(); // the acquirer has given the money back, and we do not know it yet
      await incident('dispute', charge, 1); // anything that makes us ask about the charge
      await shown(id, { amount_disputed: 1 });
      expect((await gateway.api.get(`/api/v1/payments/${id}`)).json).toMatchObject({ amount_refunded_elsewhere: 0 });
      await incident('refund', charge, 7_000);
    } finally {
      await hold.release();
    }
    await gateway.refund(json.id);
    await shown(id, { amount_refunded_elsewhere: 7_000, amount_refunded: 10_000 });
    await atRest(gateway, id);
  });

  it('a processed refund that the acquirer takes back fails, and its amount is given back exactly once', async () => {
    const { id } = await captured();
    const refund = await refunded(id, 20_000);
    const before = await differences('refund_taken_back');
    await incident('take-back-refund', refund);
    const failed = await waitFor(async () => {
      const { json } = await gateway.api.get(`/api/v1/refunds/${refund}`);
      return json.status === 'failed' && json;
    });
    expect(failed).toMatchObject({
      ...{ error_code: 'REFUND_FAILED', error_reason: 'refund_declined', processed_at: expect.any(String) },
    });
    await shown(id, { amount_refunded: 0, amount_refunded_elsewhere: 0 });
    expect(await gateway.events(refund)).toEqual(['refund.created', 'refund.processed', 'refund.failed']);
    const again = new Notifier(gateway, await accountOf(gateway.api));
    for (const type of ['refund.failed', 'refund.processed']) await again.about('refund', refund, { type });
    await atRest(gateway, id);
    const { rows } = await gateway.db.query('SELECT type, amount FROM movements WHERE refund_id = $1 ORDER BY type', [
      refund,
    ]);
    expect(rows).toEqual([
      { type: 'refund', amount: -20_000 },
      { type: 'refund_failed', amount: 20_000 },
    ]);
    expect(await differences('refund_taken_back')).toBe(before + 1);
    await refunded(id, 50_000);
  });

  it('a notification about an ordinary payment or refund changes nothing, and nothing is asked about it', async () => {
    const { clear } = await gateway.bank.fault({ kind: 'notify_delay', ms: 1_000 }); // later than any response
    const { id, charge } = await captured();
    const refund = await refunded(id, 100);
    const told = `SELECT FROM connector_notifications WHERE matched_at IS NOT NULL
      AND (type, charge_reference) = ('charge.captured', $1) OR (type, refund_reference) = ('refund.processed', $2)`;
    await waitFor(async () => (await gateway.db.query(told, [charge, refund])).rowCount === 2, { what: 'both' });
    await clear();
    await atRest(gateway, id);
    const payment = (await gateway.api.get(`/api/v1/payments/${id}`)).json;
    expect(payment).toMatchObject({ amount_disputed: 0, amount_refunded_elsewhere: 0, version: 4 });
    expect(await gateway.events(refund)).toEqual(['refund.created', 'refund.processed']);
    const { rows } = await gateway.db.query('SELECT wake_seq FROM refunds WHERE id = $1', [refund]);
    expect(rows).toEqual([{ wake_seq: 0 }]);

    const late = await gateway.bank.fault({ kind: 'notify_delay', ms: 1_000 });
    const other = await captured();
    await waitFor(async () => (await gateway.db.query(told, [other.charge, ''])).rowCount === 1, { what: 'the other' });
    await late.clear();
    const text = 'SELECT wake_seq, fence FROM charges WHERE id = $1';
    expect((await gateway.db.query(text, [other.charge])).rows).toEqual([{ wake_seq: 0, fence: 1 }]);
  });

  it('an authorisation that the acquirer has captured by itself is recorded as captured, once', async () => {
    const order = await gateway.order({ capture: 'manual' });
    const { id } = await gateway.pay(order.id, { method: 'card', card: cardOf('4111111111111111') });
    await gateway.payment(id, ['success']);
    const charge = await chargeOf(id);
    await fetch(`${gateway.bank.acquirer.url}/v1/charges/${charge}/capture`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.bank.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ amount: 40_000 }),
    });
    await shown(id, { captured: true, amount_captured: 40_000 });
    expect(await gateway.events(id)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.success',
      'payment.captured',
    ]);
    expect(await differences('captured_elsewhere')).toBe(1);
  });

  it('without any notification payments and refunds end by polling', async () => {
    const fault = await gateway.bank.fault({ kind: 'notify_drop' });
    const { id } = await captured();
    await refunded(id, 100);
    await fault.clear();
  });

  it('leaves every invariant intact', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
