import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChargeResult } from '../../acquiring/connectors/connector.js';
import { canMove, statesOf } from '../../platform/state-machine.js';
import {
  retryDelayMs,
  stateAfterCancel,
  type CancelCause,
  stateAfterCapture,
  type LeasedCharge,
  WATCH_MS,
  nextStateOf,
} from './charge-outcome.js';
import { PAYMENT_TRANSITIONS } from './payment.states.js';

const TIMEOUTS = { bankMs: 5_000, actionMs: 300_000, captureMs: 259_200_000 };
const CHARGE: LeasedCharge = {
  merchantId: '550e8400-e29b-41d4-a716-446655440000',
  id: 'chg_0000000000000000',
  paymentId: 'pay_0000000000000000',
  orderId: 'order_0000000000000000',
  mode: 'test',
  accountId: 'ca_0000000000000000',
  connector: 'simulated',
  fence: 1,
  wakeSequence: 0,
  status: 'open',
  paymentStatus: 'processing',
  isNew: true,
  amount: 50_000,
  currency: 'INR',
  instrument: 'sim_upi:success',
  capture: 'automatic',
  captured: false,
  sendCount: 1,
  consecutiveTimeouts: 0,
  captureAmount: null,
  cancelCause: null,
  traceParent: null,
  requestId: null,
  takenOver: false,
};
const APPROVED = { outcome: 'approved', connectorReference: 'bank-1' } as const;
const DECLINED = { outcome: 'declined', reason: 'card_declined', description: 'Declined by the bank' } as const;
const LINK = 'upi://pay?pa=x';

describe("the next state after the bank's result", () => {
  it('approved with automatic capture: success, all of it captured, nothing more is due', () => {
    const next = nextStateOf(CHARGE, APPROVED, TIMEOUTS);
    expect(next).toEqual({
      status: 'success',
      charge: 'approved',
      event: 'payment.success',
      capturedNow: 50_000,
      connectorReference: 'bank-1',
    });
  });

  it('approved with manual capture: success, nothing captured, due when the authorisation ends', () => {
    const next = nextStateOf({ ...CHARGE, capture: 'manual' }, APPROVED, TIMEOUTS);
    expect(next).toMatchObject({ status: 'success', captureMs: TIMEOUTS.captureMs, dueMs: TIMEOUTS.captureMs });
    expect(next.capturedNow).toBeUndefined();
  });

  it('declined: failed, with the reason', () => {
    expect(nextStateOf(CHARGE, DECLINED, TIMEOUTS)).toEqual({
      status: 'failed',
      charge: 'failed',
      event: 'payment.failed',
      error: { code: 'PAYMENT_FAILED', reason: 'card_declined', description: 'Declined by the bank' },
      connectorReference: undefined,
    });
  });

  it.each([
    [{ type: 'otp', attemptsLeft: 2 } as const, { type: 'otp', attempts_left: 2 }],
    [{ type: 'upi_approve', upiLink: LINK } as const, { type: 'upi_approve', upi_link: LINK }],
  ])('asked for %j: requires_action, with the time that the shopper has', (action, nextAction) => {
    const next = nextStateOf(CHARGE, { outcome: 'requires_action', action }, TIMEOUTS);
    expect(next).toMatchObject({
      status: 'requires_action',
      event: 'payment.requires_action',
      nextAction,
      actionMs: 300_000,
    });
  });

  it.each<[CancelCause | null, string, string | undefined]>([
    ['unanswered', 'failed', 'bank_timeout'],
    ['action_expired', 'expired', undefined],
    ['requested', 'cancelled', undefined],
    ['superseded', 'cancelled', undefined],
    ['capture_expired', 'cancelled', undefined],
    [null, 'cancelled', undefined],
  ])(
    'closed at the bank because of %s: %s, and the charge is watched for a late approval',
    (cancelCause, status, reason) => {
      const next = nextStateOf({ ...CHARGE, cancelCause }, { outcome: 'cancelled' }, TIMEOUTS);
      expect(next).toMatchObject({ status, charge: 'closed', watchMs: WATCH_MS });
      expect(next.error?.reason).toBe(reason);
    },
  );

  it('a capture captures the requested amount, or all of it', () => {
    const authorised = { ...CHARGE, status: 'approved', paymentStatus: 'success', capture: 'manual' } as const;
    expect(stateAfterCapture({ ...authorised, captureAmount: 700 }, APPROVED, TIMEOUTS)).toMatchObject({
      status: 'success',
      event: 'payment.captured',
      capturedNow: 700,
    });
    expect(stateAfterCapture(authorised, APPROVED, TIMEOUTS).capturedNow).toBe(50_000);
  });

  it('a declined capture captures nothing and does not change the end of the authorisation', () => {
    const next = stateAfterCapture({ ...CHARGE, status: 'approved' }, DECLINED, TIMEOUTS);
    expect(next).toEqual({ status: 'success', charge: 'approved', untilCapture: true });
  });

  it('a cancel that was too late ends in success', () => {
    const expired = { ...CHARGE, cancelCause: 'action_expired' } as const;
    expect(stateAfterCancel(expired, APPROVED, TIMEOUTS)).toMatchObject({ status: 'success', capturedNow: 50_000 });
    expect(stateAfterCancel({ ...expired, status: 'approved' }, APPROVED, TIMEOUTS)).toEqual({
      status: 'success',
      charge: 'approved',
      dueMs: TIMEOUTS.captureMs,
    });
  });
});

