import { expect, it } from '@jest/globals';
import { weeksOf } from './statistics';

const days = Array.from({ length: 10 }, (_, index) => ({
  ...{ from: `2026-11-${10 + index}`, capturedAmount: 100, refundedAmount: index === 9 ? 30 : 0 },
  ...{ succeeded: 1, failed: index < 3 ? 1 : 0 },
}));

it('days become weeks that end with the last day, the first one shorter', () => {
  expect(weeksOf(days)).toEqual([
    { from: '2026-11-10', capturedAmount: 300, refundedAmount: 0, succeeded: 3, failed: 3 },
    { from: '2026-11-13', capturedAmount: 700, refundedAmount: 30, succeeded: 7, failed: 0 },
  ]);
  expect(weeksOf([])).toEqual([]);
});
