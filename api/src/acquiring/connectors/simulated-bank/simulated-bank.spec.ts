import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { ChargeRequest, RefundRequest } from '../connector.js';
import { SimulatedBank } from './simulated-bank.js';
import type { SimulatedBankOptions } from './simulated-bank.options.js';

// eslint-disable-next-line no-restricted-properties -- the test runner, not Config, says where its server is
const server = process.env['TEST_DATABASE_URL'];
if (!server) throw new Error('TEST_DATABASE_URL must name a PostgreSQL server on which databases may be created');
const database = `bank_${randomBytes(6).toString('hex')}`;
const connectionString = Object.assign(new URL(server), { pathname: `/${database}` }).href;
const admin = new pg.Client({ connectionString: server });
const witness = new pg.Pool({ connectionString, max: 2 });
const opened: SimulatedBank[] = [];

function open(options: Partial<SimulatedBankOptions> = {}): SimulatedBank {
  const defaults = { connectionString, poolSize: 4, timeoutMs: 20_000, processingDelayMs: 0, slowDelayMs: 30_000 };
  const bank = new SimulatedBank({ ...defaults, ...options });
  opened.push(bank);
  return bank;
}

/** Two pools, as two processes have them. */
const here = open();
const there = open();
const bothTimes = <T>(count: number, call: (bank: SimulatedBank, index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index % 2 ? here : there, index)));

let serial = 0;
const order = (instrument: string, capture: ChargeRequest['capture'] = 'automatic'): ChargeRequest => ({
  reference: `pay_${++serial}`,
  merchantId: 'merchant',
  amount: 500,
  currency: 'INR',
  instrument,
  capture,
});
const refundOf = ({ reference, merchantId, currency }: ChargeRequest, amount: number): RefundRequest => ({
  ...{ reference: `rfnd_${++serial}`, chargeReference: reference, merchantId, amount, currency },
});
const card = (number: string) => here.tokenizeCard({ ...{ number, network: 'visa', cvv: '123' }, ...HOLDER });
const HOLDER = { expiryMonth: 12, expiryYear: 2040, holderName: 'A' };
const upi = (name: string) => here.tokenizeUpi({ vpa: `${name}@bank` });

async function ledger(reference: string): Promise<string[]> {
  const text = `SELECT kind || ' ' || amount AS entry FROM simulated_bank.ledger WHERE charge_reference = $1 ORDER BY id`;
  return (await witness.query<{ entry: string }>(text, [reference])).rows.map((row) => row.entry);
}

