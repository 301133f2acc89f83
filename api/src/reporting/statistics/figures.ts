import type {
  CurrencyStatisticsDto,
  DeclineDto,
  FiguresDto,
  MethodStatisticsDto,
  StatisticsBucketDto,
} from './statistics.dto.js';

/** One metric of one currency, summed over a bucket; `from` is null for the whole previous period. */
export interface Sum {
  currency: string;
  metric: string;
  from: string | null;
  count: number;
  amount: number;
}

const DECLINED = 'declined:';
/** `succeeded:upi`, `failed:card`: the metrics of one method. */
const BY_METHOD = /^(?:succeeded|failed):(.+)$/;

/** The response per currency: the figures of the period and of the one before, the buckets and the declines. */
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
      methods: methodsOf(current),
      declines: declinesOf(current),
    };
  });
}

function figuresOf(sums: readonly Sum[]): FiguresDto {
  const [succeeded, failed] = [countOf(sums, 'succeeded'), countOf(sums, 'failed')];
  return {
    transactions: succeeded + failed + countOf(sums, 'cancelled') + countOf(sums, 'expired'),
    succeeded,
    failed,
    success_rate: rateOf(succeeded, failed),
    succeeded_amount: amountOf(sums, 'succeeded'),
    captured_amount: amountOf(sums, 'captured', 'reversed'),
    refunded_amount: 0 - amountOf(sums, 'refunded', 'refund_failed'),
    refunds: countOf(sums, 'refunded') - countOf(sums, 'refund_failed'),
  };
}

function bucketOf(from: string, sums: readonly Sum[]): StatisticsBucketDto {
  const { succeeded, failed, captured_amount, refunded_amount } = figuresOf(sums);
  return { from, succeeded, failed, captured_amount, refunded_amount };
}

function declinesOf(sums: readonly Sum[]): DeclineDto[] {
  const declined = sums.filter(({ metric }) => metric.startsWith(DECLINED));
  return [...groupedBy(declined, ({ metric }) => metric)]
    .map(([metric, some]) => ({ reason: metric.slice(DECLINED.length), count: countOf(some, metric) }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

/** The method with the most payments first. */
function methodsOf(sums: readonly Sum[]): MethodStatisticsDto[] {
  const methods = [...new Set(sums.flatMap(({ metric }) => BY_METHOD.exec(metric)?.[1] ?? []))];
  return methods
    .map((method) => {
      const [succeeded, failed] = [countOf(sums, `succeeded:${method}`), countOf(sums, `failed:${method}`)];
      const succeededAmount = amountOf(sums, `succeeded:${method}`);
      return { method, succeeded, failed, success_rate: rateOf(succeeded, failed), succeeded_amount: succeededAmount };
    })
    .sort((a, b) => b.succeeded + b.failed - a.succeeded - a.failed || (a.method < b.method ? -1 : 1));
}

const rateOf = (succeeded: number, failed: number) =>
  succeeded + failed === 0 ? null : succeeded / (succeeded + failed);

function countOf(sums: readonly Sum[], wanted: string): number {
  return sums.reduce((total, { metric, count }) => (metric === wanted ? total + count : total), 0);
}

/** Amounts as booked: outgoing money is negative. */
function amountOf(sums: readonly Sum[], ...wanted: string[]): number {
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
