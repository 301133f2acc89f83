import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { figuresByCurrency, type Sum } from './figures.js';

const HOURS = ['2026-11-23T00:00:00.000Z', '2026-11-23T01:00:00.000Z', '2026-11-23T02:00:00.000Z'];
const METRICS = ['succeeded', 'failed', 'cancelled', 'expired', 'captured', 'refunded', 'refund_failed', 'reversed'];
const sum = (metric: string, from: string | null, count: number, amount = 0): Sum => ({
  currency: 'INR',
  metric,
  from,
  count,
  amount,
});
const NOTHING = {
  transactions: 0,
  succeeded: 0,
  failed: 0,
  success_rate: null,
  succeeded_amount: 0,
  captured_amount: 0,
  refunded_amount: 0,
  refunds: 0,
};

describe('the figures of a period', () => {
  it('stand beside those of the period before, with a bucket for every hour', () => {
    const [first = ''] = HOURS;
    const sums = [
      sum('succeeded', first, 3, 900),
      sum('succeeded:upi', first, 2, 700),
      sum('succeeded:card', first, 1, 200),
      sum('failed:card', first, 1, 300),
      sum('succeeded:card', null, 1, 100),
      sum('failed', first, 1, 300),
      sum('declined:card_declined', first, 1, 300),
      sum('cancelled', first, 2, 600),
      sum('expired', HOURS[2] ?? null, 1, 300),
      sum('captured', first, 3, 900),
      sum('reversed', first, 1, -300),
      sum('refunded', first, 2, -500),
      sum('refund_failed', HOURS[2] ?? null, 1, 200),
      sum('succeeded', null, 1, 100),
    ];
    const bucket = (from: string) => ({ from, succeeded: 0, failed: 0, captured_amount: 0, refunded_amount: 0 });
    expect(figuresByCurrency(sums, HOURS)).toEqual([
      {
        currency: 'INR',
        current: {
          transactions: 7,
          succeeded: 3,
          failed: 1,
          success_rate: 0.75,
          succeeded_amount: 900,
          captured_amount: 600,
          refunded_amount: 300,
          refunds: 1,
        },
        previous: { ...NOTHING, transactions: 1, succeeded: 1, success_rate: 1, succeeded_amount: 100 },
        buckets: [
          { from: first, succeeded: 3, failed: 1, captured_amount: 600, refunded_amount: 500 },
          bucket(HOURS[1] ?? ''),
          { ...bucket(HOURS[2] ?? ''), refunded_amount: -200 },
        ],
        methods: [
          { method: 'card', succeeded: 1, failed: 1, success_rate: 0.5, succeeded_amount: 200 },
          { method: 'upi', succeeded: 2, failed: 0, success_rate: 1, succeeded_amount: 700 },
        ],
        declines: [{ reason: 'card_declined', count: 1 }],
      },
    ]);
  });

  it('are one entry per currency, in order of its code; none where nothing happened', () => {
    const sums = ['USD', 'INR', 'JPY'].map((currency) => ({ ...sum('succeeded', null, 1), currency }));
    expect(figuresByCurrency(sums, HOURS).map(({ currency }) => currency)).toEqual(['INR', 'JPY', 'USD']);
    expect(figuresByCurrency([], HOURS)).toEqual([]);
  });

  it('name the most frequent reason of a decline first', () => {
    const reasons = HOURS.flatMap((hour) => [sum('declined:b', hour, 1), sum('declined:a', hour, 1)]);
    const sums = [...reasons, sum('declined:c', HOURS[0] ?? '', 9), sum('declined:old', null, 99)];
    expect(figuresByCurrency(sums, HOURS)[0]?.declines).toEqual([
      { reason: 'c', count: 9 },
      { reason: 'a', count: 3 },
      { reason: 'b', count: 3 },
    ]);
  });

  it('are what their buckets add up to', () => {
    const some = fc.record({
      metric: fc.constantFrom(...METRICS),
      from: fc.constantFrom(null, ...HOURS),
      count: fc.nat(1_000),
      amount: fc.integer({ min: -1e9, max: 1e9 }),
      currency: fc.constantFrom('INR', 'USD'),
    });
    fc.assert(
      fc.property(fc.array(some), (sums) => {
        for (const { current, buckets } of figuresByCurrency(sums, HOURS)) {
          expect(buckets.map(({ from }) => from)).toEqual(HOURS);
          for (const figure of ['succeeded', 'failed', 'captured_amount', 'refunded_amount'] as const) {
            expect(buckets.reduce((total, bucket) => total + bucket[figure], 0)).toBe(current[figure]);
          }
        }
      }),
    );
  });
});
