import { compactAmount } from '../../lib/money';
import { bucketOf, countOf, percentOf, wordsOf } from '../../lib/format';
import { amountOf } from '../../lib/money';
import { Card } from '../../ui/card';
import { Chart } from '../../ui/chart';
import Link from '../../ui/link';
import { shareTicks } from '../../ui/scale';
import { netOf, type OfCurrency, openOf, shareOf, weeksOf } from './statistics';

const DAY_MS = 86_400_000;
const MAX_REASONS = 6;
/** Beyond them a chart is by week. */
const MAX_DAYS = 31;

interface Times {
  timeZone: string;
  /** What happened until then is counted. */
  asOf: string;
  /** The end of the period. */
  to: string;
}

export function Charts({ of: { currency, buckets }, timeZone, asOf, to }: Times & { of: OfCurrency }) {
  // The first bucket may be shorter: it begins with the period.
  const [last, before] = [buckets.at(-1), buckets.at(-2)];
  const isHourly = last && before ? Date.parse(last.from) - Date.parse(before.from) < DAY_MS / 2 : false;
  const at = (from: string) => bucketOf(from, timeZone, isHourly);
  const isWeekly = !isHourly && buckets.length > MAX_DAYS;
  const shown = isWeekly ? weeksOf(buckets) : buckets;
  const per = isWeekly ? ', by week' : '';
  const open = openOf(shown, asOf, to);
  const pointOf = (from: string, value: number | null, says: string) =>
    from === open ? { at: at(from), value, says: `${says} so far`, isOpen: true } : { at: at(from), value, says };
  const bars = shown.map((bucket) => {
    const net = netOf(bucket);
    return pointOf(bucket.from, net, amountOf(net, currency));
  });
  const points = shown.map(({ from, succeeded, failed }) => {
    const value = shareOf({ succeeded, failed });
    const says = value === null ? 'no payment' : `${percentOf(value)} of ${countOf(succeeded + failed)}`;
    return pointOf(from, value, says);
  });
  return (
    <>
      <Card title={`Net volume, ${currency}${per}`}>
        <Chart kind="bars" label="Net volume" points={bars} tickWords={(value) => compactAmount(value, currency)} />
      </Card>
      <Card title={`Success rate${per}`}>
        <Chart kind="line" label="Success rate" points={points} scale={shareTicks} tickWords={percentOf} />
      </Card>
    </>
  );
}

/** Why payments failed, the most frequent reason first, as shares of all failed ones. */
export function Declines({ currencies }: { currencies: OfCurrency[] }) {
  const counts = new Map<string, number>();
  for (const { reason, count } of currencies.flatMap(({ declines }) => declines))
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, MAX_REASONS);
  return (
    <Card
      title="Why payments failed"
      action={
        <Link className="link text-[13px]/[18px]" href="/dashboard/transactions?state=failed">
          See them
        </Link>
      }
    >
      <ul className="grid gap-3">
        {most.map(([reason, count]) => (
          <li key={reason}>
            <p className="flex justify-between gap-4">
              <span>{wordsOf(reason)}</span>
              <span className="text-ink-2 tabular-nums">
                {countOf(count)} · {percentOf(count / all)}
              </span>
            </p>
            <svg
              viewBox="0 0 100 1"
              preserveAspectRatio="none"
              className="mt-1 h-1.5 w-full rounded-full"
              aria-hidden="true"
            >
              <rect width="100" height="1" fill="var(--line)" />
              <rect width={(count / all) * 100} height="1" fill="var(--bad)" />
            </svg>
          </li>
        ))}
      </ul>
    </Card>
  );
}
