import type { PublicOrder, PublicPayment } from '@payment-gateway/sdk';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import type { View } from '../lib/view';
import { BrandColors, Mark } from './brand';
import { Purchase, Support, TimeLeft } from './purchase';

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

/** The merchant, the amount, what is bought, and whom to ask. */
export function Summary(props: Props) {
  const { order, session } = props;
  return (
    <section {...testId('order-summary')} className="lg:sticky lg:top-[10vh]">
      <BrandColors {...order.branding} />
      <div className="flex items-center gap-3">
        <Mark name={order.merchantName} logo={order.branding.logo} session={session} />
        <p className="truncate font-medium">{order.merchantName}</p>
      </div>
      <p className="mt-6 text-[14px]/[20px] text-ink-2">{labelOf(props)}</p>
      <p {...testId('order-amount')} className="mt-1 text-[36px]/[44px] font-semibold tracking-tight tabular-nums">
        {session.amount(order.amount, order.currency)}
      </p>
      <Purchase {...{ order, session }} />
      <p className="mt-4 text-[12px]/[16px] text-ink-3">
        {session.texts.order} <OrderId id={order.id} />
      </p>
      {props.view === 'pay' && <TimeLeft {...{ order, session }} />}
      <Support {...{ order, session }} />
    </section>
  );
}

/** The same in one row, for the frame in a merchant's page; that page puts a close button at its right end. */
export function CompactSummary(props: Props) {
  const { order, session } = props;
  return (
    <section {...testId('order-summary')} className={`flex items-center gap-3 ${order.test ? '' : 'pr-10'}`}>
      <BrandColors {...order.branding} />
      <Mark name={order.merchantName} logo={order.branding.logo} session={session} />
      <div className="min-w-0 grow">
        <p className="truncate font-medium">{order.merchantName}</p>
        {order.description && <p className="truncate text-[14px]/[20px] text-ink-2">{order.description}</p>}
        <p className="truncate text-ink-3">
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

const OrderId = ({ id }: { id: string }) => (
  <span {...testId('order-id')} className="font-mono text-[11px]/[16px]">
    {id}
  </span>
);
