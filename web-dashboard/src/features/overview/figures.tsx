import { countOf, percentOf } from '../../lib/format';
import { amountOf } from '../../lib/money';
import { testId } from '../../lib/test-ids';
import { Card } from '../../ui/card';
import { Stat } from '../../ui/stat';
import { ByCurrency } from './by-currency';
import { ByMethod } from './by-method';
import { Charts, Declines } from './charts';
import { averageOf, netOf, type OfCurrency, shareOf, type Statistics } from './statistics';

type When = 'current' | 'previous';

/** The currency with the most payments leads; the others are in a table of their own. */
export function Figures({ statistics, timeZone }: { statistics: Statistics; timeZone: string }) {
  const currencies = [...statistics.currencies].sort((a, b) => b.current.transactions - a.current.transactions);
  const [main] = currencies;
  const sum = (of: (figures: OfCurrency['current']) => number, when: When) =>
    currencies.reduce((total, one) => total + of(one[when]), 0);
  const rate = (when: When) =>
    shareOf({ succeeded: sum((one) => one.succeeded, when), failed: sum((one) => one.failed, when) });
  const of = (figure: (figures: OfCurrency['current']) => number) => ({
    now: main ? figure(main.current) : 0,
    before: main ? figure(main.previous) : 0,
  });
  const money = (minor: number) => amountOf(minor, main?.currency ?? 'INR');
  const counted = (figure: (figures: OfCurrency['current']) => number) => ({
    now: sum(figure, 'current'),
    before: sum(figure, 'previous'),
  });
  const [net, refunded, average] = [of(netOf), of((one) => one.refundedAmount), of(averageOf)];
  const payments = counted((one) => one.transactions);
  const unfinished = sum((one) => one.transactions - one.succeeded - one.failed, 'current');
  return (
    <>
      <div
        className="grid grid-cols-2 gap-4 lg:grid-cols-6 xl:grid-cols-[1.5fr_1fr_1fr_1.2fr_1.2fr]"
        {...testId('stats-container')}
      >
        <div className="min-w-0 col-span-2 xl:col-span-1">
          <Stat label="Net volume" id="net-volume" figure={money(net.now)} {...net} better="up">
            <span {...testId('total-amount')}>{money(main?.current.capturedAmount ?? 0)}</span> captured, less refunds
          </Stat>
        </div>
        <div className="min-w-0 lg:col-span-2 xl:col-span-1">
          <Stat label="Payments" id="total-transactions" figure={countOf(payments.now)} {...payments} better="up">
            {unfinished > 0 && `${countOf(unfinished)} cancelled or expired`}
          </Stat>
        </div>
        <div className="min-w-0 lg:col-span-2 xl:col-span-1">
          <Stat
            label="Success rate"
            id="success-rate"
            figure={percentOf(rate('current'))}
            now={rate('current') ?? 0}
            before={rate('previous') ?? 0}
            better="up"
            share
          />
        </div>
        <div className="min-w-0 lg:col-span-3 xl:col-span-1">
          <Stat label="Refunds" id="refunded-amount" figure={money(refunded.now)} {...refunded} better="down">
            {refundsWords(counted((one) => one.refunds).now)}
          </Stat>
        </div>
        <div className="min-w-0 lg:col-span-3 xl:col-span-1">
          <Stat label="Average payment" id="average-amount" figure={money(average.now)} {...average}>
            {main && main.current.succeeded > 0 && `of ${countOf(main.current.succeeded)} approved`}
          </Stat>
        </div>
      </div>
      {main && (
        <div className="mt-4 grid gap-4 lg:grid-cols-2">
          <Charts of={main} timeZone={timeZone} asOf={statistics.asOf} to={statistics.to} />
          {main.methods.length > 0 && (
            <Card title={`By method, ${main.currency}`} padded={false}>
              <ByMethod of={main} />
            </Card>
          )}
          {currencies.length > 1 && (
            <Card title="By currency" padded={false}>
              <ByCurrency currencies={currencies} />
            </Card>
          )}
          <Declines currencies={currencies} />
        </div>
      )}
    </>
  );
}

const refundsWords = (count: number) => count > 0 && `${countOf(count)} ${count === 1 ? 'refund' : 'refunds'}`;
