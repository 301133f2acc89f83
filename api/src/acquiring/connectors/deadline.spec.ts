import { describe, expect, it, jest } from '@jest/globals';
import type { ChargeRef, Connector, RefundRequest } from './connector.js';
import { AnsweredWithoutOutcome } from './answered.js';
import { type CallWatch, withDeadlines } from './deadline.js';
import { allDeadlines, type Call, CALLS } from './sheet.js';
import { simulatedSheet } from './simulated/simulated.sheet.js';

const COMMON = { reference: 'r', providerId: null, merchantId: 'm', amount: 100, currency: 'INR', keyNumber: 1 };
const REF: ChargeRef = { ...COMMON, capture: 'automatic' };
const REFUND: RefundRequest = { ...COMMON, charge: { reference: 'c', providerId: null } };
const SEND: Record<Call, (bank: Connector) => Promise<unknown> | undefined> = {
  prepare: (bank) =>
    bank.prepare?.({ ...REF, merchantLabel: 'Shop', methods: ['card'], returnUrl: 'https://x', expiresAt: 'y' }),
  charge: (bank) => bank.charge?.({ ...REF, instrument: 't', returnUrl: 'https://x' }),
  findCharge: (bank) => bank.findCharge(REF),
  submitAction: (bank) => bank.submitAction?.(REF, { otp: '123456' }),
  capture: (bank) => bank.capture(REF, 100),
  cancel: (bank) => bank.cancel(REF),
  reverse: (bank) => bank.reverse(REF),
  refund: (bank) => bank.refund(REFUND),
  findRefund: (bank) => bank.findRefund(REFUND),
  closeRefund: (bank) => bank.closeRefund?.(REFUND),
};

type Failed = CallWatch['failed'];
const watch = (failed: Failed = () => undefined): CallWatch => ({ failed, ended: () => undefined });
const UNLIMITED_MS = 60_000;

/** A bank that does the same for every call, within the same limit. */
function bankThat(does: () => unknown, limitMs = UNLIMITED_MS): Connector {
  const sheet = { ...simulatedSheet(limitMs), deadlineMs: allDeadlines(limitMs) };
  return { name: 'fake', sheet, ...Object.fromEntries(CALLS.map((call) => [call, does])) } as unknown as Connector;
}
const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

describe.each(CALLS)('%s', (name) => {
  const call = SEND[name];

  it('returns the result of the bank and leaves no timer behind', async () => {
    const before = timers();
    const report = jest.fn<Failed>();
    const bank = withDeadlines(
      bankThat(() => Promise.resolve({ outcome: 'cancelled' })),
      watch(report),
    );
    expect(await call(bank)).toEqual({ outcome: 'cancelled' });
    expect(timers()).toBe(before);
    expect(report).not.toHaveBeenCalled();
  });

  it('is unknown after the deadline', async () => {
    const report = jest.fn<Failed>();
    const silent = bankThat(() => new Promise(() => undefined), 5);
    expect(await call(withDeadlines(silent, watch(report)))).toEqual({ outcome: 'unknown' });
    expect(report).toHaveBeenCalledWith(name, 'r', new Error('No answer within 5 ms'));
  });

  it.each([
    ['refuses', () => Promise.reject(new Error('ECONNREFUSED'))],
    ['breaks at once', () => fail()],
  ])('is unknown when the connection %s, and the reason is reported', async (_, does) => {
    const report = jest.fn<Failed>();
    expect(await call(withDeadlines(bankThat(does), watch(report)))).toEqual({ outcome: 'unknown' });
    expect(report).toHaveBeenCalledWith(name, 'r', new Error('ECONNREFUSED'));
  });

  it.each([true, false])(
    'is unknown but answered when a response tells no outcome (refused: %s)',
    async (isRefused) => {
      const answered = bankThat(() => Promise.reject(new AnsweredWithoutOutcome('500', isRefused)));
      const result = await call(withDeadlines(answered, watch()));
      expect(result).toEqual({ outcome: 'unknown', answered: true, refused: isRefused });
    },
  );
});

function fail(): never {
  throw new Error('ECONNREFUSED');
}

it('a failure after the deadline is no unhandled rejection', async () => {
  const unhandled = jest.fn();
  process.on('unhandledRejection', unhandled);
  let breakNow = (): void => undefined;
  const late = new Promise((_, reject) => (breakNow = () => reject(new Error('too late'))));
  const bank = withDeadlines(
    bankThat(() => late, 5),
    watch(),
  );
  expect(await bank.cancel(REF)).toEqual({ outcome: 'unknown' });
  breakNow();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

it('a token is made without a deadline, and a call that the acquirer lacks stays absent', () => {
  const { closeRefund: _, ...bank } = bankThat(() => Promise.resolve());
  const limited = withDeadlines({ ...bank, tokenizeUpi: () => 'token' }, watch());
  expect([limited.name, limited.tokenizeUpi?.({ flow: 'intent' }), limited.closeRefund]).toEqual([
    ...['fake', 'token', undefined],
  ]);
});