beforeAll(async () => {
  // A pool that has ended may still have a socket open when the database is dropped under it.
  witness.on('error', () => undefined);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${database}`);
  // The first calls of several processes meet an empty database.
  await Promise.all([here, there, open(), open(), open()].map((bank) => bank.prepare()));
});

afterAll(async () => {
  await Promise.all(opened.map((bank) => bank.close()));
  await witness.end();
  await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
  await admin.end();
});

describe('each instrument ends as its row says', () => {
  it.each([
    ['4111111111111111', { outcome: 'approved' }, ['capture 500']],
    ['4000000000000002', { outcome: 'declined', reason: 'card_declined' }, []],
    ['4000000000009995', { outcome: 'declined', reason: 'insufficient_funds' }, []],
    ['4000000000000069', { outcome: 'declined', reason: 'expired_card' }, []],
    ['4000000000003220', { outcome: 'requires_action', action: { type: 'otp', attemptsLeft: 3 } }, []],
    ['4000000000005126', { outcome: 'approved' }, ['capture 500']],
  ])('card %s', async (number, verdict, entries) => {
    const request = order(card(number));
    const answers = [
      await here.charge(request),
      await there.findCharge(request.reference),
      await there.charge(request),
    ];
    for (const answer of answers) expect(answer).toMatchObject(verdict);
    expect(await ledger(request.reference)).toEqual(entries);
  });

  it('4000 0000 0000 0119 gives no answer and leaves no record; a closed reference stays closed', async () => {
    const request = order(card('4000000000000119'));
    for (let attempt = 0; attempt < 3; attempt++) expect(await here.charge(request)).toEqual({ outcome: 'unknown' });
    expect(await here.findCharge(request.reference)).toEqual({ outcome: 'not_found' });
    expect(await here.cancel(request.reference)).toEqual({ outcome: 'cancelled' });
    expect(await there.charge(request)).toEqual({ outcome: 'cancelled' });
  });

  it('timeout@ charges without an answer, and asking finds it', async () => {
    const request = order(upi('timeout'));
    expect(await here.charge(request)).toEqual({ outcome: 'unknown' });
    expect(await there.findCharge(request.reference)).toMatchObject({ outcome: 'approved' });
    expect(await ledger(request.reference)).toEqual(['capture 500']);
  });

  it('approve@ and UPI intent wait for the app', async () => {
    for (const [instrument, approve] of [
      [upi('approve'), true],
      [here.tokenizeUpi({ flow: 'intent' }), false],
    ] as const) {
      const request = order(instrument);
      const upiLink = expect.stringContaining(`am=5.00&cu=INR&tr=${request.reference}`);
      expect(await here.charge(request)).toMatchObject({ action: { type: 'upi_approve', upiLink } });
      const outcome = approve ? 'approved' : 'declined';
      for (const bank of [here, there])
        expect(await bank.submitAction(request.reference, { approve })).toMatchObject({ outcome });
      expect(await ledger(request.reference)).toEqual(approve ? ['capture 500'] : []);
    }
    expect(await here.submitAction('pay_unheard_of', { approve: true })).toEqual({ outcome: 'not_found' });
  });

  it('an OTP is right, or wrong three times', async () => {
    const good = order(card('4000000000003220'));
    const bad = order(card('4000000000003220'));
    await Promise.all([here.charge(good), here.charge(bad)]);
    const wrong = () => there.submitAction(bad.reference, { otp: '111111' });
    expect(await wrong()).toMatchObject({ outcome: 'requires_action', action: { type: 'otp', attemptsLeft: 2 } });
    expect(await wrong()).toMatchObject({ outcome: 'requires_action', action: { type: 'otp', attemptsLeft: 1 } });
    expect(await wrong()).toMatchObject({ outcome: 'declined', reason: 'otp_failed' });
    expect(await there.submitAction(good.reference, { otp: '123456' })).toMatchObject({ outcome: 'approved' });
  });

  it('slow@ and a processing delay are pending by the clock of the database, then decided once', async () => {
    const slow = order(upi('slow'));
    const usual = order(upi('success'));
    const delayed = open({ processingDelayMs: 10_000 });
    const pending = await delayed.charge(slow);
    if (pending.outcome !== 'pending') throw new Error(`slow@ is ${pending.outcome}`);
    expect(pending.retryAfterMs).toBeGreaterThan(25_000);
    expect(await delayed.charge(usual)).toMatchObject({ outcome: 'pending' });
    expect(await ledger(slow.reference)).toEqual([]);
    await witness.query('UPDATE simulated_bank.charges SET ready_at = now() WHERE reference = $1', [slow.reference]);
    for (const verdict of await bothTimes(20, (bank) => bank.findCharge(slow.reference))) {
      expect(verdict).toMatchObject({ outcome: 'approved' });
    }
    expect(await ledger(slow.reference)).toEqual(['capture 500']);
    expect(await delayed.cancel(usual.reference)).toEqual({ outcome: 'cancelled' });
    expect(await delayed.findCharge(usual.reference)).toEqual({ outcome: 'cancelled' });
  });

  it('refunds of 4000 0000 0000 5126 are declined, others pending, then processed', async () => {
    const [refused, taken] = [order(card('4000000000005126')), order(upi('success'))];
    await Promise.all([here.charge(refused), here.charge(taken)]);
    expect(await here.refund(refundOf(refused, 100))).toMatchObject({ outcome: 'declined', reason: 'refund_declined' });
    expect(await ledger(refused.reference)).toEqual(['capture 500']);
    const refund = refundOf(taken, 200);
    expect(await open({ processingDelayMs: 10_000 }).refund(refund)).toMatchObject({ outcome: 'pending' });
    expect(await here.cancelRefund(refund.reference)).toMatchObject({ outcome: 'pending' });
    await witness.query('UPDATE simulated_bank.refunds SET ready_at = now() WHERE reference = $1', [refund.reference]);
    expect(await here.findRefund(refund.reference)).toMatchObject({ outcome: 'approved' });
    expect(await ledger(taken.reference)).toEqual(['capture 500', 'refund -200']);
  });
});

it('keeps no trace of a card number or CVV', async () => {
  await here.charge(order(card('4111111111111111')));
  const { rows } = await witness.query<{ text: string }>('SELECT c::text AS text FROM simulated_bank.charges c');
  expect(rows.map((row) => row.text).join('\n')).not.toMatch(/\d{13,19}(?!\d*[a-f])/);
  expect(rows.some((row) => row.text.includes('sim_card:visa:1111:success'))).toBe(true);
});

it('a bank that cannot be reached fails in time, and recovers', async () => {
  const unreachable = open({ connectionString: 'postgres://nobody@127.0.0.1:1/none', timeoutMs: 500 });
  await expect(unreachable.charge(order(upi('success')))).rejects.toThrow('ECONNREFUSED');
  await witness.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'simulated_bank'`);
  const request = order(upi('success'));
  const survivors = await Promise.allSettled(Array.from({ length: 8 }, () => here.charge(request)));
  expect(survivors.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await ledger(request.reference)).toEqual(['capture 500']);
});

