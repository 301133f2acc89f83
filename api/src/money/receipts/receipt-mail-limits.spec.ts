import { describe, expect, it } from '@jest/globals';
import { limitReached, MAX_PER_ADDRESS, MAX_PER_PAYMENT } from './receipt-mail-limits.js';

const RATE = { count: 100, periodMs: 3_600_000 };
const NONE = { ofPayment: 0, toAddress: 0, ofMerchant: 0 };

describe('receipts by mail', () => {
  it.each([
    [NONE, RATE, 'live'],
    [{ ...NONE, ofPayment: MAX_PER_PAYMENT - 1 }, RATE, 'live'],
    [{ ...NONE, toAddress: MAX_PER_ADDRESS - 1 }, RATE, 'live'],
    [{ ...NONE, ofMerchant: 99 }, RATE, 'live'],
    [{ ...NONE, ofMerchant: 4 }, RATE, 'test'],
    [{ ...NONE, ofMerchant: 10_000 }, 'off' as const, 'test'],
  ])('one more is sent after %j within %j in %s mode', (written, rate, mode) =>
    expect(limitReached(written, rate, mode)).toBeNull(),
  );

  it.each([
    [{ ...NONE, ofPayment: MAX_PER_PAYMENT }, 'off' as const, 'live', 86_400],
    [{ ...NONE, toAddress: MAX_PER_ADDRESS }, 'off' as const, 'live', 86_400],
    [{ ...NONE, ofMerchant: 100 }, RATE, 'live', 3_600],
    [{ ...NONE, ofMerchant: 5 }, RATE, 'test', 3_600],
  ])('none is sent after %j within %j in %s mode', (written, rate, mode, retryAfterSeconds) =>
    expect(limitReached(written, rate, mode)).toMatchObject({ reason: 'too_many_receipts', retryAfterSeconds }),
  );
});
