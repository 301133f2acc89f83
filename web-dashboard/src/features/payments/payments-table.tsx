import type { ReactNode } from 'react';
import { testId } from '../../lib/test-ids';
import type { Payment } from '../../lib/types';
import { Empty } from '../../ui/empty';
import Link from '../../ui/link';
import { Status } from '../../ui/pill';
import { Table } from '../../ui/table';
import { Stamp } from '../../ui/time';
import { Amount, Id } from '../../ui/values';
import { FirstPayment } from './first-payment';
import { holderOf, instrumentOf } from './instrument';

const SHORT = ['Payment', 'Method', 'Status', { end: 'Amount' }] as const;
const WHOLE = [
  'Payment ID',
  { wide: 'Order ID' },
  { end: 'Amount' },
  ...['Method', 'Status', 'Created'],
  { roomy: 'Paid with' },
] as const;

/** `short`: without the order and the time, for a table beside other content. */
export function PaymentsTable({
  payments,
  filtered,
  short = false,
  empty = <FirstPayment />,
}: {
  payments: Payment[];
  filtered: boolean;
  short?: boolean;
  /** Shown if there is no payment and no filter is set. */
  empty?: ReactNode;
}) {
  if (payments.length === 0) {
    const nothing = filtered ? <Empty title="No payment fits these filters">Try fewer of them.</Empty> : empty;
    if (short) return nothing;
    return (
      <Table id="transactions-table" label="Transactions" head={WHOLE}>
        <tr>
          <td colSpan={WHOLE.length} className="w-full min-w-0">
            {nothing}
          </td>
        </tr>
      </Table>
    );
  }
  const Row = short ? ShortRow : WholeRow;
  return (
    <Table id="transactions-table" label="Transactions" head={short ? SHORT : WHOLE}>
      {payments.map((payment) => (
        <tr
          key={payment.id}
          className={short ? '' : 'max-sm:before:order-1 max-sm:before:basis-full max-sm:before:content-[""]'}
          data-link
          {...testId('transaction-row')}
          data-payment-id={payment.id}
        >
          <Row payment={payment} />
        </tr>
      ))}
    </Table>
  );
}

const PaymentLink = ({ id }: Pick<Payment, 'id'>) => (
  <Link className="row-link" href={`/dashboard/transactions/${id}`}>
    <Id value={id} id="payment-id" />
  </Link>
);

function ShortRow({ payment }: { payment: Payment }) {
  return (
    <>
      <td>
        <PaymentLink id={payment.id} />
      </td>
      <td>{instrumentOf(payment)}</td>
      <td>
        <State {...payment} />
      </td>
      <td className="end">
        <Amount minor={payment.amount} currency={payment.currency} id="amount" />
      </td>
    </>
  );
}

/** On a phone a line break puts the status at the start of the second line; the time comes last. */
function WholeRow({ payment }: { payment: Payment }) {
  return (
    <>
      <td className="sm:max-w-[120px] xl:max-w-none">
        <PaymentLink id={payment.id} />
      </td>
      <td className="wide max-w-[120px] xl:max-w-[150px] 2xl:max-w-none">
        <Link className="above" href={`/dashboard/orders/${payment.orderId}`}>
          <Id value={payment.orderId} id="order-id" />
        </Link>
      </td>
      <td className="end">
        <Amount minor={payment.amount} currency={payment.currency} id="amount" />
      </td>
      <td className="max-sm:order-2" {...testId('method')} data-method={payment.method ?? ''}>
        <span className="text-[16px] [font-variant-caps:all-small-caps]">{payment.method ?? '–'}</span>
      </td>
      <td className="max-sm:order-1">
        <State {...payment} />
      </td>
      <td className="max-sm:order-4">
        <Stamp at={payment.createdAt} id="created-at" />
      </td>
      <td className="roomy max-w-full truncate text-ink-2 max-sm:order-3 xl:w-full xl:max-w-0">{holderOf(payment)}</td>
    </>
  );
}

/** The API's status. An approved payment that is not captured is not paid, so a second pill shows `authorized`. */
const State = ({ status, authorized }: Payment) =>
  authorized ? (
    <span className="inline-flex flex-wrap gap-1">
      <Status status={status} id="status" tone="plain" />
      <Status status="authorised" />
    </span>
  ) : (
    <Status status={status} id="status" />
  );