const cause = fc.constantFrom<(CancelCause | null)[]>(
  ...([null, 'requested', 'superseded', 'action_expired', 'capture_expired', 'unanswered'] as const),
);
const payment = fc.record({
  fence: fc.integer({ min: 1, max: 1_000_000 }),
  capture: fc.constantFrom('automatic' as const, 'manual' as const),
  amount: fc.integer({ min: 100, max: 99_999_999_999 }),
  cancelCause: cause,
});
const pending = fc.record({
  outcome: fc.constant('pending' as const),
  retryAfterMs: fc.integer({ min: 1, max: 600_000 }),
});
const undecided = fc.oneof(pending, fc.constant({ outcome: 'unknown' as const }));
const charged = fc.oneof(
  undecided,
  fc.constant<ChargeResult>(APPROVED),
  fc.constant<ChargeResult>(DECLINED),
  fc.constant<ChargeResult>({ outcome: 'cancelled' }),
  fc.constant<ChargeResult>({ outcome: 'requires_action', action: { type: 'otp', attemptsLeft: 1 } }),
);

describe('for every result of the bank', () => {
  it('the payment keeps its status, or makes one transition of the state table', () => {
    fc.assert(
      fc.property(payment, charged, (fields, result) => {
        const { status } = nextStateOf({ ...CHARGE, ...fields }, result, TIMEOUTS);
        expect(status === 'processing' || canMove(PAYMENT_TRANSITIONS, 'processing', status)).toBe(true);
      }),
    );
  });

  it('pending and unknown end no payment, capture nothing, announce nothing, and are due again', () => {
    const transitions = [nextStateOf, stateAfterCapture, stateAfterCancel] as const;
    fc.assert(
      fc.property(
        payment,
        undecided,
        fc.constantFrom(...transitions),
        fc.constantFrom(['open', 'processing'] as const, ['approved', 'success'] as const),
        (fields, result, transition, [status, paymentStatus]) => {
          const before: LeasedCharge = { ...CHARGE, ...fields, status, paymentStatus };
          const next = transition(before, result, TIMEOUTS);
          expect(next).toMatchObject({
            status: paymentStatus,
            charge: status,
            open: result.outcome,
            dueMs: expect.any(Number),
          });
          expect(next.capturedNow).toBeUndefined();
          expect(next.event).toBeUndefined();
        },
      ),
    );
  });

  it('nothing is captured unless the bank approved, and never more than the amount', () => {
    fc.assert(
      fc.property(payment, charged, (fields, result) => {
        const { status, capturedNow = 0 } = nextStateOf({ ...CHARGE, ...fields }, result, TIMEOUTS);
        expect(capturedNow).toBeLessThanOrEqual(fields.amount);
        if (result.outcome !== 'approved') expect(capturedNow).toBe(0);
        if (capturedNow > 0) expect(status).toBe('success');
      }),
    );
  });

  it('every transition is announced, and nothing else is', () => {
    fc.assert(
      fc.property(payment, charged, (fields, result) => {
        const { status, event } = nextStateOf({ ...CHARGE, ...fields }, result, TIMEOUTS);
        expect(event).toBe(status === 'processing' ? undefined : `payment.${status}`);
      }),
    );
  });

  it('the delay between two calls is positive, never shrinks, and is at most half a minute', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), fc.integer({ min: 100, max: 60_000 }), (silences, bankMs) => {
        const wait = retryDelayMs(silences, bankMs);
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(30_000);
        expect(retryDelayMs(silences + 1, bankMs)).toBeGreaterThanOrEqual(wait);
      }),
    );
  });

  it('the same result gives the same state', () => {
    fc.assert(
      fc.property(payment, charged, (fields, result) => {
        const before = { ...CHARGE, ...fields };
        expect(nextStateOf(before, result, TIMEOUTS)).toEqual(nextStateOf(before, result, TIMEOUTS));
      }),
    );
  });

  it('every status that processing may change to is reached', () => {
    const causes: (CancelCause | null)[] = [null, 'unanswered', 'action_expired'];
    const answers: ChargeResult[] = [
      APPROVED,
      DECLINED,
      { outcome: 'cancelled' },
      { outcome: 'requires_action', action: { type: 'otp', attemptsLeft: 3 } },
    ];
    const reached = answers.flatMap((answer) =>
      causes.map((cancelCause) => nextStateOf({ ...CHARGE, cancelCause }, answer, TIMEOUTS).status),
    );
    expect([...new Set(reached)].sort()).toEqual(
      statesOf(PAYMENT_TRANSITIONS)
        .filter((to) => canMove(PAYMENT_TRANSITIONS, 'processing', to))
        .sort(),
    );
  });
});
