import type { PublicPaymentDetail } from '@payment-gateway/sdk';
import Link from 'next/link';
import { bankPage } from '../lib/bank-page';
import { type CheckoutParams, checkoutHref } from '../lib/params';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { BankLink } from './bank-link';
import { Deadline } from './deadline';
import { LiveStatus } from './live-status';
import { LongWait } from './long-wait';
import { OtherPageForm } from './other-page-form';

interface Props {
  payment: PublicPaymentDetail;
  params: CheckoutParams;
  session: Session;
}

/** The texts of a step on another page: at the card's bank, or the acquirer's whole payment page. */
const wordsFor = ({ payment, session: { texts } }: Props) =>
  payment.flow === 'redirect'
    ? { title: texts.pageTitle, hint: texts.pageHint, open: texts.pageOpen }
    : { title: texts.bankTitle, hint: texts.bankHint, open: texts.bankOpen };

const addressOf = ({ nextAction }: PublicPaymentDetail) =>
  nextAction?.type === 'redirect' ? bankPage(nextAction.url) : undefined;

/** Before the shopper leaves for a page of the acquirer. */
export function BankView(props: Props) {
  const { payment, params, session } = props;
  const { title, hint, open } = wordsFor(props);
  const { texts, amount, fill } = session;
  const address = addressOf(payment);
  if (payment.nextAction?.type !== 'redirect') return null;
  return (
    <>
      <h1 className="text-[20px]/[28px] font-semibold">{title}</h1>
      <p className="mt-2 text-ink-2">
        {address ? fill(hint, { amount: amount(payment.amount, payment.currency) }) : texts.pageBlocked}
      </p>
      {address && (
        <div className={`${params.embedded ? 'mt-4' : 'mt-6'} space-y-4`}>
          <BankLink href={address}>{open}</BankLink>
          <OtherPageForm {...{ payment, params }} text={texts.otherPage} />
          <div className="text-center">
            <Deadline until={payment.nextAction.expiresAt} session={session} />
          </div>
        </div>
      )}
    </>
  );
}

/**
 * After the shopper has come back, while the result is not known, and while an open page is closed for another one. The way
 * back to an open page appears after a few seconds, because most pages are done by then.
 */
export function CheckingView(props: Props & { merchant: string; again?: string }) {
  const { payment, params, session, merchant, again } = props;
  const { texts, fill } = session;
  const isLeaving = payment.otherPage === 'requested';
  const address = isLeaving ? undefined : addressOf(payment);
  const hint = isLeaving ? texts.leavingHint : texts.checkingHint;
  return (
    <section {...testId('processing-state')}>
      <LiveStatus paymentId={payment.id} {...(again !== undefined && { again })} />
      <div className="grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
        <span className="spinner" aria-hidden="true" />
      </div>
      <div role="status">
        <h1 {...testId('processing-message')} className="mt-4 text-[28px]/[36px] font-semibold tracking-tight">
          {isLeaving ? texts.leaving : payment.flow === 'redirect' ? texts.checkingPage : texts.checking}
        </h1>
      </div>
      <LongWait texts={[hint, texts.checkingLonger, fill(texts.checkingLong, { merchant })]} />
      {address && (
        <div className="after-a-while mt-4 space-y-3 border-t border-line pt-6">
          <p className="text-ink-2">{texts.unfinished}</p>
          <a {...testId('bank-link')} className="secondary" href={address} rel="noreferrer">
            {wordsFor(props).open}
          </a>
          <OtherPageForm {...{ payment, params }} text={texts.otherPage} />
          <p className="pt-3 text-center text-[14px]/[20px]">
            <Link {...testId('change-method')} className="link" href={checkoutHref(params, { paymentId: undefined })}>
              {texts.otherWay}
            </Link>
          </p>
        </div>
      )}
    </section>
  );
}
