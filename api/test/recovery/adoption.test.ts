import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { bankCharge, type Book } from '../support/bank.js';
import { asSuperuser, serverUrl } from '../support/database.js';
import { DEMO_MERCHANT, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { migrateUpTo } from '../support/old-schema.js';
import { start, waitFor } from '../support/processes.js';

/** The last migration before charges. */
const BEFORE_CHARGES = 'AuthorizedPayments1764000110000';
const MINUTE_AGO = `now() - interval '1 minute'`;
const TOMORROW = `now() + interval '1 day'`;

interface OldPayment {
  /** Columns of the payment, as SQL. */
  readonly row: Record<string, string>;
  /** Columns of the bank's charge, as SQL; absent: the bank has not seen it. */
  readonly bank?: Record<string, string>;
}

/** A payment in every state in which the version before charges may have left one. */
const OLD: Record<string, OldPayment> = {
  accepted: { row: { status: `'pending'`, due_at: MINUTE_AGO } },
  sent: { row: { status: `'processing'`, sends: '1', due_at: MINUTE_AGO, lease_until: MINUTE_AGO } },
  approved: {
    row: { status: `'processing'`, sends: '1', due_at: MINUTE_AGO },
    bank: { status: `'approved'`, captured_amount: '50000' },
  },
  otp: {
    row: {
      ...{ status: `'requires_action'`, sends: '1', next_action: `'{"type":"otp","attempts_left":3}'` },
      ...{ action_expires_at: TOMORROW, due_at: TOMORROW, instrument: `'sim_card:visa:3220:otp'` },
    },
    bank: { status: `'requires_action'`, outcome: `'otp'`, otp_attempts_left: '3' },
  },
  superseded: {
    row: {
      ...{ status: `'requires_action'`, sends: '1', next_action: `'{"type":"otp","attempts_left":3}'` },
      ...{
        action_expires_at: TOMORROW,
        due_at: MINUTE_AGO,
        cancel_requested_at: 'now()',
        cancel_cause: `'superseded'`,
      },
    },
    bank: { status: `'requires_action'`, outcome: `'otp'`, otp_attempts_left: '3' },
  },
  authorised: {
    row: { status: `'success'`, capture: `'manual'`, sends: '1', capture_before: TOMORROW, due_at: TOMORROW },
    bank: { status: `'approved'`, capture: `'manual'` },
  },
  capturing: {
    row: {
      ...{ status: `'success'`, capture: `'manual'`, sends: '1', capture_before: TOMORROW, due_at: MINUTE_AGO },
      capture_amount: '20000',
    },
    bank: { status: `'approved'`, capture: `'manual'` },
  },
  captured: {
    row: { status: `'success'`, captured: 'true', amount_captured: '50000', captured_at: 'now()', sends: '1' },
    bank: { status: `'approved'`, captured_amount: '50000' },
  },
  refunding: {
    row: {
      ...{ status: `'success'`, captured: 'true', amount_captured: '50000', captured_at: 'now()', sends: '1' },
      amount_refunded: '100',
    },
    bank: { status: `'approved'`, captured_amount: '50000' },
  },
  declined: {
    row: { status: `'failed'`, sends: '1', error_reason: `'card_declined'` },
    bank: { status: `'declined'`, decline_reason: `'card_declined'` },
  },
  unanswered: {
    row: { status: `'failed'`, sends: '3', error_reason: `'bank_timeout'`, due_at: MINUTE_AGO },
    bank: { status: `'approved'`, captured_amount: '50000' },
  },
  reversing: {
    row: { status: `'cancelled'`, sends: '1', reversal_requested_at: 'now()', due_at: MINUTE_AGO },
    bank: { status: `'approved'`, captured_amount: '50000' },
  },
};

const idOf = (name: string) => `pay_${name.padEnd(16, '0')}`;
const orderOf = (name: string) => `order_${name.padEnd(16, '0')}`;

async function insert(db: Pick<pg.Client, 'query'>, table: string, columns: Record<string, string>): Promise<void> {
  await db.query(
    `INSERT INTO ${table} (${Object.keys(columns).join(', ')}) VALUES (${Object.values(columns).join(', ')})`,
  );
}

const MONEY = { amount: '50000', currency: `'INR'`, merchant_id: `'${DEMO_MERCHANT}'` };
const isPaid = ({ row }: OldPayment) => row['captured'] === 'true';

async function insertOld(db: pg.Client, name: string, payment: OldPayment): Promise<void> {
  const paid = isPaid(payment);
  await insert(db, 'orders', {
    ...{ ...MONEY, id: `'${orderOf(name)}'`, mode: `'test'`, attempts: '1' },
    ...{ status: paid ? `'paid'` : `'attempted'`, amount_paid: paid ? '50000' : '0' },
  });
  await insert(db, 'payments', {
    ...{ ...MONEY, id: `'${idOf(name)}'`, mode: `'test'`, order_id: `'${orderOf(name)}'`, method: `'upi'` },
    ...{ instrument: `'sim_upi:success'`, capture: `'automatic'`, connector: `'simulated'`, actor: `'system'` },
    ...{ version: '3', fence: '2', ...payment.row },
  });
  if (paid)
    await insert(db, 'movements', { ...MONEY, mode: `'test'`, type: `'capture'`, payment_id: `'${idOf(name)}'` });
}

/** What the bank knows of the payment. */
async function insertAtBank({ book, account }: Book, name: string, { bank }: OldPayment): Promise<void> {
  if (!bank) return;
  await insert(book, 'simulated_bank.charges', {
    ...{ ...MONEY, account: `'${account}'`, reference: `'${idOf(name)}'` },
    ...{ bank_reference: `'sim_${name}'`, charge_calls: '1', ...bank },
  });
  const taken = bank['captured_amount'];
  if (!taken) return;
  await insert(book, 'simulated_bank.ledger', {
    ...{ ...MONEY, account: `'${account}'`, charge_reference: `'${idOf(name)}'`, kind: `'capture'` },
    ...{ reference: `'${idOf(name)}'`, amount: taken },
  });
}

/** A database with the schema of the version before charges, and a payment of each state. */
async function oldDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asSuperuser((client) => client.query(`CREATE DATABASE ${name}`));
  const url = serverUrl(name);
  await migrateUpTo(BEFORE_CHARGES, url);
  await asSuperuser(async (db) => {
    await db.query('SET session_replication_role = replica');
    await insert(db, 'merchants', { id: `'${DEMO_MERCHANT}'`, mode: `'test'`, name: `'Shop'` });
    for (const [state, payment] of Object.entries(OLD)) await insertOld(db, state, payment);
    const refund = { merchant_id: `'${DEMO_MERCHANT}'`, payment_id: `'${idOf('refunding')}'`, currency: `'INR'` };
    await insert(db, 'refunds', {
      ...{
        ...refund,
        id: `'rfnd_0000000000000000'`,
        mode: `'test'`,
        order_id: `'${orderOf('refunding')}'`,
        amount: '100',
      },
      ...{ connector: `'simulated'`, actor: `'system'`, due_at: MINUTE_AGO },
    });
    const movement = {
      ...refund,
      mode: `'test'`,
      type: `'refund'`,
      refund_id: `'rfnd_0000000000000000'`,
      amount: '-100',
    };
    await insert(db, 'movements', movement);
  }, name);
  const migration = start('migrate', { DATABASE_URL: url });
  await once(migration.child, 'close');
  if (migration.child.exitCode !== 0) throw new Error(migration.log());
  const drop = () => asSuperuser(async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`)));
  return { url, drop };
}

describe('payments of the version before charges', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ database: oldDatabase, worker: false });
    for (const [state, payment] of Object.entries(OLD)) await insertAtBank(gateway.bank, state, payment);
    await gateway.startWorker();
  });
  afterAll(() => gateway.stop());

  const payment = (name: string, statuses?: string[]) => gateway.payment(idOf(name), statuses);
  const chargesOf = async (name: string) => (await gateway.api.get(`/api/v1/payments/${idOf(name)}/charges`)).json.data;
  const adopted = async (name: string, status: string) => {
    const charges = await waitFor(
      async () => {
        const found = await chargesOf(name);
        return found[0]?.status === status && found;
      },
      { what: `charge of ${name} ${status}` },
    );
    expect(charges).toEqual([expect.objectContaining({ id: idOf(name), account_id: expect.stringMatching(/^ca_/) })]);
  };

  it('one that was only accepted gets a charge of its own', async () => {
    expect(await payment('accepted')).toMatchObject({ status: 'success', captured: true });
    expect((await chargesOf('accepted'))[0].id).toMatch(/^chg_/);
  });

  it('one that was leased but never reached the bank is sent under its old reference, once', async () => {
    expect(await payment('sent')).toMatchObject({ status: 'success', captured: true });
    await adopted('sent', 'approved');
    expect(await gateway.ledger(idOf('sent'))).toEqual([{ kind: 'capture', amount: 50_000 }]);
  });

  it('one that the bank approved is found there, not charged again', async () => {
    expect(await payment('approved')).toMatchObject({ status: 'success', captured: true });
    await adopted('approved', 'approved');
    expect(await bankCharge(gateway, idOf('approved'))).toMatchObject({ charge_calls: 1 });
  });

  it('a step-up goes on', async () => {
    const { status, json } = await gateway.shopper.post(`/api/v1/payments/${idOf('otp')}/action`, { otp: '123456' });
    expect([status, json.status]).toEqual([200, 'success']);
    await adopted('otp', 'approved');
  });

  it('requests to cancel and to capture that stood on the payment are carried out', async () => {
    expect(await payment('superseded')).toMatchObject({ status: 'cancelled' });
    await adopted('superseded', 'closed');
    expect(await gateway.capturedPayment(idOf('capturing'))).toMatchObject({ amount_captured: 20_000 });
    await adopted('capturing', 'approved');
  });

  it('an authorisation can be captured', async () => {
    const { json } = await gateway.api.post(`/api/v1/payments/${idOf('authorised')}/capture`, { amount: 700 });
    expect(json).toMatchObject({ status: 'success', captured: true, amount_captured: 700 });
    await adopted('authorised', 'approved');
  });

  it('refunds go to the old reference, those that were open and new ones', async () => {
    expect(await gateway.refund('rfnd_0000000000000000')).toMatchObject({ status: 'processed' });
    const { json } = await gateway.api.post('/api/v1/refunds', { payment_id: idOf('captured'), amount: 300 });
    expect(await gateway.refund(json.id)).toMatchObject({ status: 'processed' });
    await adopted('captured', 'approved');
    expect(await gateway.ledger(idOf('captured'))).toEqual([
      { kind: 'capture', amount: 50_000 },
      { kind: 'refund', amount: -300 },
    ]);
  });

  it('an approval after the end is still looked for, and what was to be reversed is', async () => {
    for (const name of ['unanswered', 'reversing']) {
      await adopted(name, 'reversed');
      expect(await gateway.ledger(idOf(name))).toEqual([
        { kind: 'capture', amount: 50_000 },
        { kind: 'reversal', amount: -50_000 },
      ]);
    }
    expect(await payment('unanswered')).toMatchObject({ status: 'failed', error_reason: 'bank_timeout' });
  });

  it('one that has ended stays as it is, and is shown with the charge that it was', async () => {
    expect(await chargesOf('declined')).toEqual([
      expect.objectContaining({
        id: idOf('declined'),
        account_id: null,
        status: 'failed',
        error_reason: 'card_declined',
      }),
    ]);
    const { rows } = await gateway.db.query('SELECT FROM charges WHERE payment_id = $1', [idOf('declined')]);
    expect(rows).toEqual([]);
  });

  it('a worker of the version before can lease none that has a charge, nor its refunds', async () => {
    const { id } = await gateway.captured();
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: id, amount: 100 });
    const held = `SELECT due_at IS NULL AND lease_until = 'infinity' AS held FROM`;
    for (const [table, key] of [
      ['payments', id],
      ['refunds', refund.id],
    ]) {
      expect((await gateway.db.query(`${held} ${table} WHERE id = $1`, [key])).rows).toEqual([{ held: true }]);
    }
  });

  it('leaves a balanced ledger', async () => {
    const { 'a payment has one event for its creation, one for the bank and one for its end': events, ...broken } =
      await violatedInvariants(gateway);
    // The rows of the old version were inserted without their events.
    expect(events?.length ?? 0).toBeGreaterThan(0);
    const ofInserted = [
      'an order that ended has one event for it',
      'a refund has one event for its creation, one for its end, and one more if the bank took it back',
      'the events of a payment follow its state table',
    ];
    expect(Object.keys(broken).filter((promise) => !ofInserted.includes(promise))).toEqual([]);
  });
});
