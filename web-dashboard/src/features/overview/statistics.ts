import type { PaymentGateway } from '@payment-gateway/sdk';

export type Statistics = Awaited<ReturnType<PaymentGateway['statistics']['get']>>;
export type OfCurrency = Statistics['currencies'][number];

interface Money {
  capturedAmount: number;
  refundedAmount: number;
}

/** What stays with the merchant. */
export const netOf = ({ capturedAmount, refundedAmount }: Money) => capturedAmount - refundedAmount;

/** Of the payments that the bank approved, captured or not; 0 without one. */
export const averageOf = ({ succeededAmount, succeeded }: { succeededAmount: number; succeeded: number }) =>
  succeeded === 0 ? 0 : Math.round(succeededAmount / succeeded);

export const shareOf = ({ succeeded, failed }: { succeeded: number; failed: number }) =>
  succeeded + failed === 0 ? null : succeeded / (succeeded + failed);

type Bucket = Pick<
  OfCurrency['buckets'][number],
  'from' | 'capturedAmount' | 'refundedAmount' | 'succeeded' | 'failed'
>;
const WEEK = 7;

/** The begin of the bucket that is not over; undefined if each is. */
export const openOf = (buckets: readonly Bucket[], asOf: string, to: string) =>
  Date.parse(asOf) < Date.parse(to)
    ? buckets.findLast(({ from }) => Date.parse(from) <= Date.parse(asOf))?.from
    : undefined;

/** Days as weeks; the last one is whole. */
export function weeksOf(days: readonly Bucket[]): Bucket[] {
  const weeks = new Map<number, Bucket>();
  for (const [index, day] of days.entries()) {
    const week = Math.floor((days.length - 1 - index) / WEEK);
    const sum = weeks.get(week);
    weeks.set(week, {
      from: sum?.from ?? day.from,
      capturedAmount: (sum?.capturedAmount ?? 0) + day.capturedAmount,
      refundedAmount: (sum?.refundedAmount ?? 0) + day.refundedAmount,
      succeeded: (sum?.succeeded ?? 0) + day.succeeded,
      failed: (sum?.failed ?? 0) + day.failed,
    });
  }
  return [...weeks.values()];
}
