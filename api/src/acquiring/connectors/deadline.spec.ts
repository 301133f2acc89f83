import { describe, expect, it, jest } from '@jest/globals';
import type { Connector } from './connector.js';
import { Deadline, type ReportFailure } from './deadline.js';

const REQUEST = { merchantId: 'm', amount: 100, currency: 'INR' };
const CALLS: [name: string, call: (bank: Connector) => Promise<unknown>][] = [
  ['charge', (bank) => bank.charge({ ...REQUEST, reference: 'r', instrument: 't', capture: 'automatic' })],
  ['findCharge', (bank) => bank.findCharge('r')],
  ['answer', (bank) => bank.submitAction('r', { otp: '123456' })],
  ['capture', (bank) => bank.capture('r', 100)],
  ['findCapture', (bank) => bank.findCapture('r')],
  ['cancel', (bank) => bank.cancel('r')],
  ['reverse', (bank) => bank.reverse('r')],
  ['refund', (bank) => bank.refund({ ...REQUEST, reference: 'r', chargeReference: 'c' })],
  ['findRefund', (bank) => bank.findRefund('r')],
  ['cancelRefund', (bank) => bank.cancelRefund('r')],
];

/** A bank that does the same for every call. */
const bankThat = (does: () => unknown): Connector =>
  new Proxy({} as Connector, { get: (_, property) => (property === 'name' ? 'fake' : does) });
const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

describe.each(CALLS)('%s', (name, call) => {
  it('returns the result of the bank and leaves no timer behind', async () => {
    const before = timers();
    const report = jest.fn<ReportFailure>();
    const bank = new Deadline(
      bankThat(() => Promise.resolve({ outcome: 'cancelled' })),
      60_000,
      report,
    );
    expect(await call(bank)).toEqual({ outcome: 'cancelled' });
    expect(timers()).toBe(before);
    expect(report).not.toHaveBeenCalled();
  });

  it('is unknown after the deadline', async () => {
    const report = jest.fn<ReportFailure>();
    const silent = bankThat(() => new Promise(() => undefined));
    expect(await call(new Deadline(silent, 5, report))).toEqual({ outcome: 'unknown' });
    expect(report).toHaveBeenCalledWith(name, 'r', new Error('No answer within 5 ms'));
  });

  it.each([
    ['refuses', () => Promise.reject(new Error('ECONNREFUSED'))],
    ['breaks at once', () => fail()],
  ])('is unknown when the connection %s, and the reason is reported', async (_, does) => {
    const report = jest.fn<ReportFailure>();
    expect(await call(new Deadline(bankThat(does), 60_000, report))).toEqual({ outcome: 'unknown' });
    expect(report).toHaveBeenCalledWith(name, 'r', new Error('ECONNREFUSED'));
  });
});

function fail(): never {
  throw new Error('ECONNREFUSED');
}

it('a failure after the deadline is no unhandled rejection', async () => {
  const unhandled = jest.fn();
  process.on('unhandledRejection', unhandled);
  let breakNow = (): void => undefined;
  const late = new Promise((_, reject) => (breakNow = () => reject(new Error('too late'))));
  const bank = new Deadline(
    bankThat(() => late),
    5,
    () => undefined,
  );
  expect(await bank.cancel('r')).toEqual({ outcome: 'unknown' });
  breakNow();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

it('a token is made without a deadline', () => {
  const bank = new Deadline(
    bankThat(() => 'token'),
    5,
    () => undefined,
  );
  expect([bank.name, bank.tokenizeUpi({ flow: 'intent' })]).toEqual(['fake', 'token']);
});
