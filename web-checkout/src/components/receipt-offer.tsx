import { randomUUID } from 'node:crypto';
import type { PayerReceipt } from '@payment-gateway/sdk';
import type { CheckoutParams } from '../lib/params';
import { mailReceipt } from '../lib/receipt-actions';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { Field, Problem } from './field';

interface Props {
  receipt: PayerReceipt;
  params: CheckoutParams;
  session: Session;
}

/** The receipt of a captured payment: its link, and a plain form that mails it. Both work without scripts. */
export function ReceiptOffer({ receipt, params, session }: Props) {
  const words = session.texts.receipt;
  return (
    <div className="mt-6 space-y-5">
      <a
        {...testId('receipt-link')}
        href={receipt.url}
        target="_blank"
        rel="noopener noreferrer"
        className="inline-block text-[14px]/[20px] font-medium text-accent underline underline-offset-3"
      >
        {words.open}
      </a>
      {params.receipt === 'sent' ? (
        <p {...testId('receipt-sent')} role="status" className="text-[14px]/[20px]">
          {words.sent}
        </p>
      ) : (
        receipt.canMail && <MailForm params={params} words={words} />
      )}
    </div>
  );
}

function MailForm({ params, words }: { params: CheckoutParams; words: Session['texts']['receipt'] }) {
  const { receipt: notice } = params;
  const error = notice === 'address' ? words.errors.address : undefined;
  const problem = notice === 'limit' || notice === 'unavailable' ? words.errors[notice] : undefined;
  return (
    <form {...testId('receipt-form')} action={mailReceipt.bind(null, params)} noValidate className="space-y-3">
      <input type="hidden" name="attempt" value={randomUUID()} />
      <Field
        id="receipt-email-input"
        name="email"
        type="email"
        label={words.email}
        autoComplete="email"
        maxLength={254}
        error={error}
      />
      <Problem text={problem} />
      <button {...testId('receipt-send-button')} type="submit" className="secondary">
        {words.send}
      </button>
    </form>
  );
}
