import type { PayerReceipt, PublicOrder, PublicPayment, Return } from '@payment-gateway/sdk';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type CheckoutParams, checkoutHref, methodIn, returnHref } from '../lib/params';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { timeIn } from '../lib/time';
import { reasonIn } from '../lib/texts';
import { AutoReturn } from './auto-return';
import { CancelLink } from './cancel-link';
import { CopyButton } from './copy-button';
import { ClockIcon, CrossIcon, TickIcon } from './icons';
import { Outcome } from './outcome';
import { CloseButton, NotifyOpener } from './opener-messages';
import { ReceiptMail } from './receipt-mail';

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
      <Leave {...{ order, returned, params, session }} />
      <dl className="mt-6 divide-y divide-line border-y border-line text-[14px]/[20px]">
        <Fact label={texts.receipt.recipient}>{order.merchantName}</Fact>
        <Fact label={texts.amount}>
          <span className="font-semibold">{amount(payment.amount, currency)}</span>
        </Fact>
        {receipt && (
          <Fact label={texts.receipt.paidAt}>{timeIn(receipt.paidAt, receipt.timeZone, session.locale)}</Fact>
        )}
        {(method === 'upi' || method === 'card') && <Fact label={texts.receipt.method}>{texts[method]}</Fact>}
        <Fact label={texts.paymentId}>
          <span {...testId('payment-id')} className="mr-3 font-mono text-[12.5px]">
            {paymentId}
          </span>
          <CopyButton value={paymentId} label={texts.copy} done={texts.copied} />
        </Fact>
        {receipt && (
          <Fact label={texts.receipt.one}>
            <a
              {...testId('receipt-link')}
              className="link"
              href={receipt.url}
              target="_blank"
              rel="noopener noreferrer"
            >
              {texts.receipt.open}
            </a>
          </Fact>
        )}
      </dl>
      {receipt && <ReceiptMail {...{ receipt, params, session }} />}
    </Outcome>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex flex-wrap items-baseline justify-between gap-x-4 py-3">
    <dt className="text-ink-2">{label}</dt>
    <dd className="min-w-0 text-right wrap-anywhere">{children}</dd>
  </div>
);

/** What the shopper has not tried yet. */
const otherMethod = (method: string | null) => methodIn(method === 'upi' ? 'card' : 'upi');

export function FailedView({ order, payment, returned, params, session }: Ended & { payment: PublicPayment }) {
  const { texts } = session;
  const error = reasonIn(texts, payment.status, payment.errorReason);
  const status = payment.status === 'expired' || payment.status === 'cancelled' ? payment.status : 'failed';
  return (
    <Outcome id="error-state" tone="bad" icon={<CrossIcon />} title={texts.failedTitle}>
      <NotifyOpener
        message={{ type: 'payment_failed', data: { paymentId: payment.id, orderId: order.id, status, error } }}
      />
      <p {...testId('error-message')} role="alert" className="mt-2 text-ink-2">
        {error}
      </p>
      {/* No other attempt is accepted once the order takes no more payments. */}
      {!(returned.final && returned.returnUrl) && (
        <div className="mt-6 space-y-3">
          <Link
            {...testId('retry-button')}
            className="primary"
            href={checkoutHref(params, { paymentId: undefined, method: methodIn(payment.method) })}
          >
            {texts.tryAgain}
          </Link>
          <Link
            {...testId('change-method')}
            className="secondary"
            href={checkoutHref(params, { paymentId: undefined, method: otherMethod(payment.method) })}
          >
            {texts.otherWay}
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
