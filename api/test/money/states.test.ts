import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { ORDER_TRANSITIONS } from '../../src/money/orders/order.states.js';
import { PAYMENT_LINK_TRANSITIONS } from '../../src/money/payment-links/payment-link.states.js';
import { CHARGE_TRANSITIONS } from '../../src/money/payments/charge.states.js';
import { PAYMENT_TRANSITIONS } from '../../src/money/payments/payment.states.js';
import { REFUND_TRANSITIONS } from '../../src/money/refunds/refund.states.js';
import { movesOf, statesOf, type Transitions } from '../../src/platform/state-machine.js';
import { connectToClone } from '../support/database.js';

const DELIVERY_TRANSITIONS: Transitions<'pending' | 'success' | 'failed'> = {
  pending: ['success', 'failed'],
  success: ['pending'],
  failed: ['pending'],
};

/** A row of each table, with the columns that a status needs to pass the table's CHECKs. */
const MACHINES = [
  {
    table: 'orders',
    transitions: ORDER_TRANSITIONS,
    columns: { amount: 50_000, currency: 'INR' },
    withStatus: (status: string) => ({ amount_paid: status === 'paid' ? 50_000 : 0 }),
  },
  {
    table: 'payments',
    transitions: PAYMENT_TRANSITIONS,
    columns: {
      ...{ order_id: 'order_1', amount: 50_000, currency: 'INR', method: 'upi', instrument: 'sim_upi:success' },
      ...{ capture: 'manual', connector: 'simulated', actor: 'system' },
    },
    withStatus: (status: string) => ({ action_expires_at: status === 'requires_action' ? new Date() : null }),
  },
  {
    table: 'charges',
    transitions: CHARGE_TRANSITIONS,
    columns: {
      ...{ payment_id: 'pay_1', account_id: 'ca_1', connector: 'simulated', amount: 50_000, currency: 'INR' },
    },
    withStatus: () => ({}),
  },
  {
    table: 'refunds',
    transitions: REFUND_TRANSITIONS,
    columns: {
      ...{ payment_id: 'pay_1', order_id: 'order_1', amount: 100, currency: 'INR' },
      ...{ connector: 'simulated', actor: 'system' },
    },
    withStatus: () => ({}),
  },
  {
    table: 'webhook_logs',
    transitions: DELIVERY_TRANSITIONS,
    columns: { event_id: 'evt_1', endpoint_id: 'we_1', event: 'webhook.test' },
    withStatus: (status: string) => ({ next_retry_at: status === 'pending' ? new Date() : null }),
  },
  {
    table: 'payment_links',
    transitions: PAYMENT_LINK_TRANSITIONS,
    columns: { amount: 50_000, currency: 'INR', title: 'Yoga class' },
    withStatus: (status: string) =>
      status === 'paid' ? { paid_at: new Date(), order_id: 'order_1' } : { paid_at: null, order_id: null },
  },
] as const;

