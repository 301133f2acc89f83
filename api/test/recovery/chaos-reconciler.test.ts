import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { untested } from '../chaos/failovers.js';
import type { Operation } from '../chaos/history.js';
import { type Finding, reconcile, type Records } from '../chaos/reconcile.js';
import { ShopReceiver } from '../chaos/shop-receiver.js';
import { DEMO_MERCHANT, Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';

const done = (fields: Partial<Operation> & Pick<Operation, 'kind'>): Operation => ({
  merchant: 0,
  key: 'key',
  outcome: 'ok',
  status: 201,
  seen: [],
  tries: 1,
  at: 0,
  ...fields,
});

/** Tests the reconciler of the chaos runs: one that never finds an error would prove nothing. */
describe('the reconciliation of a chaos run', () => {
  let gateway: Gateway;
  let receiver: ShopReceiver;
  let sound: Records;
  beforeAll(async () => {
    gateway = await Gateway.start();
    receiver = await ShopReceiver.start();
    const { json: endpoint } = await gateway.api.post('/api/v1/webhook-endpoints', { url: receiver.urlOf(0) });
    receiver.knows(0, endpoint.secret as string);
    const order = await gateway.order({ receipt: 'receipt-1' });
    const payment = await gateway.payment((await gateway.pay(order.id as string)).id as string);
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: payment.id, amount: 20_000 });
    await gateway.refund(refund.id as string);
    const later = await gateway.order({ receipt: 'receipt-3', capture: 'manual' });
    const held = await gateway.payment((await gateway.pay(later.id as string)).id as string);
    await gateway.api.post(`/api/v1/payments/${held.id}/capture`);
    const pending = `SELECT FROM webhook_logs WHERE status = 'pending'`;
    await waitFor(async () => (await gateway.db.query(pending)).rowCount === 0, { what: 'the deliveries' });
    const [orderId, paymentId] = [order.id as string, payment.id as string];
    sound = {
      db: gateway.db,
      bank: gateway.bank,
      accounts: [{ id: DEMO_MERCHANT, key: 'key_test_abc123', secret: 'secret_test_xyz789' }],
      delivered: receiver.delivered,
      logs: gateway.logs(),
      history: [
        done({ kind: 'order', receipt: 'receipt-1', amount: 50_000, id: orderId }),
        done({ kind: 'order', receipt: 'receipt-2', amount: 50_000, outcome: 'unknown' }),
        done({ kind: 'payment', orderId, amount: 50_000, id: paymentId }),
        done({ kind: 'refund', paymentId, amount: 20_000, id: refund.id as string }),
        done({ kind: 'refund', paymentId, amount: 90_000, outcome: 'failed', status: 400 }),
        done({ kind: 'order', receipt: 'receipt-3', amount: 50_000, id: later.id as string }),
        done({ kind: 'payment', orderId: later.id as string, amount: 50_000, id: held.id as string }),
        done({ kind: 'capture', paymentId: held.id as string, amount: 50_000 }),
      ],
    };
  });
  afterAll(async () => {
    await gateway.stop();
    await receiver.close();
  });

  const changed = (records: Records, kind: Operation['kind'], change: Partial<Operation>): Records => ({
    ...records,
    history: records.history.map((one) => (one.kind === kind ? { ...one, ...change } : one)),
  });
  const without = (records: Records, kind: Operation['kind']): Records => ({
    ...records,
    history: records.history.filter((one) => one.kind !== kind),
  });

  it('finds nothing if all records agree', async () => {
    expect(await reconcile(sound)).toEqual([]);
  });

  it.each<[string, Finding['kind'], RegExp, (records: Records) => Records]>([
    [
      'an accepted order that is missing',
      'missing',
      /^order order_gone/,
      (records) => ({
        ...records,
        history: [...records.history, done({ kind: 'order', receipt: 'receipt-9', amount: 100, id: 'order_gone' })],
      }),
    ],
    [
      'an accepted payment that is missing',
      'missing',
      /^payment pay_gone/,
      (records) => changed(records, 'payment', { id: 'pay_gone' }),
    ],
    [
      'an accepted refund that is missing',
      'missing',
      /^refund rfnd_gone/,
      (records) => changed(records, 'refund', { id: 'rfnd_gone', outcome: 'ok' }),
    ],
    [
      'an order that was refused, but created',
      'duplicate',
      /receipt-1|order_/,
      (records) => changed(records, 'order', { outcome: 'failed' }),
    ],
    ['an order that was not requested', 'duplicate', /receipt-1/, (records) => without(records, 'order')],
    [
      'a payment that was not requested',
      'duplicate',
      /^1 payments of order_/,
      (records) => without(records, 'payment'),
    ],
    ['a refund that was not requested', 'duplicate', /^1 refunds of pay_/, (records) => without(records, 'refund')],
    [
      'two objects with one key',
      'duplicate',
      /^payment by key key: pay_1,pay_2/,
      (records) => changed(records, 'payment', { seen: ['pay_1', 'pay_2'] }),
    ],
    ['another amount than requested', 'mismatch', /^order/, (records) => changed(records, 'order', { amount: 1 })],
    ['a payment of another order', 'mismatch', /^payment/, (records) => changed(records, 'payment', { orderId: 'o' })],
    [
      'a capture that was confirmed, but not made',
      'mismatch',
      /^capture of/,
      (records) => changed(records, 'capture', { amount: 1 }),
    ],
    [
      'a capture that was refused, but made',
      'mismatch',
      /is captured, although it was refused/,
      (records) => changed(records, 'capture', { outcome: 'failed', status: 400 }),
    ],
    [
      'a cancel that was confirmed, but not made',
      'mismatch',
      /is success/,
      (records) => ({
        ...records,
        history: [...records.history, { ...done({ kind: 'cancel' }), paymentId: records.history[2]?.id ?? '' }],
      }),
    ],
    [
      'an order whose cancel was confirmed, but not made',
      'mismatch',
      /^cancelled order_\w+ is paid/,
      (records) => ({
        ...records,
        history: [...records.history, { ...done({ kind: 'close' }), orderId: records.history[0]?.id ?? '' }],
      }),
    ],
    ['a webhook that never arrived', 'missing', /^webhook evt_/, (records) => ({ ...records, delivered: [] })],
    [
      'a webhook that was not sent',
      'duplicate',
      /evt_none/,
      (records) => ({
        ...records,
        delivered: [...records.delivered, { merchant: 0, eventId: 'evt_none', body: '', signed: true, status: 200 }],
      }),
    ],
    [
      'a webhook with more attempts than the schedule',
      'duplicate',
      /received 1[1-9] times/,
      (records) => ({ ...records, delivered: Array.from({ length: 11 }, () => records.delivered).flat() }),
    ],
    [
      'a webhook with other bytes',
      'mismatch',
      /other bytes/,
      (records) => ({
        ...records,
        delivered: records.delivered.map((one) => ({ ...one, body: `${one.body} ` })),
      }),
    ],
    [
      'a webhook with a wrong signature',
      'mismatch',
      /wrong signature/,
      (records) => ({
        ...records,
        delivered: records.delivered.map((one) => ({ ...one, signed: false })),
      }),
    ],
    [
      'a card number in a log',
      'mismatch',
      /^in a log: 4111111111111111/,
      (records) => ({
        ...records,
        logs: `${records.logs} 4111 1111 1111 1111`,
      }),
    ],
    [
      'a secret in a log',
      'mismatch',
      /^in a log: secret_test_/,
      (records) => ({
        ...records,
        logs: `${records.logs} secret_test_xyz789`,
      }),
    ],
  ])('finds %s', async (_, kind, what, tamper) => {
    const found = await reconcile(tamper(sound));
    expect(found).toContainEqual({ kind, what: expect.stringMatching(what) });
  });

  it('finds a payment that moved to another account after it was charged, and was charged again', async () => {
    const { db, bank } = gateway;
    const other = `'{"id":"chg_other","status":"failed","amount_captured":0}'`;
    await db.query(`INSERT INTO charges SELECT (jsonb_populate_record(c, ${other})).* FROM charges c
      JOIN payments p ON p.charge_id = c.id WHERE p.captured AND p.capture = 'manual'`);
    await db.query(`UPDATE payments SET charge_id = 'chg_other' WHERE captured AND capture = 'manual'`);
    await bank.book.query(
      `INSERT INTO simulated_bank.ledger (account, charge_reference, kind, reference, merchant_id, amount, currency)
       VALUES ($1, 'chg_other', 'capture', 'chg_other', $2, 50000, 'INR')`,
      [bank.account, DEMO_MERCHANT],
    );
    const found = await reconcile(sound);
    await bank.book.query(`DELETE FROM simulated_bank.ledger WHERE reference = 'chg_other'`);
    await db.query(`UPDATE payments SET charge_id = captured_charge_id WHERE charge_id = 'chg_other'`);
    await db.query(`DELETE FROM charges WHERE id = 'chg_other'`);
    for (const what of [
      /^the bank never took money for a charge that its payment has left/,
      /^the bank keeps the money of at most one charge/,
    ])
      expect(found).toContainEqual({ kind: 'mismatch', what: expect.stringMatching(what) });
    expect(await reconcile(sound)).toEqual([]);
  });

  it.each([
    ['a long run in which no payment left a dead account', 0, 4, 60, 1],
    ['no run in which one did', 1, 4, 60, 0],
    ['no short run', 0, 4, 59, 0],
    ['no run in which hardly an account died', 0, 3, 120, 0],
  ])('finds that failover was not tested: %s', (_, unanswered, deaths, seconds, findings) =>
    expect(untested({ unanswered, declined: 9 }, deaths, seconds)).toHaveLength(findings),
  );

  it('finds a payment that is stuck', async () => {
    const order = await gateway.order();
    await Promise.all(gateway.workers.map((worker) => worker.kill()));
    const { id } = await gateway.pay(order.id as string);
    expect(await reconcile(sound)).toContainEqual({ kind: 'stuck', what: `${id} pending` });
  });

  it('finds an order that never ended', async () => {
    await Promise.all(gateway.workers.map((worker) => worker.kill()));
    const { id } = await gateway.order();
    await gateway.db.query(`UPDATE orders SET expires_at = now() - interval '1 minute' WHERE id = $1`, [id]);
    expect(await reconcile(sound)).toContainEqual({ kind: 'stuck', what: `${id as string} created` });
  });

  it('finds an order that never ended although its payment did', async () => {
    await Promise.all(gateway.workers.map((worker) => worker.kill()));
    const order = await gateway.order();
    const { id } = await gateway.pay(order.id as string);
    const overdue = `UPDATE orders SET status = 'attempted', expires_at = now() - interval '1 minute' WHERE id = $1`;
    await gateway.db.query(overdue, [order.id]);
    const stuck = { kind: 'stuck', what: `${order.id as string} attempted` };
    await gateway.db.query(`UPDATE payments SET status = 'processing' WHERE id = $1`, [id]);
    expect(await reconcile(sound)).not.toContainEqual(stuck);
    await gateway.db.query(`UPDATE payments SET status = 'failed', error_code = 'PAYMENT_FAILED' WHERE id = $1`, [id]);
    expect(await reconcile(sound)).toContainEqual(stuck);
  });

  it('finds a ledger that does not balance', async () => {
    await gateway.db.query(`UPDATE payments SET amount_refunded = amount_refunded + 1 WHERE captured`);
    const found = await reconcile(sound);
    await gateway.startWorker();
    expect(found.filter(({ kind }) => kind === 'mismatch')).not.toEqual([]);
  });
});
