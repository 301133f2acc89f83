import { SAMPLES } from '../../lib/empty-samples';
import { testId } from '../../lib/test-ids';
import type { ListedRefund } from '../../lib/types';
import { Empty, Nothing } from '../../ui/empty';
import { type Head, Table } from '../../ui/table';
import { Amount } from '../../ui/values';
import { Cells, ShortCells } from './refund-cells';

const WHOLE = [{ grow: 'Customer' }, { 'wide grow': 'For' }, { 'wide mid grow': 'Reason' }, 'State', 'When'] as const;
const SHORT = [{ grow: 'Reason' }, 'State', 'When'] as const;

/** `short`: for the table beside the refunds' own payment. */
export function RefundsTable({
  refunds,
  filtered,
  short = false,
  amount = { end: 'Amount' },
}: {
  refunds: ListedRefund[];
  filtered: boolean;
  short?: boolean;
  amount?: Head;
}) {
  if (refunds.length === 0) {
    return filtered ? (
      <Nothing what="refund" clear="/dashboard/refunds" />
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
  return (
    <Table id="refunds-table" label="Refunds" head={short ? [...SHORT, amount] : [...WHOLE, amount]}>
      {refunds.map((refund) => (
        <tr
          key={refund.id}
          className='max-sm:before:order-2 max-sm:before:basis-full max-sm:before:content-[""]'
          data-link
          {...testId('refund-row')}
          data-refund-id={refund.id}
        >
          {short ? <ShortCells refund={refund} /> : <Cells refund={refund} />}
          <td className="end max-sm:order-1">
            <Amount minor={refund.amount} currency={refund.currency} id="amount" />
          </td>
        </tr>
      ))}
    </Table>
  );
}
