import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Approved, ChargeResult } from '../../acquiring/connectors/connector.js';
import { canMove, statesOf } from '../../platform/state-machine.js';
import { stateAfterCancel, stateAfterCapture, nextStateOf } from './charge-outcome.js';
import { nextWatchMs, pagePollMs, retryDelayMs } from './charge-times.js';
import type { CancelCause, LeasedCharge, Terms } from './leased-charge.js';
import { PAYMENT_TRANSITIONS } from './payment.states.js';

const TIMEOUTS: Terms = {
  ...{ bankMs: 5_000, actionMs: 300_000, pageMs: 1_800_000, captureMs: 259_200_000, lateMs: 600_000 },
};
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
  method: 'upi',
  flow: 'collect',
  instrument: 'sim_upi:success',
  providerId: null,
  keyNumber: 1,
  answered: false,
  actionType: null,
  wasAsked: false,
  isOnly: false,
  ageMs: 0,
  endedMs: null,
  cancelRequestedMs: null,
  watchLeftMs: null,
  capture: 'automatic',
  captured: false,
  sendCount: 1,
  consecutiveTimeouts: 0,
  surplusTries: 0,
  captureAmount: null,
  cancelCause: null,
  traceParent: null,
  requestId: null,
  takenOver: false,
};
const APPROVED: Approved = {
  ...{ outcome: 'approved', connectorReference: 'bank-1', amount: 50_000, currency: 'INR', captured: 50_000 },
};
const AUTHORISED: Approved = { ...APPROVED, captured: 0 };
const STATED = { amount: 50_000, currency: 'INR', captured: 50_000 };
const DECLINED = { outcome: 'declined', reason: 'card_declined', description: 'Declined by the bank' } as const;
const LINK = 'upi://pay?pa=x';

