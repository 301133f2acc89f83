import type { ReactNode } from 'react';
import { customerName } from '../../lib/customer-words';
import { MONEY_STATES } from '../../lib/states';
import { testId } from '../../lib/test-ids';
import type { Payment } from '../../lib/types';
import { BulkBox } from '../../ui/bulk';
import { Empty } from '../../ui/empty';
import Link from '../../ui/link';
import { StateBadge, StateWithStatus } from '../../ui/pill';
import { type Head, Table } from '../../ui/table';
import { Stamp, Time } from '../../ui/time';
import { TwoLines } from '../../ui/two-lines';
import { Amount, Id } from '../../ui/values';
import type { PaymentColumn } from './payment-columns';
import { FirstPayment } from './first-payment';
import { holderOf, instrumentOf } from './instrument';
import { MethodMark } from './method-mark';

export const BULK = 'capture-chosen';
const SHORT = ['Payment', 'Method', 'State', { spare: 'When' }, { end: 'Amount' }] as const;
const headOf = (hidden: readonly PaymentColumn[], amount: Head) =>
  (
    [
      ['id', 'Payment ID'],
      ['order', { 'wide mid': 'Order ID' }],
      ['amount', amount],
      ['method', 'Method'],
      ['status', 'Status'],
      ['created', 'Created'],
      ['instrument', { roomy: 'Paid with' }],
    ] as const
  ).flatMap(([name, head]) => ((hidden as readonly string[]).includes(name) ? [] : [head]));

/** `short`: without the order, for a table beside other content. */
export function PaymentsTable({
  payments,
  filtered,
  short = false,
  lead = 'customer',
  empty = <FirstPayment />,
  bulk = false,
  hidden = [],
  amount = { end: 'Amount' },
}: {
  payments: Payment[];
  filtered: boolean;
  short?: boolean;
  /** What leads a short row; the other one, if it is missing. */
  lead?: 'customer' | 'description';
  /** Shown if there is no payment and no filter is set. */
  empty?: ReactNode;
  /** Whether authorised payments can be chosen for one capture of all. */
  bulk?: boolean;
  hidden?: readonly PaymentColumn[];
  /** The head of the amounts. */
  amount?: Head;
}) {
  const head = headOf(hidden, amount);
  if (payments.length === 0) {
    const nothing = filtered ? <Empty title="No payment fits these filters">Try fewer of them.</Empty> : empty;
    if (short) return nothing;
    return (
      <Table id="transactions-table" label="Transactions" head={head}>
        <tr>
          <td colSpan={head.length} className="w-full min-w-0">
            {nothing}
          </td>
        </tr>
      </Table>
    );
  }
  return (
    <Table id="transactions-table" label="Transactions" head={short ? SHORT : head}>
      {payments.map((payment) => (
        <tr
          key={payment.id}
          className='max-sm:before:order-1 max-sm:before:basis-full max-sm:before:content-[""]'
          data-link
          {...testId('transaction-row')}
          data-payment-id={payment.id}
        >
          {short ? (
            <ShortRow payment={payment} lead={lead} />
          ) : (
            <WholeRow payment={payment} bulk={bulk} hidden={hidden} />
          )}
        </tr>
      ))}
    </Table>
  );
}

/** On a phone the column of the description is hidden, so it stands in for a missing payer. */
const onPhone = (description: string | null) => description && <span className="sm:hidden">{description}</span>;

const PaymentLink = ({ id, first }: { id: string; first: ReactNode }) => (
  <Link className="row-link" href={`/dashboard/transactions/${id}`}>
    <TwoLines first={first} second={<Id value={id} id="payment-id" />} />
  </Link>
);

function ShortRow({ payment, lead }: { payment: Payment; lead: 'customer' | 'description' }) {
  const [customer, description] = [customerName(payment.customer), payment.description];
  return (
    <>
      <td className="max-w-[190px] max-sm:max-w-[60%]">
        <PaymentLink
          id={payment.id}
          first={lead === 'customer' ? (customer ?? description) : (description ?? customer)}
        />
      </td>
      <td className="max-w-[170px] max-sm:order-2 max-sm:max-w-[55%]">
        <span className="flex items-center gap-2">
          <MethodMark method={payment.method} />
          <span className="min-w-0 truncate">{instrumentOf(payment)}</span>
        </span>
      </td>
      <td className="max-sm:order-1">
        <StateBadge of={MONEY_STATES[payment.moneyState]} value={payment.moneyState} id="money-state" />
      </td>
      <td className="spare">
        <Time at={payment.createdAt} />
      </td>
      <td className="end">
        <Amount minor={payment.amount} currency={payment.currency} id="amount" />
      </td>
    </>
  );
}

/** On a phone a line break puts the state at the start of the second line; the time comes last. */
function WholeRow({ payment, bulk, hidden }: { payment: Payment; bulk: boolean; hidden: readonly PaymentColumn[] }) {
  const { method, description, orderId, status, moneyState } = payment;
  const shows = (column: PaymentColumn) => !hidden.includes(column);
  return (
    <>
      <td className="max-w-[190px] max-sm:max-w-[64%] xl:max-w-[200px] 2xl:max-w-[240px]">
        <span className="flex min-w-0 items-center gap-2">
          {bulk && payment.authorized && (
            <BulkBox form={BULK} value={payment.id} label={`Choose ${payment.id} for capture`} />
          )}
          <span className="min-w-0">
            <PaymentLink id={payment.id} first={customerName(payment.customer) ?? onPhone(description)} />
          </span>
        </span>
      </td>
      {shows('order') && (
        <td className="wide mid max-w-[200px] 2xl:max-w-[240px]">
          <TwoLines
            first={description}
            second={
              <Link className="above min-w-0 hover:text-accent hover:underline" href={`/dashboard/orders/${orderId}`}>
                <Id value={orderId} id="order-id" />
              </Link>
            }
          />
        </td>
      )}
      <td className="end">
        <Amount minor={payment.amount} currency={payment.currency} id="amount" />
      </td>
      {shows('method') && (
        <td className="max-sm:order-2">
          <span className="flex items-center gap-2">
            <MethodMark method={method} />
            <span
              className="text-[16px] [font-variant-caps:all-small-caps] max-sm:sr-only"
              {...testId('method')}
              data-method={method ?? ''}
            >
              {method ?? '–'}
            </span>
          </span>
        </td>
      )}
      <td className="max-sm:order-1">
        <StateWithStatus of={MONEY_STATES[moneyState]} value={moneyState} status={status} />
      </td>
      {shows('created') && (
        <td className="max-sm:order-4">
          <Stamp at={payment.createdAt} id="created-at" />
        </td>
      )}
      {shows('instrument') && (
        <td
          className="roomy max-w-full truncate text-ink-2 max-sm:order-3 xl:w-full xl:max-w-0"
          title={holderOf(payment)}
        >
          {holderOf(payment)}
        </td>
      )}
    </>
  );
}
