import { randomUUID } from 'node:crypto';
import type { PublicOrder, PublicPayment } from '@payment-gateway/sdk';
import { QrCode } from '@payment-gateway/web/qr-code';
import { showCode, submitStepUp } from '../lib/actions';
import { type CheckoutParams, checkoutHref } from '../lib/params';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { reasonIn } from '../lib/texts';
import { CodeCard } from './code-card';
import { OpenCode } from './code-links';
import { CodeOffer } from './code-offer';
import { Deadline } from './deadline';
import { LiveStatus } from './live-status';
import { ScanIntro } from './scan-intro';
import { PlayUpiApp } from './step-up-form';

interface Code {
  order: PublicOrder;
  /** The UPI payment by code that the address names. */
  payment: PublicPayment | null;
  params: CheckoutParams;
  session: Session;
}

/** A code that the page follows until it is paid or over. */
export const isLive = (payment: PublicPayment | null) =>
  payment?.status === 'pending' || payment?.status === 'requires_action';

/** UPI by QR code or app: an offer to create the payment, the open code, or why it is over with another offer. */
export function CodeBlock({ order, payment, params, session }: Code) {
  const { texts } = session;
  const small = params.embedded ?? false;
  if (!payment || !isLive(payment)) {
    const { anyApp, showQr, moment, errors } = texts;
    return (
      <div className="space-y-3">
        {payment && (
          <p role="status" className="rounded-control bg-wait-soft px-3 py-2 text-[14px]/[20px] text-wait">
            {payment.status === 'expired' ? texts.codeExpired : reasonIn(texts, { ...payment, errorReason: null })}
          </p>
        )}
        <CodeOffer
          key={payment?.id}
          showCode={showCode.bind(null, params)}
          here={checkoutHref(params, { method: 'upi' })}
          after={payment?.id ?? ''}
          texts={{ anyApp, showQr, moment, errors }}
        >
          <ScanIntro texts={texts} />
        </CodeOffer>
      </div>
    );
  }
  return (
    <div>
      <LiveStatus paymentId={payment.id} />
      {payment.nextAction?.type === 'upi_approve' ? (
        <Open {...{ order, payment, params, session }} {...payment.nextAction} />
      ) : (
        <CodeCard
          small={small}
          code={
            <span className="py-8 text-accent">
              <span className="spinner block" aria-hidden="true" />
            </span>
          }
        >
          <p role="status" className="font-medium">
            {texts.moment}
          </p>
        </CodeCard>
      )}
    </div>
  );
}

function Open({
  order,
  payment,
  params,
  session,
  upiLink,
  expiresAt,
}: Code & { payment: PublicPayment; upiLink: string; expiresAt: string }) {
  const { texts, amount, fill } = session;
  const { appsTitle, anyApp, scanOther } = texts;
  return (
    <div className="space-y-3">
      <OpenCode upiLink={upiLink} texts={{ appsTitle, anyApp, scanOther }}>
        <CodeCard
          small={params.embedded ?? false}
          isOpen
          code={
            <div className="size-full phone:hidden phone:max-w-60 phone:group-has-[#scan:checked]/code:block">
              <QrCode
                text={upiLink}
                label={fill(texts.qr, { amount: amount(payment.amount, payment.currency) })}
                {...testId('qr-code')}
              />
            </div>
          }
        >
          <h2 className="font-medium phone:hidden">{texts.scanTitle}</h2>
          <p className="text-[14px]/[20px] text-ink-2">{texts.paidItself}</p>
          <Deadline until={expiresAt} session={session} />
        </CodeCard>
      </OpenCode>
      {order.test && (
        <PlayUpiApp
          action={submitStepUp.bind(null, params)}
          attempt={randomUUID()}
          texts={{
            title: texts.playApp,
            approve: texts.approve,
            decline: texts.decline,
            processing: texts.moment,
            problems: { ...texts.errors, otpMissing: texts.otpMissing },
          }}
        />
      )}
    </div>
  );
}
