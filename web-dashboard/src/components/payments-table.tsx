import type { ReactNode } from 'react';
import { instrumentOf } from '../lib/instrument';
import { shownStatus } from '../lib/payment-status';
import { testId } from '../lib/test-ids';
import type { Payment } from '../lib/types';
import { FirstPayment } from './first-payment';
import Link from './link';
import { Empty } from './page';
import { Status } from './pill';
import { Table } from './table';
import { Time } from './time';
import { Amount, Id } from './values';

/** `short`: beside something else, without the order and the time. */
export function PaymentsTable({
  payments,
  filtered,
  short = false,
  empty = <FirstPayment />,
}: {
  payments: Payment[];
  filtered: boolean;
  short?: boolean;
  /** Shown where there is none, and no filter hides any. */
  empty?: ReactNode;
}) {
  if (payments.length === 0) {
    return filtered ? <Empty title="No payment fits these filters">Try fewer of them.</Empty> : empty;
  }
  const head = short
    ? ['Payment', 'Method', 'Status', { end: 'Amount' }]
    : ['Payment', { wide: 'Order' }, 'Method', 'Status', 'Created', { end: 'Amount' }];
  return (
    <Table id="transactions-table" label="Transactions" head={head}>
      {payments.map((payment) => (
        <tr key={payment.id} data-link {...testId('transaction-row')} data-payment-id={payment.id}>
          <td>
            <Link className="row-link" href={`/dashboard/transactions/${payment.id}`}>
              <Id value={payment.id} id="payment-id" />
            </Link>
          </td>
          {!short && (
            <td className="wide">
              <Link className="above" href={`/dashboard/orders/${payment.orderId}`}>
                <Id value={payment.orderId} id="order-id" />
              </Link>
            </td>
          )}
          <td {...testId('method')} data-method={payment.method}>
            {instrumentOf(payment)}
          </td>
          <td>
            <Status status={shownStatus(payment)} id="status" />
          </td>
          {!short && (
            <td>
              <Time at={payment.createdAt} id="created-at" />
            </td>
          )}
          <td className="end">
            <Amount minor={payment.amount} currency={payment.currency} id="amount" />
          </td>
        </tr>
      ))}
    </Table>
  );
}
