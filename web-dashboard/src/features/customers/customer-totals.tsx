import { countOf, dayMonthOf, momentOf, percentOf, timeOf } from '../../lib/format';
import { amountOf } from '../../lib/money';
import { testId, type TestId } from '../../lib/test-ids';
import type { CustomerTotals } from '../../lib/types';
import type { ReactNode } from 'react';

type OfCurrency = CustomerTotals['currencies'][number];

/** From so many payments on the API adds up the newest only. */
const MAX_COUNTED = 10_000;

/**
 * What the customer has paid. Amounts of different currencies are not added: the currency with the most payments leads,
 * the others are below its figure.
 */
export function CustomerTotals({ totals, timeZone }: { totals: CustomerTotals | null; timeZone: string }) {
  if (!totals) return null;
  const { currencies, counted } = totals;
  const [main, ...others] = currencies;
  const paid = currencies.reduce((sum, { payments }) => sum + payments, 0);
  const last = currencies
    .map(({ lastPaidAt }) => lastPaidAt)
    .sort()
    .at(-1);
  const below = (of: (one: OfCurrency) => number) => others.map((one) => `and ${amountOf(of(one), one.currency)}`);
  const figure = (of: (one: OfCurrency) => number) => (main ? amountOf(of(main), main.currency) : '–');
  return (
    <section aria-label="What the customer has paid" className="mb-6 grid grid-cols-2 gap-4 lg:grid-cols-4">
      <Figure label="Spent, less refunds" id="customer-spent" figure={figure(net)} below={below(net)}>
        {main && main.amountRefunded > 0 && `${amountOf(main.amountCaptured, main.currency)} before refunds`}
      </Figure>
      <Figure label="Payments" id="customer-payments" figure={countOf(paid)}>
        {counted >= MAX_COUNTED
          ? 'of the newest 10,000, as all of these figures'
          : counted > paid && `of ${countOf(counted)} ${counted === 1 ? 'attempt' : 'attempts'}`}
      </Figure>
      <Figure label="Refunded" id="customer-refunded" figure={figure(refunded)} below={below(refunded)}>
        {main && main.amountRefunded > 0 && `${percentOf(main.amountRefunded / main.amountCaptured)} of what was paid`}
      </Figure>
      <Figure label="Last paid" id="customer-last-paid" figure={last ? dayMonthOf(last, timeZone) : 'Never'}>
        {last && (
          <time dateTime={last} title={momentOf(last, timeZone)}>
            at {timeOf(last, timeZone)}
          </time>
        )}
      </Figure>
    </section>
  );
}

const net = ({ amountCaptured, amountRefunded }: OfCurrency) => amountCaptured - amountRefunded;
const refunded = ({ amountRefunded }: OfCurrency) => amountRefunded;

const Figure = ({
  label,
  figure,
  id,
  below = [],
  children,
}: {
  label: string;
  figure: string;
  id: TestId;
  /** The same in other currencies. */
  below?: string[];
  children?: ReactNode;
}) => (
  <div className="card min-w-0 p-4">
    <p className="text-[13px]/[18px] text-ink-2">{label}</p>
    <p className="mt-1 text-[20px]/[28px] font-semibold tracking-tight wrap-anywhere tabular-nums" {...testId(id)}>
      {figure}
    </p>
    {below.map((words) => (
      <p key={words} className="font-medium tabular-nums">
        {words}
      </p>
    ))}
    {children && <p className="text-[13px]/[18px] text-ink-2 tabular-nums">{children}</p>}
  </div>
);
