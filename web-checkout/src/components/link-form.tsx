import { randomUUID } from 'node:crypto';
import { currencyExponent, type PublicPaymentLink } from '@payment-gateway/sdk';
import { payLink } from '../lib/link-actions';
import type { LinkParams } from '../lib/link-params';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { Field, Problem } from './field';

/** A plain form without scripts. The server returns errors in the address, with what was entered. */
export function LinkForm({ link, page, session }: { link: PublicPaymentLink; page: LinkParams; session: Session }) {
  const { texts, fill, amount } = session;
  const { id, currency } = link;
  const isAmountOpen = link.amount === null;
  const { amountError, problem } = errorsOf(link, page, session);
  return (
    <form
      {...testId('link-form')}
      action={payLink.bind(null, { id, currency, lang: page.lang, isAmountOpen })}
      noValidate
      className="space-y-4"
    >
      <input type="hidden" name="attempt" value={randomUUID()} />
      {isAmountOpen && (
        <Field
          id="amount-input"
          name="amount"
          label={fill(texts.link.amount, { currency })}
          inputMode="decimal"
          autoComplete="off"
          maxLength={40}
          defaultValue={page.amount}
          error={amountError}
          hint={fill(texts.link.limits, limitsOf(link, session))}
        />
      )}
      <Problem text={problem} />
      <button {...testId('pay-button')} type="submit" className="primary">
        {link.amount === null ? texts.link.continue : fill(texts.pay, { amount: amount(link.amount, currency) })}
      </button>
    </form>
  );
}

function limitsOf({ minAmount, maxAmount, currency }: PublicPaymentLink, { amount }: Session) {
  return { minimum: amount(minAmount ?? 0, currency), maximum: amount(maxAmount ?? 0, currency) };
}

/** The text of the page's error: beside the amount, or of the whole form. */
function errorsOf(link: PublicPaymentLink, { error }: LinkParams, session: Session) {
  const { texts, fill } = session;
  if (error === undefined) return {};
  if (error === 'rateLimited' || error === 'unavailable') return { problem: texts.errors[error] };
  const example = ['500', '500.0', '500.00', '500.000'][currencyExponent(link.currency)] ?? '500.00';
  const text = fill(texts.link.errors[error], { ...limitsOf(link, session), example });
  return error === 'underWay' || error === 'refused' ? { problem: text } : { amountError: text };
}
