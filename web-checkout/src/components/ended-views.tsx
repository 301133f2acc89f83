import type { PublicOrder, Return } from '@payment-gateway/sdk';
import { type CheckoutParams, returnHref } from '../lib/params';
import type { Session } from '../lib/session';
import { AutoReturn } from './auto-return';
import { CancelLink } from './cancel-link';
import { ClockIcon, CrossIcon, TickIcon } from './icons';
import { CloseButton, NotifyOpener } from './opener-messages';
import { Outcome } from './outcome';

export interface Ended {
  order: PublicOrder;
  returned: Return;
  params: CheckoutParams;
  session: Session;
}

const CLOSED = {
  authorised: {
    id: 'authorised-state',
    tone: 'good',
    icon: <TickIcon />,
    title: 'authorisedTitle',
    text: 'authorisedText',
  },
  paid: { id: 'paid-state', tone: 'good', icon: <TickIcon />, title: 'paidTitle', text: 'paidText' },
  expired: { id: 'expired-state', tone: 'wait', icon: <ClockIcon />, title: 'expiredTitle', text: 'expiredText' },
  cancelled: {
    id: 'cancelled-state',
    tone: 'bad',
    icon: <CrossIcon />,
    title: 'cancelledTitle',
    text: 'cancelledText',
  },
} as const;

/** The order takes no payment any more. */
export function ClosedView({ state, ...ended }: Ended & { state: keyof typeof CLOSED }) {
  const { texts, fill } = ended.session;
  const { id, tone, icon, title, text } = CLOSED[state];
  const words = fill(texts[text], { merchant: ended.order.merchantName });
  return (
    <Outcome id={id} tone={tone} icon={icon} title={texts[title]}>
      <NotifyOpener
        message={
          state === 'paid' || state === 'authorised'
            ? { type: 'order_paid', data: { orderId: ended.order.id } }
            : { type: 'payment_failed', data: { orderId: ended.order.id, status: state, error: words } }
        }
      />
      <p className="mt-2 text-ink-2">{words}</p>
      <Leave {...ended} />
    </Outcome>
  );
}

/** Closes the frame or leads back to the shop, whichever applies. */
export function Leave({ order, returned, params, session: { texts, fill } }: Ended) {
  if (params.embedded) {
    return (
      <div className="mt-6">
        <CloseButton>{texts.close}</CloseButton>
      </div>
    );
  }
  const merchant = { merchant: order.merchantName };
  if (!returned.final) return <CancelLink order={order} text={fill(texts.cancelTo, merchant)} />;
  if (!returned.returnUrl) return null;
  const words = {
    back: fill(texts.returnTo, merchant),
    countdown: fill(texts.returning, merchant),
    leaving: fill(texts.returningNow, merchant),
    now: texts.returnNow,
    stay: texts.stay,
  };
  return <AutoReturn orderId={order.id} href={returnHref(order.id)} words={words} />;
}
