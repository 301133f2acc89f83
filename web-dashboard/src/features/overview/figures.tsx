import type { PaymentGateway } from '@payment-gateway/sdk';
import { countOf, percentOf, wordsOf } from '../../lib/format';
import { amountOf } from '../../lib/money';
import { testId } from '../../lib/test-ids';
import { Card } from '../../ui/card';
import { BarChart, LineChart } from '../../ui/chart';
import { Stat } from '../../ui/stat';

type Statistics = Awaited<ReturnType<PaymentGateway['statistics']['get']>>;
type OfCurrency = Statistics['currencies'][number];

const shareOf = ({ succeeded, failed }: { succeeded: number; failed: number }) =>
  succeeded + failed === 0 ? null : succeeded / (succeeded + failed);

/** The currency with the most payments comes first; the others are beside its total. */
export function Figures({ statistics, timeZone }: { statistics: Statistics; timeZone: string }) {
  const currencies = [...statistics.currencies].sort((a, b) => b.current.transactions - a.current.transactions);
  const [main, ...others] = currencies;
  const sum = (of: (figures: OfCurrency['current']) => number, when: 'current' | 'previous') =>
    currencies.reduce((total, one) => total + of(one[when]), 0);
  const rate = (when: 'current' | 'previous') =>
    shareOf({ succeeded: sum((one) => one.succeeded, when), failed: sum((one) => one.failed, when) });
  const transactions = (when: 'current' | 'previous') => sum((one) => one.transactions, when);
  const over = (value: (bucket: OfCurrency['buckets'][number]) => number | null) => main?.buckets.map(value) ?? [];
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-3" {...testId('stats-container')}>
        <Stat
          label="Transactions"
          id="total-transactions"
          figure={countOf(transactions('current'))}
          now={transactions('current')}
          before={transactions('previous')}
          trend={over(({ succeeded, failed }) => succeeded + failed)}
        />
        <Stat
          label="Captured"
          id="total-amount"
          figure={amountOf(main?.current.capturedAmount ?? 0, main?.currency ?? 'INR')}
          now={main?.current.capturedAmount ?? 0}
          before={main?.previous.capturedAmount ?? 0}
          trend={over((bucket) => bucket.capturedAmount)}
        >
          {others.map(({ currency, current }) => (
            <p key={currency} className="mt-1 tabular-nums">
              {amountOf(current.capturedAmount, currency)}
            </p>
          ))}
        </Stat>
        <Stat
          label="Success rate"
          id="success-rate"
          figure={percentOf(rate('current'))}
          now={rate('current') ?? 0}
          before={rate('previous') ?? 0}
          trend={over(shareOf)}
        />
      </div>
      {main && <Charts of={main} timeZone={timeZone} />}
    </>
  );
}

function Charts({ of: { currency, buckets, declines }, timeZone }: { of: OfCurrency; timeZone: string }) {
  const bars = buckets.map(({ from, capturedAmount }) => ({
    from,
    value: capturedAmount,
    says: amountOf(capturedAmount, currency),
  }));
  const points = buckets.map(({ from, succeeded, failed }) => {
    const value = shareOf({ succeeded, failed });
    return { from, value, says: percentOf(value) };
  });
  return (
    <div className="mt-4 grid gap-4 lg:grid-cols-2">
      <Card title={`Captured, ${currency}`}>
        <BarChart id="chart-volume" label="Captured" bars={bars} timeZone={timeZone} />
      </Card>
      <Card title="Success rate">
        <LineChart id="chart-rate" label="Success rate" points={points} timeZone={timeZone} />
      </Card>
      {declines.length > 0 && (
        <Card title="Why payments failed">
          <ul className="grid gap-2">
            {declines.slice(0, 5).map(({ reason, count }) => (
              <li key={reason} className="flex justify-between gap-4">
                <span>{wordsOf(reason)}</span>
                <span className="tabular-nums">{countOf(count)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}