describe("the next state after the bank's result", () => {
  it('approved beside a further payment on the same page: due again, so that this one is given back', () => {
    const further = {
      reference: 'pay_2',
      amount: 50_000,
      currency: 'INR',
      isUnderWay: false,
      description: 'No balance',
    };
    const next = nextStateOf(CHARGE, { ...APPROVED, surplus: [further] }, TIMEOUTS);
    expect(next).toMatchObject({ status: 'success', charge: 'approved', capturedNow: 50_000, dueMs: 0 });
    expect(nextStateOf(CHARGE, APPROVED, TIMEOUTS)).not.toHaveProperty('dueMs');
  });

  it('approved with automatic capture: success, all of it captured, nothing more is due', () => {
    const next = nextStateOf(CHARGE, APPROVED, TIMEOUTS);
    expect(next).toEqual({
      status: 'success',
      charge: 'approved',
      event: 'payment.success',
      capturedNow: 50_000,
      connectorReference: 'bank-1',
      stated: STATED,
    });
  });

  it('approved with manual capture: success, nothing captured, due when the authorisation ends', () => {
    const next = nextStateOf({ ...CHARGE, capture: 'manual' }, AUTHORISED, TIMEOUTS);
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
    ['capture_declined', 'failed', 'card_declined'],
    [null, 'cancelled', undefined],
  ])(
    'closed at the bank because of %s: %s, and the charge is watched for a late approval',
    (cancelCause, status, reason) => {
      const next = nextStateOf({ ...CHARGE, cancelCause }, { outcome: 'cancelled', proven: false }, TIMEOUTS);
      expect(next).toMatchObject({ status, charge: 'closed', watchMs: TIMEOUTS.lateMs });
      expect(next.error?.reason).toBe(reason);
    },
  );

  it('a capture captures the requested amount, or all of it', () => {
    const authorised = { ...CHARGE, status: 'approved', paymentStatus: 'success', capture: 'manual' } as const;
    const part = { ...APPROVED, captured: 700 };
    expect(stateAfterCapture({ ...authorised, captureAmount: 700 }, part, TIMEOUTS)).toMatchObject({
      status: 'success',
      event: 'payment.captured',
      capturedNow: 700,
    });
    expect(stateAfterCapture(authorised, APPROVED, TIMEOUTS).capturedNow).toBe(50_000);
  });

  it('a declined capture captures nothing and does not change the end of the authorisation', () => {
    const authorised = { ...CHARGE, status: 'approved', paymentStatus: 'success' } as const;
    const next = stateAfterCapture(authorised, DECLINED, TIMEOUTS);
    expect(next).toEqual({ status: 'success', charge: 'approved', untilCapture: true });
  });

  it('authorised under automatic capture is no success yet: the capture is requested and carried out', () => {
    const next = nextStateOf(CHARGE, AUTHORISED, TIMEOUTS);
    expect(next).toMatchObject({
      ...{ status: 'processing', charge: 'approved', intent: { capture: 50_000 }, dueMs: 0 },
    });
    expect([next.event, next.capturedNow]).toEqual([undefined, undefined]);
    const approved = { ...CHARGE, status: 'approved', captureAmount: 50_000 } as const;
    expect(stateAfterCapture(approved, APPROVED, TIMEOUTS)).toMatchObject({ event: 'payment.success' });
    expect(stateAfterCapture(approved, DECLINED, TIMEOUTS)).toMatchObject({
      ...{ status: 'processing', charge: 'approved', intent: { cancel: 'capture_declined' }, dueMs: 0 },
    });
  });

  it('captured although it was only to be authorised: recorded as captured', () => {
    const part = { ...APPROVED, captured: 20_000 };
    const manual = { ...CHARGE, capture: 'manual' } as const;
    const next = nextStateOf(manual, part, TIMEOUTS);
    expect(next).toMatchObject({ status: 'success', charge: 'approved', intent: { capture: 20_000 }, answered: true });
    expect(next.capturedNow).toBeUndefined();
    const authorised = { ...manual, status: 'approved', paymentStatus: 'success', captureAmount: 20_000 } as const;
    expect(stateAfterCapture(authorised, part, TIMEOUTS)).toMatchObject({
      ...{ event: 'payment.captured', capturedNow: 20_000 },
    });
  });

  it.each<[string, Partial<Approved>]>([
    ['a larger amount', { amount: 50_001, captured: 50_001 }],
    ['a smaller amount', { amount: 49_999, captured: 49_999 }],
    ['another currency', { currency: 'USD' }],
    ['more captured than approved', { captured: 50_001 }],
    ['a part captured of an automatic capture', { captured: 1 }],
    ['another amount authorised', { amount: 1, captured: 0 }],
  ])('%s is never a success: the payment fails and all of it goes back', (_, stated) => {
    const next = nextStateOf(CHARGE, { ...APPROVED, ...stated }, TIMEOUTS);
    expect(next).toMatchObject({
      status: 'failed',
      charge: 'reversing',
      dueMs: 0,
      error: { reason: 'amount_mismatch' },
    });
    expect(next.capturedNow).toBeUndefined();
    const { outcome: _outcome, connectorReference: _reference, ...all } = { ...APPROVED, ...stated };
    expect(next.stated).toEqual(all);
  });

  it('another amount at the capture of an authorised payment cancels it, and all of it goes back', () => {
    const authorised = { ...CHARGE, status: 'approved', paymentStatus: 'success', capture: 'manual' } as const;
    const next = stateAfterCapture(authorised, { ...APPROVED, captured: 50_001 }, TIMEOUTS);
    expect(next).toMatchObject({ status: 'cancelled', charge: 'reversing', event: 'payment.cancelled' });
  });

  it('a close that is proven is not watched', () => {
    const next = nextStateOf(CHARGE, { outcome: 'cancelled', proven: true }, TIMEOUTS);
    expect(next).toMatchObject({ status: 'cancelled', charge: 'closed' });
    expect([next.watchMs, next.dueMs]).toEqual([undefined, undefined]);
  });

  it('a page of the acquirer is shown with its own limit, and asked about more and more rarely', () => {
    const page = { outcome: 'requires_action', action: { type: 'redirect', url: 'https://pay' } } as const;
    const next = nextStateOf(CHARGE, page, TIMEOUTS);
    expect(next).toMatchObject({ nextAction: { type: 'redirect', url: 'https://pay' }, actionMs: TIMEOUTS.pageMs });
    expect([0, 4_000, 10_000, 29_000, 30_000, 900_000].map(pagePollMs)).toEqual([
      ...[10_000, 6_000, 20_000, 1_000, 120_000, 120_000],
    ]);
  });

  it('a closed charge is asked about after a minute, then ever more rarely, and at the end of its watch', () => {
    const hour = 3_600_000;
    expect(nextWatchMs(0, 5 * 24 * hour)).toBe(60_000);
    expect(nextWatchMs(2 * hour, 5 * 24 * hour)).toBe(2 * hour);
    expect(nextWatchMs(48 * hour, 72 * hour)).toBe(6 * hour);
    expect(nextWatchMs(9 * 60_000, 20_000)).toBe(20_000);
    expect(nextWatchMs(600_000, 0)).toBeNull();
  });

  it('a response without an outcome is remembered, silence and a refusal are not', () => {
    const of = (result: ChargeResult) => nextStateOf(CHARGE, result, TIMEOUTS).answered;
    expect(of({ outcome: 'unknown' })).toBe(false);
    expect(of({ outcome: 'unknown', answered: true })).toBe(true);
    expect(of({ outcome: 'unknown', answered: true, refused: true })).toBe(false);
    expect(of({ outcome: 'pending', retryAfterMs: 1 })).toBe(true);
  });

  it('a cancel that was too late ends in success', () => {
    const expired = { ...CHARGE, cancelCause: 'action_expired' } as const;
    expect(stateAfterCancel(expired, APPROVED, TIMEOUTS)).toMatchObject({ status: 'success', capturedNow: 50_000 });
    expect(stateAfterCancel({ ...expired, status: 'approved' }, AUTHORISED, TIMEOUTS)).toEqual({
      status: 'success',
      charge: 'approved',
      dueMs: TIMEOUTS.captureMs,
    });
  });
});

const cause = fc.constantFrom<(CancelCause | null)[]>(
  ...([
    null,
    'requested',
    'superseded',
    'action_expired',
    'capture_expired',
    'unanswered',
    'capture_declined',
  ] as const),
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
/** Whatever an acquirer may state, right or wrong. */
const approval = fc.record({
  outcome: fc.constant('approved' as const),
  connectorReference: fc.constant('bank-1'),
  amount: fc.integer({ min: 0, max: 99_999_999_999 }),
  currency: fc.constantFrom('INR', 'USD'),
  captured: fc.integer({ min: 0, max: 99_999_999_999 }),
});
const charged = fc.oneof(
  undecided,
  approval.map((result): ChargeResult => result),
  fc.constant<ChargeResult>(DECLINED),
  fc.boolean().map((proven): ChargeResult => ({ outcome: 'cancelled', proven })),
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
        if (capturedNow > 0 && result.outcome === 'approved') expect(result.captured).toBe(capturedNow);
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
      { outcome: 'cancelled', proven: false },
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
