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

/** Mails the receipt of a captured payment. A plain form, which also works without scripts. */
export function ReceiptMail({ receipt, params, session }: Props) {
  const words = session.texts.receipt;
  if (params.receipt === 'sent') {
    return (
      <p {...testId('receipt-sent')} role="status" className="mt-5 text-[14px]/[20px]">
        {words.sent}
      </p>
    );
  }
  return receipt.canMail && <MailForm params={params} words={words} />;
}

function MailForm({ params, words }: { params: CheckoutParams; words: Session['texts']['receipt'] }) {
  const { receipt: notice } = params;
  const error = notice === 'address' ? words.errors.address : undefined;
  const problem = notice === 'limit' || notice === 'unavailable' ? words.errors[notice] : undefined;
  return (
    <form {...testId('receipt-form')} action={mailReceipt.bind(null, params)} noValidate className="mt-5">
      <input type="hidden" name="attempt" value={randomUUID()} />
      <div className="grid grid-cols-[1fr_auto] items-start gap-x-3">
        <Field
          id="receipt-email-input"
          name="email"
          type="email"
          label={words.email}
          autoComplete="email"
          maxLength={254}
          error={error}
        />
        <button {...testId('receipt-send-button')} type="submit" className="secondary mt-6 min-h-12 py-2">
          {words.send}
        </button>
      </div>
      <Problem text={problem} />
    </form>
  );
}
