import { SAMPLES } from '../../lib/empty-samples';
import { REFUND_STATES } from '../../lib/states';
import { testId } from '../../lib/test-ids';
import type { Refund } from '../../lib/types';
import { Empty } from '../../ui/empty';
import Link from '../../ui/link';
import { StateWithStatus } from '../../ui/pill';
import { type Head, Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { Amount, Id } from '../../ui/values';

/** `short`: for the table beside the refunds' own payment. */
export function RefundsTable({
  refunds,
  filtered,
  short = false,
  amount = { end: 'Amount' },
}: {
  refunds: Refund[];
  filtered: boolean;
  short?: boolean;
  amount?: Head;
}) {
  if (refunds.length === 0) {
    return filtered ? (
      <Empty title="No refund fits these filters">Try fewer of them.</Empty>
    ) : (
      <Empty
        title="No refunds yet"
        action={{ href: '/dashboard/transactions?state=paid', words: 'Choose a payment' }}
        sample={SAMPLES.refund}
      >
        Open a captured payment and choose Refund, in part or in full.
      </Empty>
    );
  }
  const head = short
    ? ['Refund', 'Status', amount]
    : ['Refund', { wide: 'Payment' }, 'Status', { wide: 'Reason' }, 'Created', amount];
  return (
    <Table id="refunds-table" label="Refunds" head={head}>
      {refunds.map((refund) => (
        <tr key={refund.id} data-link {...testId('refund-row')} data-refund-id={refund.id}>
          <td className={short ? 'max-w-[128px] max-sm:max-w-[64%]' : ''}>
            <Link className="row-link" href={`/dashboard/refunds/${refund.id}`}>
              <Id value={refund.id} />
            </Link>
          </td>
          {!short && (
            <td className="wide">
              <Link className="above" href={`/dashboard/transactions/${refund.paymentId}`}>
                <Id value={refund.paymentId} id="payment-id" />
              </Link>
            </td>
          )}
          <td className={short ? 'max-sm:order-2 max-sm:basis-full' : ''}>
            <StateWithStatus of={REFUND_STATES[refund.status]} value={refund.status} status={refund.status} />
          </td>
          {!short && (
            <>
              <td className="wide max-w-[240px] truncate">{refund.reason}</td>
              <td>
                <Time at={refund.createdAt} id="created-at" />
              </td>
            </>
          )}
          <td className="end">
            <Amount minor={refund.amount} currency={refund.currency} id="amount" />
          </td>
        </tr>
      ))}
    </Table>
  );
}
