import type { PayerReceipt, PublicOrder, PublicPayment, Return } from '@payment-gateway/sdk';
import Link from 'next/link';
import { type CheckoutParams, checkoutHref, methodIn, returnHref } from '../lib/params';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { timeIn } from '../lib/time';
import { reasonIn } from '../lib/texts';
import { AutoReturn } from './auto-return';
import { CancelLink } from './cancel-link';
import { CopyButton } from './copy-button';
import { AlertIcon, ClockIcon, CrossIcon, TickIcon } from './icons';
import { Outcome } from './outcome';
import { CloseButton, NotifyOpener } from './opener-messages';
import { ReceiptOffer } from './receipt-offer';

interface Ended {
  order: PublicOrder;
  returned: Return;
  params: CheckoutParams;
  session: Session;
}

export function SuccessView({
  order,
  payment,
  receipt,
  returned,
  params,
  session,
}: Ended & { payment: PublicPayment; receipt: PayerReceipt | null }) {
  const { texts, amount, fill } = session;
  const { id: paymentId, orderId, currency, authorized, method } = payment;
  return (
    <Outcome
      id="success-state"
      tone="good"
      icon={<TickIcon />}
      title={authorized ? texts.authorisedTitle : texts.successTitle}
    >
      <NotifyOpener
        message={{
          type: 'payment_success',
          data: {
            ...{ paymentId, orderId, status: 'success', amount: payment.amount, currency, authorized },
            ...{ returned: returned.query, returnUrl: returned.returnUrl },
          },
        }}
      />
      <p {...testId('success-message')} role="status" className="mt-2 text-ink-2">
        {authorized ? fill(texts.authorisedText, { merchant: order.merchantName }) : texts.success}
      </p>
      <dl className="mt-6 divide-y divide-line border-y border-line">
        <div className="flex items-baseline justify-between gap-4 py-3">
          <dt className="text-ink-2">{order.merchantName}</dt>
          <dd className="font-semibold tabular-nums">{amount(payment.amount, currency)}</dd>
        </div>
        {receipt && (
          <div className="flex flex-wrap items-baseline justify-between gap-x-4 py-3">
            <dt className="text-ink-2">{texts.receipt.paidAt}</dt>
            <dd>{timeIn(receipt.paidAt, receipt.timeZone, session.locale)}</dd>
          </div>
        )}
        {(method === 'upi' || method === 'card') && (
          <div className="flex items-baseline justify-between gap-4 py-3">
            <dt className="text-ink-2">{texts.receipt.method}</dt>
            <dd>{texts[method]}</dd>
          </div>
        )}
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 py-3">
          <dt className="text-ink-2">{texts.paymentId}</dt>
          <dd className="flex items-baseline gap-3">
            <span {...testId('payment-id')} className="font-mono text-[12.5px]">
              {paymentId}
            </span>
            <CopyButton value={paymentId} label={texts.copy} done={texts.copied} />
          </dd>
        </div>
      </dl>
      {receipt && <ReceiptOffer {...{ receipt, params, session }} />}
      <Leave {...{ order, returned, params, session }} />
    </Outcome>
  );
}

export function FailedView({ order, payment, returned, params, session }: Ended & { payment: PublicPayment }) {
  const { texts } = session;
  const error = reasonIn(texts, payment.status, payment.errorReason);
  const status = payment.status === 'expired' || payment.status === 'cancelled' ? payment.status : 'failed';
  return (
    <Outcome id="error-state" tone="bad" icon={<AlertIcon />} title={texts.failedTitle}>
      <NotifyOpener
        message={{ type: 'payment_failed', data: { paymentId: payment.id, orderId: order.id, status, error } }}
      />
      <p {...testId('error-message')} role="alert" className="mt-2 text-ink-2">
        {error}
      </p>
      {/* No other attempt is accepted once the order takes no more payments. */}
      {!(returned.final && returned.returnUrl) && (
        <div className="mt-6">
          <Link
            {...testId('retry-button')}
            className="primary"
            href={checkoutHref(params, { paymentId: undefined, method: methodIn(payment.method) })}
          >
            {texts.tryAgain}
          </Link>
        </div>
      )}
      {!params.embedded && <Leave {...{ order, returned, params, session }} />}
    </Outcome>
  );
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
function Leave({ order, returned, params, session: { texts, fill } }: Ended) {
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
