import { wordsOf } from '../../lib/format';
import { REFUND_STATES } from '../../lib/states';
import type { ListedRefund, Refund } from '../../lib/types';
import Link from '../../ui/link';
import { Named } from '../../ui/named';
import { Payer } from '../../ui/payer';
import { StateWithStatus } from '../../ui/pill';
import { Time } from '../../ui/time';
import { Id } from '../../ui/values';

/** Of the whole list: to whom, for what and why. */
export const Cells = ({ refund, refund: { payment } }: { refund: ListedRefund }) => (
  <>
    <td className="grow max-sm:max-w-[64%] max-sm:min-w-[50%]">
      <Link className="row-link block min-w-0" href={`/dashboard/refunds/${refund.id}`}>
        <Named first={payment && <Payer payment={payment} />} id={<Id value={refund.id} />} />
        <span className="block w-0 min-w-full truncate text-[13px]/[18px] text-ink-2 sm:hidden">
          {payment?.description}
        </span>
      </Link>
    </td>
    <td className="wide grow">
      <Named
        first={payment?.description}
        id={
          <Link className="above min-w-0 hover:text-accent" href={`/dashboard/transactions/${refund.paymentId}`}>
            <Id value={refund.paymentId} id="payment-id" />
          </Link>
        }
      />
    </td>
    <td className="wide mid grow truncate text-ink-2" title={refund.reason ?? undefined}>
      {refund.reason ?? <span className="text-ink-3">–</span>}
    </td>
    <State refund={refund} />
  </>
);

/** Beside the refunds' own payment. */
export const ShortCells = ({ refund }: { refund: Refund }) => (
  <>
    <td className="grow max-sm:max-w-[64%] max-sm:min-w-[50%]">
      <Link className="row-link block min-w-0" href={`/dashboard/refunds/${refund.id}`}>
        <Named first={refund.reason ?? 'Refund'} id={<Id value={refund.id} />} />
      </Link>
    </td>
    <State refund={refund} />
  </>
);

const State = ({ refund: { status, errorDescription, errorReason, createdAt } }: { refund: Refund }) => (
  <>
    <td className="max-sm:order-3">
      <StateWithStatus
        of={REFUND_STATES[status]}
        value={status}
        status={status}
        more={status === 'failed' ? (errorDescription ?? (errorReason && wordsOf(errorReason))) : undefined}
      />
    </td>
    <td className="max-sm:order-4 max-sm:ml-auto">
      <Time at={createdAt} id="created-at" />
    </td>
  </>
);
