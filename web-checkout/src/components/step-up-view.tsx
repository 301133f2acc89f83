import { randomUUID } from 'node:crypto';
import type { PublicOrder, PublicPaymentDetail } from '@payment-gateway/sdk';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { submitStepUp } from '../lib/actions';
import { type CheckoutParams, checkoutHref } from '../lib/params';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { TEST_OTP } from '../lib/test-values';
import { plural } from '../lib/texts';
import { BankView } from './bank-view';
import { Deadline } from './deadline';
import { LiveStatus } from './live-status';
import { OtpForm, PlayUpiApp } from './step-up-form';

/** The bank's limit of OTP attempts: if fewer are left, the last code was wrong. */
const OTP_TRIES = 3;

interface StepUp {
  order: PublicOrder;
  payment: PublicPaymentDetail;
  params: CheckoutParams;
  session: Session;
}

export function StepUpView({ order, payment, params, session }: StepUp) {
  const { texts } = session;
  return (
    <section>
      <LiveStatus paymentId={payment.id} />
      {payment.nextAction?.type === 'otp' && <Otp {...{ order, payment, params, session }} />}
      {payment.nextAction?.type === 'upi_approve' && <Approve {...{ order, payment, params, session }} />}
      {payment.nextAction?.type === 'redirect' && <BankView {...{ payment, params, session }} />}
      <p className={`${params.embedded ? 'mt-4' : 'mt-6'} text-[14px]/[20px]`}>
        <Link {...testId('change-method')} className="link" href={checkoutHref(params, { paymentId: undefined })}>
          {texts.otherWay}
        </Link>
      </p>
    </section>
  );
}

function Otp({ order, payment, params, session }: StepUp) {
  const { texts, amount, fill, locale } = session;
  if (payment.nextAction?.type !== 'otp') return null;
  const { attemptsLeft, expiresAt } = payment.nextAction;
  const problems = { ...texts.errors, otpMissing: texts.otpMissing };
  return (
    <>
      <h1 className="text-[20px]/[28px] font-semibold">{texts.otpTitle}</h1>
      <p className="mt-2 text-ink-2">{fill(texts.otpHint, { amount: amount(payment.amount, payment.currency) })}</p>
      <OtpForm
        // Each attempt gets a new form: empty, and with its own key.
        key={attemptsLeft}
        action={submitStepUp.bind(null, params)}
        attempt={randomUUID()}
        wrong={attemptsLeft < OTP_TRIES ? plural(texts.otpWrong, attemptsLeft, locale) : undefined}
        texts={{ otp: texts.otp, confirm: texts.otpConfirm, processing: texts.processing, problems }}
        hint={<Deadline until={expiresAt} session={session} />}
        testCode={order.test ? fill(texts.otpTest, { code: TEST_OTP }) : undefined}
      />
    </>
  );
}

function Approve({ order, payment, params, session }: StepUp) {
  const { texts, amount, fill } = session;
  if (payment.nextAction?.type !== 'upi_approve') return null;
  const values = { amount: amount(payment.amount, payment.currency), merchant: order.merchantName };
  const [sentBefore, sentAfter] = fill(texts.approveSent, values).split('{instrument}');
  const gap = params.embedded ? 'mt-4' : 'mt-6';
  return (
    <>
      <h1 className="text-[20px]/[28px] font-semibold">{texts.approveTitle}</h1>
      {payment.instrument && (
        <p {...testId('sent-to')} className="mt-2 text-ink-2">
          {sentBefore}
          <span className="font-medium text-ink">{payment.instrument}</span>
          {sentAfter}
        </p>
      )}
      <ol className={`${gap} space-y-3`}>
        <Step number={1}>{texts.approveOpen}</Step>
        <Step number={2}>{fill(texts.approveRequest, values)}</Step>
      </ol>
      <div className={`${gap} flex items-center gap-4 rounded-card border border-line px-4 py-3`}>
        <span className="text-accent">
          <span className="spinner block" aria-hidden="true" />
        </span>
        <div>
          <Deadline until={payment.nextAction.expiresAt} session={session} />
          <p className="text-[14px]/[20px] text-ink-2">{texts.approveOver}</p>
        </div>
      </div>
      {order.test && (
        <div className="mt-4">
          <PlayUpiApp
            action={submitStepUp.bind(null, params)}
            attempt={randomUUID()}
            texts={{
              title: texts.playApp,
              approve: texts.approve,
              decline: texts.decline,
              processing: texts.processing,
              problems: { ...texts.errors, otpMissing: texts.otpMissing },
            }}
          />
        </div>
      )}
    </>
  );
}

const Step = ({ number, children }: { number: number; children: ReactNode }) => (
  <li className="flex gap-3">
    <span
      aria-hidden="true"
      className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-[13px]/[18px] font-semibold text-accent"
    >
      {number}
    </span>
    <span className="min-w-0 wrap-anywhere">{children}</span>
  </li>
);
