import { describe, expect, it } from '@jest/globals';
import { tokenizeUpi } from '../../connectors/simulated/test-instruments.js';
import {
  callBoth,
  card,
  here,
  ledger,
  open,
  order,
  refundOf,
  there,
  upi,
  witness,
} from '../../../../test/support/simulated-bank.js';

describe('each instrument ends as its script defines', () => {
  it.each([
    ['4111111111111111', { outcome: 'approved' }, ['capture 500']],
    ['4000000000000002', { outcome: 'declined', reason: 'card_declined' }, []],
    ['4000000000009995', { outcome: 'declined', reason: 'insufficient_funds' }, []],
    ['4000000000000069', { outcome: 'declined', reason: 'expired_card' }, []],
    ['4000000000003220', { outcome: 'requires_action', action: { type: 'otp', attemptsLeft: 3 } }, []],
    ['4000000000005126', { outcome: 'approved' }, ['capture 500']],
  ])('card %s', async (number, result, entries) => {
    const request = order(card(number));
    const replies = [
      await here.charge(request),
      await there.findCharge(request.reference),
      await there.charge(request),
    ];
    for (const reply of replies) expect(reply).toMatchObject(result);
    expect(await ledger(request.reference)).toEqual(entries);
  });

  it('4000 0000 0000 0119 times out without a record; a closed reference stays closed', async () => {
    const request = order(card('4000000000000119'));
    for (let attempt = 0; attempt < 3; attempt++) expect(await here.charge(request)).toEqual({ outcome: 'silent' });
    expect(await here.findCharge(request.reference)).toEqual({ outcome: 'not_found' });
    expect(await here.cancel(request.reference)).toMatchObject({ outcome: 'cancelled', proof: 'no_charge' });
    expect(await there.charge(request)).toMatchObject({ outcome: 'cancelled', proof: 'no_charge' });
  });

  it('timeout@ is charged although the call times out, and a find returns it', async () => {
    const request = order(upi('timeout'));
    expect(await here.charge(request)).toEqual({ outcome: 'silent' });
    expect(await there.findCharge(request.reference)).toMatchObject({ outcome: 'approved' });
    expect(await ledger(request.reference)).toEqual(['capture 500']);
  });

  it('approve@ and UPI intent wait for the app', async () => {
    for (const [instrument, approve] of [
      [upi('approve'), true],
      [tokenizeUpi({ flow: 'intent' }), false],
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

  it('a correct OTP is approved, three wrong ones are declined', async () => {
    const good = order(card('4000000000003220'));
    const bad = order(card('4000000000003220'));
    await Promise.all([here.charge(good), here.charge(bad)]);
    const wrong = () => there.submitAction(bad.reference, { otp: '111111' });
    expect(await wrong()).toMatchObject({ outcome: 'requires_action', action: { type: 'otp', attemptsLeft: 2 } });
    expect(await wrong()).toMatchObject({ outcome: 'requires_action', action: { type: 'otp', attemptsLeft: 1 } });
    expect(await wrong()).toMatchObject({ outcome: 'declined', reason: 'otp_failed' });
    expect(await there.submitAction(good.reference, { otp: '123456' })).toMatchObject({ outcome: 'approved' });
  });

  it('slow@ and a processing delay are pending by the database clock, then decided once', async () => {
    const slow = order(upi('slow'));
    const usual = order(upi('success'));
    const delayed = open({ processingDelayMs: 10_000 });
    const pending = await delayed.charge(slow);
    if (pending.outcome !== 'pending') throw new Error(`slow@ is ${pending.outcome}`);
    expect(pending.retryAfterMs).toBeGreaterThan(25_000);
    expect(await delayed.charge(usual)).toMatchObject({ outcome: 'pending' });
    expect(await ledger(slow.reference)).toEqual([]);
    await witness.query('UPDATE simulated_bank.charges SET ready_at = now() WHERE reference = $1', [slow.reference]);
    for (const result of await callBoth(20, (bank) => bank.findCharge(slow.reference))) {
      expect(result).toMatchObject({ outcome: 'approved' });
    }
    expect(await ledger(slow.reference)).toEqual(['capture 500']);
    expect(await delayed.cancel(usual.reference)).toMatchObject({ outcome: 'cancelled', proof: 'attempt_begun' });
    expect(await delayed.findCharge(usual.reference)).toMatchObject({ outcome: 'cancelled', proof: 'attempt_begun' });
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

it('stores neither card number nor CVV', async () => {
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
