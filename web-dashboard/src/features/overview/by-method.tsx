import { countOf, percentOf } from '../../lib/format';
import { MethodMark } from '../payments/method-mark';
import { isKnownMethod, methodName } from '../payments/payment-method';
import { amountOf } from '../../lib/money';
import { testId } from '../../lib/test-ids';
import Link from '../../ui/link';
import { Table } from '../../ui/table';
import type { OfCurrency } from './statistics';

const HEAD = ['Method', { end: 'Approved' }, { end: 'Payments' }, { end: 'Success' }];

/** Beside another card: less room between the columns, and if an amount is too long still, the table scrolls. */
const NARROW =
  '[&_.end]:whitespace-nowrap [&_.table-frame]:overflow-x-auto sm:[&_:is(td,th):not(:first-child)]:pl-2 sm:[&_:is(td,th):not(:last-child)]:pr-2';

/** How payers paid in one currency, the most used method first. */
export const ByMethod = ({ of: { currency, methods } }: { of: OfCurrency }) => (
  <div className={NARROW} {...testId('by-method')}>
    <Table label={`Figures by method, ${currency}`} head={HEAD}>
      {methods.map(({ method, succeeded, failed, successRate, succeededAmount }) => (
        <tr key={method} data-link>
          <td>
            {isKnownMethod(method) ? (
              <Link className="row-link" href={`/dashboard/transactions?method=${method}`}>
                <Name method={method} />
              </Link>
            ) : (
              <Name method={method} />
            )}
          </td>
          <td className="end font-medium">{amountOf(succeededAmount, currency)}</td>
          <td className="end">
            {countOf(succeeded + failed)}
            <span className="text-ink-2 sm:hidden">{succeeded + failed === 1 ? ' payment' : ' payments'}</span>
          </td>
          <td className="end max-sm:hidden">{percentOf(successRate)}</td>
        </tr>
      ))}
    </Table>
  </div>
);

const Name = ({ method }: { method: string }) => (
  <span className="flex items-center gap-2 font-medium whitespace-nowrap">
    <span className="@max-[400px]:sm:hidden">
      <MethodMark method={method} />
    </span>
    {method === 'unknown' ? 'None chosen' : methodName(method)}
  </span>
);
