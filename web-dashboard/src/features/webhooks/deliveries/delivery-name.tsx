import { amountOf } from '../../../lib/money';
import { testId } from '../../../lib/test-ids';
import type { Delivery } from '../../../lib/types';
import Link from '../../../ui/link';
import { ShortId } from '../../../ui/values';
import { CELLS, type DeliveryCell } from './delivery-cells';
import { Now } from './live-deliveries';

/** The event, where it goes, and what it is about. */
export function DeliveryName({ delivery, to }: { delivery: Delivery; to: string | undefined }) {
  const { id, event, status, objectId, amount, currency } = delivery;
  return (
    <span className="block min-w-0">
      <span className="block truncate font-medium" {...testId('webhook-event')}>
        <Link className="row-link" href={`/dashboard/webhooks/deliveries/${id}`}>
          {event}
        </Link>
      </span>
      <span className="about mt-0.5 flex min-w-0 items-baseline gap-x-1.5 text-[12px]/[16px] text-ink-3 [&>*+*]:before:mr-1.5 [&>*+*]:before:text-ink-3 [&>*+*]:before:content-['·']">
        {to && <span className="min-w-[4ch] shrink-[9] truncate text-ink-2 sm:max-w-[50%]">{to}</span>}
        <span className={`truncate tabular-nums empty:hidden ${status === 'success' ? 'shrink-0' : 'sm:shrink-0'}`}>
          {amount !== null && currency !== null && (
            <span className={status === 'success' ? '' : 'max-sm:hidden'}>{amountOf(amount, currency)}</span>
          )}
          <Cell cell="fault" of={delivery} />
        </span>
        {objectId && (
          <span className="flex min-w-[92px]">
            <ShortId value={objectId} />
          </span>
        )}
      </span>
    </span>
  );
}

/** A part of a row that changes over time. */
export const Cell = ({ cell, of }: { cell: DeliveryCell; of: Delivery }) => (
  <Now id={of.id} cell={cell}>
    {CELLS[cell](of)}
  </Now>
);