describe('the state tables', () => {
  let db: pg.Client;
  let close: () => Promise<void>;
  const merchant = randomUUID();

  beforeAll(async () => {
    ({ db, close } = await connectToClone());
    await db.query(`INSERT INTO merchants (id, mode, name) VALUES ($1, 'test', 'Shop')`, [merchant]);
  });
  afterAll(() => close());

  const insert = (table: string, row: object) => {
    const columns = Object.keys(row);
    const values = columns.map((_, index) => `$${index + 1}`);
    return db.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')})`, Object.values(row));
  };
  const update = (table: string, id: string, row: object) => {
    const changes = Object.keys(row).map((column, index) => `${column} = $${index + 2}`);
    return db.query(`UPDATE ${table} SET ${changes.join(', ')} WHERE id = $1`, [id, ...Object.values(row)]);
  };
  /** Inserts a row in any status, without triggers and foreign keys, as only a superuser can. */
  const place = async (table: string, row: object) => {
    await db.query('SET session_replication_role = replica');
    try {
      await insert(table, { merchant_id: merchant, mode: 'test', ...row });
    } finally {
      await db.query('SET session_replication_role = origin');
    }
  };
  const idOf = (table: string) => (table === 'webhook_logs' ? randomUUID() : `${table}_${randomUUID()}`.slice(0, 40));

  it.each(MACHINES.map(({ table, transitions }) => [table, transitions] as const))(
    "of %s in the code equal the arguments of the database's triggers",
    async (table, transitions: Transitions<string>) => {
      const { rows } = await db.query<{ name: string; args: Buffer; enabled: string }>(
        `SELECT tgname AS name, tgargs AS args, tgenabled AS enabled FROM pg_trigger
         WHERE tgrelid = $1::regclass AND NOT tgisinternal AND tgname ~ '_(begin|moves)$' ORDER BY tgname`,
        [table],
      );
      const found = rows.map(({ name, args, enabled }) => [
        name,
        enabled,
        args.toString('latin1').split('\0').filter(Boolean).sort(),
      ]);
      expect(found).toEqual([
        ...(table === 'charges' ? [] : [[`${table}_begin`, 'O', [statesOf(transitions)[0]]]]),
        [`${table}_moves`, 'O', movesOf(transitions).sort()],
      ]);
    },
  );

  it.each(MACHINES)(
    'of $table: the database permits every listed transition and refuses every other',
    async (machine) => {
      const { table, columns, withStatus } = machine;
      const transitions: Transitions<string> = machine.transitions;
      const moves = new Set<string>(movesOf(transitions));
      for (const from of statesOf(transitions)) {
        for (const to of statesOf(transitions).filter((state) => state !== from)) {
          const id = idOf(table);
          // Each with its own order: only one payment of an order may be at the bank.
          const owner =
            table === 'charges'
              ? { payment_id: id }
              : 'order_id' in columns
                ? { order_id: id }
                : 'event_id' in columns
                  ? { event_id: id }
                  : {};
          await place(table, { id, ...columns, ...owner, status: from, ...withStatus(from) });
          const outcome = await update(table, id, { status: to, ...withStatus(to) }).then(
            () => 'passes',
            (error: { constraint?: string; code?: string }) => `${error.code} ${error.constraint}`,
          );
          expect(`${from}>${to} ${outcome}`).toBe(
            `${from}>${to} ${moves.has(`${from}>${to}`) ? 'passes' : `23514 ${table}_moves`}`,
          );
        }
      }
    },
  );

  // A charge of a payment of the version before charges is inserted in the state that it has.
  const BEGINNING = MACHINES.filter(({ table }) => table !== 'charges');
  it.each(BEGINNING)('of $table: a row starts in the initial status, however it is inserted', async (machine) => {
    const { table, columns, withStatus } = machine;
    const transitions: Transitions<string> = machine.transitions;
    for (const status of statesOf(transitions).slice(1)) {
      const row = { merchant_id: merchant, mode: 'test', id: idOf(table), ...columns, status, ...withStatus(status) };
      await expect(insert(table, row)).rejects.toMatchObject({ constraint: `${table}_begin` });
    }
  });

  it('an unknown status is refused', async () => {
    const id = idOf('orders');
    await place('orders', { id, amount: 100, currency: 'INR' });
    await expect(update('orders', id, { status: 'shipped' })).rejects.toMatchObject({ code: '23514' });
  });

  it('movements and events are append-only', async () => {
    await place('payments', { id: 'pay_m', ...MACHINES[1].columns });
    await place('movements', { type: 'capture', payment_id: 'pay_m', amount: 100, currency: 'INR' });
    await place('stored_events', {
      id: 'evt_a',
      type: 'webhook.test',
      object_id: 'x',
      version: 1,
      payload: '{}',
      actor: 'system',
    });
    const appendOnly = (table: string) => ({ constraint: `${table}_append_only` });
    await expect(db.query(`UPDATE movements SET amount = 1`)).rejects.toMatchObject(appendOnly('movements'));
    await expect(db.query(`DELETE FROM movements`)).rejects.toMatchObject(appendOnly('movements'));
    for (const table of ['events', 'stored_events'])
      await expect(db.query(`UPDATE ${table} SET payload = '[]'`)).rejects.toMatchObject(appendOnly('events'));
  });

  describe('arithmetic constraints that no statement can violate', () => {
    const PAID = { status: 'success', captured: true, amount_captured: 30_000 };
    it.each([
      ['more refunded than captured', { ...PAID, amount_refunded: 30_001 }],
      ['more captured than the amount', { ...PAID, amount_captured: 50_001 }],
      ['a negative refund', { ...PAID, amount_refunded: -1 }],
      ['captured without money', { ...PAID, amount_captured: 0 }],
      ['money without captured', { ...PAID, captured: false }],
      ['captured and failed', { ...PAID, status: 'failed' }],
      ['captured and then voided', { ...PAID, status: 'cancelled' }],
      ['a requested capture above the amount', { status: 'success', capture_amount: 50_001 }],
      [
        'a requested capture and cancel at once',
        { status: 'success', capture_amount: 1, cancel_requested_at: new Date() },
      ],
      ['waiting for the shopper without a deadline', { status: 'requires_action' }],
    ])('a payment: %s', async (_, fields) => {
      const row = { ...MACHINES[1].columns, id: idOf('payments'), order_id: randomUUID() };
      await expect(place('payments', { ...row, ...fields })).rejects.toMatchObject({ code: '23514' });
    });

    it.each([
      ['orders', { amount: 0, currency: 'JPY' }],
      ['orders', { amount: 10_000_000_000_000, currency: 'IRR' }],
      ['orders', { amount: 100, currency: 'INR', amount_paid: 101, status: 'paid' }],
      ['orders', { amount: 100, currency: 'INR', amount_paid: 100 }],
      ['orders', { amount: 100, currency: 'INR', status: 'paid' }],
      ['refunds', { ...MACHINES[3].columns, amount: 0 }],
      ['movements', { type: 'capture', payment_id: 'p', amount: -1, currency: 'INR' }],
      ['movements', { type: 'refund', payment_id: 'p', refund_id: 'r', amount: 1, currency: 'INR' }],
      ['movements', { type: 'refund', payment_id: 'p', amount: -1, currency: 'INR' }],
    ])('%s: %j', async (table, fields) => {
      const row = { ...(table !== 'movements' && { id: idOf(table) }), ...fields };
      await expect(place(table, row)).rejects.toMatchObject({ code: '23514' });
    });

    it('two payments of one order at the bank', async () => {
      const at = (status: string) => ({ ...MACHINES[1].columns, id: idOf('payments'), order_id: 'order_one', status });
      await place('payments', at('processing'));
      await place('payments', at('failed'));
      await expect(place('payments', at('success'))).rejects.toMatchObject({ constraint: 'payments_at_bank' });
    });

    it('a refund that is booked or released twice', async () => {
      const given = { type: 'refund_failed', payment_id: 'pay_m', refund_id: 'rfnd_m', amount: 100, currency: 'INR' };
      await place('movements', given);
      await expect(place('movements', given)).rejects.toMatchObject({ constraint: 'movements_each_once' });
    });
  });
});
