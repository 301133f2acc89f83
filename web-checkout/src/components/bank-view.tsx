import { randomUUID } from 'node:crypto';
import type { PublicPayment } from '@payment-gateway/sdk';
import Link from 'next/link';
import { bankPage } from '../lib/bank-page';
import { askForOtherPage } from '../lib/other-page';
import { type CheckoutParams, checkoutHref } from '../lib/params';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { BankLink } from './bank-link';
import { Deadline } from './deadline';
import { LiveStatus } from './live-status';

interface Props {
  payment: PublicPayment;
  params: CheckoutParams;
  session: Session;
}

/** The texts of a step on another page: at the card's bank, or the acquirer's whole payment page. */
const wordsFor = ({ payment, session: { texts } }: Props) =>
  payment.flow === 'redirect'
    ? { title: texts.pageTitle, hint: texts.pageHint, open: texts.pageOpen }
    : { title: texts.bankTitle, hint: texts.bankHint, open: texts.bankOpen };

const addressOf = ({ nextAction }: PublicPayment) =>
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
          <div className="text-center">
            <Deadline until={payment.nextAction.expiresAt} session={session} />
          </div>
        </div>
      )}
    </>
  );
}

/**
 * After the shopper has come back, while the result is not known. The way back to an open page appears after a few
 * seconds, because most pages are done by then.
 */
export function CheckingView(props: Props & { again: string }) {
  const { payment, params, session } = props;
  const { texts } = session;
  const address = addressOf(payment);
  return (
    <section {...testId('processing-state')}>
      <LiveStatus paymentId={payment.id} again={props.again} />
      <div className="grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
        <span className="spinner" aria-hidden="true" />
      </div>
      <div role="status">
        <h1 {...testId('processing-message')} className="mt-4 text-[28px]/[36px] font-semibold tracking-tight">
          {texts.checking}
        </h1>
      </div>
      <p className="mt-2 text-ink-2">{texts.checkingHint}</p>
      {address && (
        <div className="after-a-while mt-8 border-t border-line pt-6">
          <p className="text-ink-2">{texts.unfinished}</p>
          <a {...testId('bank-link')} className="secondary mt-4" href={address} rel="noreferrer">
            {wordsFor(props).open}
          </a>
          {payment.flow === 'redirect' && (
            <form action={askForOtherPage.bind(null, params)} className="mt-3">
              <input type="hidden" name="attempt" value={randomUUID()} />
              <button {...testId('other-page')} className="secondary">
                {texts.otherPage}
              </button>
            </form>
          )}
          <p className="mt-6 text-center text-[14px]/[20px]">
            <Link {...testId('change-method')} className="link" href={checkoutHref(params, { paymentId: undefined })}>
              {texts.otherWay}
            </Link>
          </p>
        </div>
      )}
    </section>
  );
}
