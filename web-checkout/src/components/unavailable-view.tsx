import { type CheckoutParams, checkoutHref } from '../lib/params';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { AlertIcon } from './icons';
import { LiveStatus } from './live-status';
import { Outcome } from './outcome';

/** A payment in progress continues without this page, so the page of a payment reloads by itself. */
export function UnavailableView({ params, session: { texts } }: { params: CheckoutParams; session: Session }) {
  return (
    <Outcome id="unavailable-state" tone="wait" icon={<AlertIcon />} title={texts.unavailableTitle}>
      <p className="mt-2 text-ink-2">{texts.unavailableText}</p>
      <div className="mt-6">
        <a {...testId('retry-button')} className="primary" href={checkoutHref(params)}>
          {texts.tryAgain}
        </a>
      </div>
      {params.paymentId && <LiveStatus paymentId={params.paymentId} />}
    </Outcome>
  );
}
