import type { PublicPaymentDetail } from '@payment-gateway/sdk';
import Link from 'next/link';
import { checkoutHref, methodIn } from '../lib/params';
import { paidWith } from '../lib/paid-with';
import { testId } from '../lib/test-ids';
import { reasonIn } from '../lib/texts';
import { waysToPay } from '../lib/ways-to-pay';
import { type Ended, Leave } from './ended-views';
import { Fact } from './fact';
import { CrossIcon } from './icons';
import { NotifyOpener } from './opener-messages';
import { Outcome } from './outcome';

type Failed = Ended & { payment: PublicPaymentDetail };

export function FailedView({ order, payment, returned, params, session }: Failed) {
  const { texts, amount, fill } = session;
  const error = reasonIn(texts, payment);
  const status = payment.status === 'expired' || payment.status === 'cancelled' ? payment.status : 'failed';
  const method = paidWith(payment, texts);
  return (
    <Outcome id="error-state" tone="bad" icon={<CrossIcon />} title={texts.failedTitle}>
      <NotifyOpener
        message={{ type: 'payment_failed', data: { paymentId: payment.id, orderId: order.id, status, error } }}
      />
      <p {...testId('error-message')} role="alert" className="mt-2 text-ink-2">
        {error}
      </p>
      <dl
        className={`${params.embedded ? 'mt-4' : 'mt-6'} divide-y divide-line border-y border-line text-[14px]/[20px]`}
      >
        {method && (
          <Fact label={texts.triedWith}>
            <span {...testId('tried-with')}>{method}</span>
          </Fact>
        )}
        <Fact label={texts.amount}>{fill(texts.notCharged, { amount: amount(payment.amount, payment.currency) })}</Fact>
      </dl>
      {/* No other attempt is accepted once the order takes no more payments. */}
      {!(returned.final && returned.returnUrl) && <NextSteps {...{ order, payment, returned, params, session }} />}
      {!params.embedded && <Leave {...{ order, returned, params, session }} />}
    </Outcome>
  );
}

/** The same method again, and the other one by its name; after too little balance the other one leads. */
function NextSteps({ order, payment, params, session: { texts } }: Failed) {
  const tried = methodIn(payment.method);
  const other = tried === 'upi' ? 'card' : 'upi';
  const isOffered = tried !== undefined && waysToPay(order)[other] !== undefined;
  const leadsOther = isOffered && payment.errorReason === 'insufficient_funds';
  const again = (
    <Link
      {...testId('retry-button')}
      className={leadsOther ? 'secondary' : 'primary'}
      href={checkoutHref(params, { paymentId: undefined, method: tried })}
      {...(tried && { 'aria-describedby': 'again-hint' })}
    >
      {texts.tryAgain}
    </Link>
  );
  const change = (
    <Link
      {...testId('change-method')}
      className={leadsOther ? 'primary' : 'secondary'}
      href={checkoutHref(params, { paymentId: undefined, method: other })}
      {...(isOffered && { 'aria-describedby': 'other-hint' })}
    >
      {isOffered ? { upi: texts.payUpi, card: texts.payCard }[other] : texts.otherWay}
    </Link>
  );
  const steps = [
    <div key="again">
      {tried && <Hint id="again-hint" text={{ upi: texts.againUpi, card: texts.againCard }[tried]} />}
      {again}
    </div>,
    <div key="other">
      {isOffered && <Hint id="other-hint" text={{ upi: texts.upiHint, card: texts.cardHint }[other]} />}
      {change}
    </div>,
  ];
  return <div className="mt-6 space-y-5">{leadsOther ? steps.reverse() : steps}</div>;
}

/** Above its button, so that it is not read as belonging to the next one. */
const Hint = ({ id, text }: { id: string; text: string }) => (
  <p id={id} className="mb-1.5 text-[14px]/[20px] text-ink-2">
    {text}
  </p>
);
