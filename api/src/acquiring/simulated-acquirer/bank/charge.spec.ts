import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  submit,
  cancel,
  cancelResultOf,
  capture,
  captureResultOf,
  type Charge,
  decide,
  opened,
  reverse,
  resultOf,
} from './charge.js';
import { type Outcome, SCRIPTS } from './scripts.js';

const charge = (outcome: Outcome, how: 'automatic' | 'manual' = 'automatic', readyInMs = 0): Charge =>
  opened(
    'default',
    { reference: 'pay_1', merchantId: 'm', amount: 500, currency: 'INR', instrument: 'sim', capture: how },
    outcome,
    readyInMs,
  );
const late = () => charge('success', 'automatic', 1_000);
const authorised = decide(charge('success', 'manual'));

describe('a charge at the bank', () => {
  it('is pending until it is due', () => {
    const early = charge('success', 'automatic', 120.4);
    expect(decide(early)).toBe(early);
    expect(resultOf(early)).toMatchObject({ outcome: 'pending', retryAfterMs: 121 });
    expect(captureResultOf(early, 500)).toEqual({ outcome: 'pending', retryAfterMs: 121 });
  });

  it('accepts three OTP attempts, then declines', () => {
    const required = decide(charge('otp'));
    const wrong = submit(required, { otp: '000000' });
    expect(resultOf(required)).toMatchObject({ outcome: 'requires_action', action: { type: 'otp', attemptsLeft: 3 } });
    expect(resultOf(wrong)).toMatchObject({ action: { attemptsLeft: 2 } });
    expect(resultOf(submit(wrong, { otp: '123456' })).outcome).toBe('approved');
    const last = submit(submit(wrong, { otp: '' }), { otp: '1234567' });
    expect(resultOf(last)).toMatchObject({ outcome: 'declined', reason: 'otp_failed' });
    expect(submit(last, { otp: '123456' })).toBe(last);
  });

  it('ignores a submission of the other type', () => {
    const otp = decide(charge('otp'));
    const upi = decide(charge('approve'));
    expect(submit(otp, { approve: true })).toBe(otp);
    expect(submit(upi, { otp: '123456' })).toBe(upi);
    expect(resultOf(submit(upi, { approve: false }))).toMatchObject({ outcome: 'declined', reason: 'upi_rejected' });
  });

  it('is captured once, in full or in part', () => {
    const captured = capture(authorised, 200);
    expect(captureResultOf(captured, 200).outcome).toBe('approved');
    expect(capture(captured, 200)).toBe(captured);
    expect(capture(captured, 300)).toBe(captured);
    expect(captureResultOf(captured, 300)).toMatchObject({ outcome: 'declined', reason: 'already_captured' });
    for (const amount of [0, -1, 501]) expect(capture(authorised, amount)).toBe(authorised);
    expect(captureResultOf(authorised, 501)).toMatchObject({ reason: 'capture_exceeds_authorised' });
  });

  it('is voided by cancel only while nothing is captured', () => {
    expect(cancelResultOf(cancel(authorised))).toMatchObject({ outcome: 'cancelled', proof: 'no_charge' });
    expect(cancelResultOf(cancel(capture(authorised, 1)))).toMatchObject({ outcome: 'approved' });
    expect(cancelResultOf(cancel(decide(charge('card_declined'))))).toMatchObject({ reason: 'card_declined' });
    expect(captureResultOf(cancel(authorised), 500)).toMatchObject({ reason: 'charge_not_approved' });
  });

  it('states what its close proves', () => {
    for (const open of [late(), decide(charge('otp')), decide(charge('approve'))])
      for (const close of [cancel, reverse])
        expect(resultOf(close(open))).toMatchObject({ outcome: 'cancelled', proof: 'attempt_begun' });
    for (const given of [cancel(authorised), reverse(authorised), reverse(decide(charge('success')))])
      expect(resultOf(given)).toMatchObject({ outcome: 'cancelled', proof: 'no_charge' });
  });

  it('that an earlier release cancelled proves nothing, unless its money was given back', () => {
    const old = { ...late(), status: 'cancelled', proof: null } as const;
    expect(resultOf(old)).toMatchObject({ proof: 'attempt_begun' });
    expect(resultOf({ ...old, amount: 0 })).toMatchObject({ proof: 'no_charge' });
    expect(resultOf({ ...old, capturedAmount: 500, reversedAmount: 500 })).toMatchObject({ proof: 'no_charge' });
  });

  it('returns by reverse what refunds have not returned', () => {
    const captured = { ...decide(charge('success')), refundedAmount: 150 };
    expect(reverse(captured)).toMatchObject({ status: 'cancelled', reversedAmount: 350 });
    expect(reverse(authorised)).toMatchObject({ status: 'cancelled', reversedAmount: 0 });
    expect(reverse(reverse(captured))).toEqual(reverse(captured));
  });

  it('keeps its amounts within bounds and its final states, for any calls in any order', () => {
    const step = fc.oneof(
      fc.integer({ min: -10, max: 600 }).map((amount) => (before: Charge) => capture(before, amount)),
      fc.constantFrom('123456', '000000').map((otp) => (before: Charge) => submit(before, { otp })),
      fc.boolean().map((approve) => (before: Charge) => submit(before, { approve })),
      fc.constantFrom(cancel, reverse, decide),
    );
    const outcome = fc.constantFrom(...(Object.keys(SCRIPTS) as Outcome[]));
    fc.assert(
      fc.property(outcome, fc.constantFrom('automatic', 'manual'), fc.array(step), (script, how, steps) => {
        let now = charge(script, how);
        for (const next of steps) {
          const before = now;
          now = next(before);
          expect(now.capturedAmount).toBeLessThanOrEqual(now.amount);
          expect(now.reversedAmount).toBeLessThanOrEqual(now.capturedAmount);
          if (before.capturedAmount > 0) expect(now.capturedAmount).toBe(before.capturedAmount);
          if (before.status === 'declined' || before.status === 'cancelled') expect(now).toBe(before);
          if (now.status === 'cancelled') expect(now.reversedAmount).toBe(now.capturedAmount);
        }
      }),
    );
  });
});