describe('calls that race', () => {
  it('50 charges of one reference are one charge with one verdict', async () => {
    const request = order(upi('success'));
    const verdicts = await bothTimes(50, (bank) => bank.charge(request));
    expect(new Set(verdicts.map((verdict) => JSON.stringify(verdict))).size).toBe(1);
    expect(verdicts[0]).toMatchObject({ outcome: 'approved' });
    expect(await ledger(request.reference)).toEqual(['capture 500']);
    const text = 'SELECT charge_calls FROM simulated_bank.charges WHERE reference = $1';
    expect((await witness.query(text, [request.reference])).rows).toEqual([{ charge_calls: 50 }]);
  });

  it('a charge is captured or voided, never both', async () => {
    for (let round = 0; round < 25; round++) {
      const request = order(upi('success'), 'manual');
      await here.charge(request);
      const [captured, cancelled] = await Promise.all([
        here.capture(request.reference, 300),
        there.cancel(request.reference),
        there.capture(request.reference, 300),
        here.cancel(request.reference),
      ]);
      const taken = captured.outcome === 'approved';
      expect(cancelled.outcome).toBe(taken ? 'approved' : 'cancelled');
      expect(await here.findCapture(request.reference)).toMatchObject({ outcome: taken ? 'approved' : 'not_found' });
      expect(await ledger(request.reference)).toEqual(taken ? ['capture 300'] : []);
    }
  });

  it('two captures of different amounts take one of them', async () => {
    for (let round = 0; round < 10; round++) {
      const request = order(upi('success'), 'manual');
      await here.charge(request);
      const results = await bothTimes(6, (bank, index) => bank.capture(request.reference, 100 + (index % 2) * 100));
      expect(results.filter(({ outcome }) => outcome === 'approved')).toHaveLength(3);
      expect(await ledger(request.reference)).toHaveLength(1);
    }
  });

  it('a reference is charged or closed, whichever comes first', async () => {
    for (let round = 0; round < 25; round++) {
      const request = order(upi('success'));
      const [charged, cancelled] = await Promise.all([here.charge(request), there.cancel(request.reference)]);
      expect(cancelled.outcome).toBe(charged.outcome);
      expect(await ledger(request.reference)).toEqual(charged.outcome === 'approved' ? ['capture 500'] : []);
    }
  });

  it('64 refunds at once never exceed what was captured', async () => {
    const request = order(upi('success'));
    await here.charge(request);
    const results = await bothTimes(64, (bank) => bank.refund(refundOf(request, 30)));
    expect(results.filter(({ outcome }) => outcome === 'approved')).toHaveLength(16);
    expect(results.filter((result) => 'reason' in result && result.reason === 'refund_exceeds_captured')).toHaveLength(
      48,
    );
    expect(await ledger(request.reference)).toHaveLength(17);
  });

  it('one refund reference is refunded once, or closed', async () => {
    const request = order(upi('success'));
    await here.charge(request);
    for (let round = 0; round < 15; round++) {
      const refund = refundOf(request, 30);
      const both = await bothTimes(8, (bank) => bank.refund(refund));
      expect(new Set(both.map((verdict) => JSON.stringify(verdict))).size).toBe(1);
      const late = refundOf(request, 1);
      const [refunded, closed] = await Promise.all([here.refund(late), there.cancelRefund(late.reference)]);
      expect([refunded.outcome, closed.outcome]).toEqual(
        closed.outcome === 'cancelled' ? ['declined', 'cancelled'] : ['approved', 'approved'],
      );
    }
    const entries = (await ledger(request.reference)).filter((entry) => entry === 'refund -30');
    expect(entries).toHaveLength(15);
  });

  it('a reversal gives back everything that refunds did not, once', async () => {
    for (let round = 0; round < 15; round++) {
      const request = order(upi('success'), round % 3 ? 'automatic' : 'manual');
      await here.charge(request);
      await bothTimes<unknown>(9, (bank, index) =>
        index % 3 === 2 ? bank.reverse(request.reference) : bank.refund(refundOf(request, 40)),
      );
      const entries = await ledger(request.reference);
      expect(entries.reduce((sum, entry) => sum + Number(entry.split(' ')[1]), 0)).toBe(0);
      expect(entries.filter((entry) => entry.startsWith('reversal'))).toHaveLength(round % 3 ? 1 : 0);
      expect(await there.reverse(request.reference)).toEqual({ outcome: 'cancelled' });
      expect(await here.capture(request.reference, 1)).toMatchObject({ outcome: 'declined' });
    }
  });
});
