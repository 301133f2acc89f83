import type { PublicOrder, PublicPayment } from '@payment-gateway/sdk';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import type { View } from '../lib/view';

interface Props {
  order: PublicOrder;
  view: View;
  payment: PublicPayment | null;
  session: Session;
}

/** Depends on the view, because the order may have been read a moment before or after its payment. */
function labelOf({ view, payment, session: { texts } }: Props): string {
  if (view === 'authorised' || (view === 'success' && payment?.authorized)) return texts.authorised;
  if (view === 'success' || view === 'paid') return texts.paid;
  return view === 'expired' || view === 'cancelled' ? texts.amount : texts.toPay;
}

/** The merchant, the amount and the description. */
export function Summary(props: Props) {
  const { order, session } = props;
  return (
    <section {...testId('order-summary')} className="lg:sticky lg:top-[22vh]">
      <div className="flex items-center gap-3">
        <Mark name={order.merchantName} session={session} />
        <p className="truncate font-medium">{order.merchantName}</p>
      </div>
      <p className="mt-6 text-[14px]/[20px] text-ink-2">{labelOf(props)}</p>
      <p {...testId('order-amount')} className="mt-1 text-[36px]/[44px] font-semibold tracking-tight tabular-nums">
        {session.amount(order.amount, order.currency)}
      </p>
      <p className="mt-2 text-[14px]/[20px] text-ink-2">
        {session.texts.order} <OrderId id={order.id} />
      </p>
    </section>
  );
}

/** The same in one row, for the frame in a merchant's page; that page puts a close button at its right end. */
export function CompactSummary(props: Props) {
  const { order, session } = props;
  return (
    <section {...testId('order-summary')} className={`flex items-center gap-3 ${order.test ? '' : 'pr-10'}`}>
      <Mark name={order.merchantName} session={session} />
      <div className="min-w-0 grow">
        <p className="truncate font-medium">{order.merchantName}</p>
        <p className="truncate text-ink-2">
          <OrderId id={order.id} />
        </p>
      </div>
      <div className="text-right">
        <p className="text-[13px]/[18px] text-ink-2">{labelOf(props)}</p>
        <p {...testId('order-amount')} className="text-[20px]/[28px] font-semibold tabular-nums">
          {session.amount(order.amount, order.currency)}
        </p>
      </div>
    </section>
  );
}

/** The first letter of the merchant's name. */
export function Mark({ name, session }: { name: string; session: Session }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-9 shrink-0 place-items-center rounded-control bg-accent-soft font-semibold text-accent"
    >
      {[...name][0]?.toLocaleUpperCase(session.locale)}
    </span>
  );
}

const OrderId = ({ id }: { id: string }) => (
  <span {...testId('order-id')} className="font-mono text-[12.5px]">
    {id}
  </span>
);
