import { wordsOf } from '../../lib/format';
import { REFUND_STATES } from '../../lib/states';
import type { Payment, Refund } from '../../lib/types';
import Link from '../../ui/link';
import { Payer } from '../../ui/payer';
import { StateWithStatus } from '../../ui/pill';
import { Time } from '../../ui/time';
import { TwoLines } from '../../ui/two-lines';
import { Id } from '../../ui/values';

/** Of the whole list: to whom, for what and why. Without its payment a row has the ids alone. */
export const Cells = ({ refund, payment }: { refund: Refund; payment: Payment | undefined }) => (
  <>
    <td className="grow max-sm:max-w-[64%]">
      <Link className="row-link" href={`/dashboard/refunds/${refund.id}`}>
        <TwoLines
          first={payment && <Payer payment={payment} />}
          second={
            <span className="flex min-w-0 max-sm:sr-only">
              <Id value={refund.id} />
            </span>
          }
        />
      </Link>
    </td>
    <td className="wide grow">
      <TwoLines
        first={payment?.description}
        second={
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
    <td className="grow max-sm:max-w-[64%]">
      <Link className="row-link" href={`/dashboard/refunds/${refund.id}`}>
        <TwoLines first={refund.reason ?? 'Refund'} second={<Id value={refund.id} />} />
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
