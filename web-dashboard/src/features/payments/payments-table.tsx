import type { ReactNode } from 'react';
import { testId } from '../../lib/test-ids';
import type { Payment } from '../../lib/types';
import { BulkAll } from '../../ui/bulk';
import { Nothing } from '../../ui/empty';
import { type Head, Table } from '../../ui/table';
import { FirstPayment } from './first-payment';
import { type PaymentColumn, SHORT_HEAD, wholeHead } from './payment-columns';
import { BULK, ShortRow, WholeRow } from './payment-row';

/** `short`: without the order, for a table beside other content. */
export function PaymentsTable({
  payments,
  filtered,
  short = false,
  lead = 'customer',
  empty = <FirstPayment />,
  bulk = false,
  hidden = [],
  amount = { text: 'Amount', look: 'end at-amount' },
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
  const hasBoxes = bulk && payments.some(({ authorized }) => authorized);
  const before = hasBoxes && <BulkAll form={BULK} />;
  const head = wholeHead(hidden, { text: 'Payment ID', shown: 'Customer', look: 'at-who', before }, amount);
  if (payments.length === 0) {
    const nothing = filtered ? <Nothing what="payment" clear="/dashboard/transactions" /> : empty;
    if (short) return nothing;
    return (
      <Table id="transactions-table" label="Transactions" look="payments" head={head}>
        <tr>
          <td colSpan={head.length} className="w-full min-w-0">
            {nothing}
          </td>
        </tr>
      </Table>
    );
  }
  return (
    <Table id="transactions-table" label="Transactions" look="payments" head={short ? SHORT_HEAD : head}>
      {payments.map((payment) => (
        <tr key={payment.id} data-link {...testId('transaction-row')} data-payment-id={payment.id}>
          {short ? (
            <ShortRow payment={payment} lead={lead} />
          ) : (
            <WholeRow payment={payment} bulk={hasBoxes} hidden={hidden} />
          )}
        </tr>
      ))}
    </Table>
  );
}
