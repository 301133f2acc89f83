import { randomUUID } from 'node:crypto';
import type { PayerReceipt } from '@payment-gateway/sdk';
import type { CheckoutParams } from '../lib/params';
import { mailReceipt } from '../lib/receipt-actions';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { Field, Problem } from './field';
import { DownIcon } from './icons';

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
    <details
      {...testId('receipt-mail')}
      open={notice !== undefined}
      className="group/mail border-b border-line text-[14px]/[20px]"
    >
      <summary className="flex min-h-11 cursor-pointer list-none items-center justify-between gap-3 rounded-control [&::-webkit-details-marker]:hidden">
        <span className="link">{words.mail}</span>
        <span className="text-ink-3 group-open/mail:rotate-180">
          <DownIcon />
        </span>
      </summary>
      <form {...testId('receipt-form')} action={mailReceipt.bind(null, params)} noValidate className="pt-1 pb-4">
        <input type="hidden" name="attempt" value={randomUUID()} />
        <Field
          id="receipt-email-input"
          name="email"
          type="email"
          label={words.email}
          autoComplete="email"
          placeholder="name@example.com"
          maxLength={254}
          error={error}
          beside={
            <button
              {...testId('receipt-send-button')}
              type="submit"
              className="secondary min-h-12 w-auto flex-[1_0_auto] py-2"
            >
              {words.send}
            </button>
          }
        />
        <Problem text={problem} />
      </form>
    </details>
  );
}
