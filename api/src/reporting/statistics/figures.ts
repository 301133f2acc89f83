import type { CurrencyStatisticsDto, DeclineDto, FiguresDto, StatisticsBucketDto } from './statistics.dto.js';

/** One metric of one currency, summed over a bucket; `from` is null for the whole period before. */
export interface Sum {
  currency: string;
  metric: string;
  from: string | null;
  count: number;
  amount: number;
}

const DECLINED = 'declined:';

/** Sums as they stand in the answer: per currency the period, the one before, its buckets and its declines. */
export function figuresByCurrency(sums: readonly Sum[], buckets: readonly string[]): CurrencyStatisticsDto[] {
  const currencies = [...new Set(sums.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const own = sums.filter((sum) => sum.currency === currency);
    const current = own.filter(({ from }) => from !== null);
    const byBucket = groupedBy(current, ({ from }) => from);
    return {
      currency,
      current: figuresOf(current),
      previous: figuresOf(own.filter(({ from }) => from === null)),
      buckets: buckets.map((from) => bucketOf(from, byBucket.get(from) ?? [])),
      declines: declinesOf(current),
    };
  });
}

function figuresOf(sums: readonly Sum[]): FiguresDto {
  const [succeeded, failed] = [counted(sums, 'succeeded'), counted(sums, 'failed')];
  return {
    transactions: succeeded + failed + counted(sums, 'cancelled') + counted(sums, 'expired'),
    succeeded,
    failed,
    success_rate: succeeded + failed === 0 ? null : succeeded / (succeeded + failed),
    captured_amount: moved(sums, 'captured', 'reversed'),
    refunded_amount: 0 - moved(sums, 'refunded', 'refund_failed'),
    refunds: counted(sums, 'refunded') - counted(sums, 'refund_failed'),
  };
}

function bucketOf(from: string, sums: readonly Sum[]): StatisticsBucketDto {
  const { succeeded, failed, captured_amount, refunded_amount } = figuresOf(sums);
  return { from, succeeded, failed, captured_amount, refunded_amount };
}

function declinesOf(sums: readonly Sum[]): DeclineDto[] {
  const declined = sums.filter(({ metric }) => metric.startsWith(DECLINED));
  return [...groupedBy(declined, ({ metric }) => metric)]
    .map(([metric, some]) => ({ reason: metric.slice(DECLINED.length), count: counted(some, metric) }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

function counted(sums: readonly Sum[], wanted: string): number {
  return sums.reduce((total, { metric, count }) => (metric === wanted ? total + count : total), 0);
}

/** Amounts as they were booked: what goes out is below zero. */
function moved(sums: readonly Sum[], ...wanted: string[]): number {
  return sums.reduce((total, { metric, amount }) => (wanted.includes(metric) ? total + amount : total), 0);
}

function groupedBy<Key>(sums: readonly Sum[], keyOf: (sum: Sum) => Key): Map<Key, Sum[]> {
  const groups = new Map<Key, Sum[]>();
  for (const sum of sums) {
    const group = groups.get(keyOf(sum));
    if (group) group.push(sum);
    else groups.set(keyOf(sum), [sum]);
  }
  return groups;
}
