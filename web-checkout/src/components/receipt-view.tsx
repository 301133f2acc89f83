import type { PublicReceipt } from '@payment-gateway/sdk';
import { paidWith } from '../lib/paid-with';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { timeIn } from '../lib/time';
import { Mark } from './brand';
import { Fact } from './fact';
import { ReceiptAmounts } from './receipt-amounts';

interface Props {
  receipt: PublicReceipt;
  token: string;
  session: Session;
}

/** What was paid, how, and what was given back. Times are those of the merchant's time zone. */
export function ReceiptView({ receipt, token, session }: Props) {
  const { texts, amount } = session;
  const words = texts.receipt;
  const { currency, amountRefunded } = receipt;
  const when = (at: string) => timeIn(at, receipt.timeZone, session.locale);
  return (
    <article {...testId('receipt')} className="print:text-black">
      {receipt.test && (
        <p className="mb-6 rounded-control bg-wait-soft px-3 py-2 text-[14px]/[20px] font-medium text-wait">
          {words.test}
        </p>
      )}
      <header className="flex items-center gap-3">
        <Mark name={receipt.merchantName} logo={receipt.branding.logo} session={session} />
        <p className="font-medium break-words">{receipt.merchantName}</p>
      </header>
      <h1 className="mt-6 text-[14px]/[20px] text-ink-2">{words.title}</h1>
      <p className="mt-1 text-[36px]/[44px] font-semibold tracking-tight">{amount(receipt.amount, currency)}</p>
      {amountRefunded > 0 && (
        <p className="mt-1 text-[14px]/[20px] text-ink-2">
          {`${words.refunded} ${amount(amountRefunded, currency)} · ${words.net} ${amount(receipt.amount - amountRefunded, currency)}`}
        </p>
      )}
      <dl className="mt-6 divide-y divide-line border-y border-line text-[14px]/[20px]">
        <Fact label={words.number}>{receipt.number}</Fact>
        <Fact label={words.paidAt}>{when(receipt.paidAt)}</Fact>
        <Fact label={words.method}>{paidWith(receipt, texts) ?? receipt.method}</Fact>
        {receipt.orderReceipt && <Fact label={texts.order}>{receipt.orderReceipt}</Fact>}
        <Fact label={words.payment}>{receipt.paymentId}</Fact>
        <Contact {...{ receipt, words }} />
      </dl>
      <ReceiptAmounts {...{ receipt, session, when }} />
      {receipt.hasPdf && (
        <a {...testId('receipt-pdf')} href={`/r/${token}/pdf`} className="secondary mt-8 print:hidden">
          {words.pdf}
        </a>
      )}
    </article>
  );
}

function Contact({ receipt, words }: { receipt: PublicReceipt; words: Session['texts']['receipt'] }) {
  const { email, phone } = receipt.support;
  if (!email && !phone) return null;
  return (
    <Fact label={words.support}>
      {email && (
        <a href={`mailto:${email}`} className="link block">
          {email}
        </a>
      )}
      {phone && (
        <a href={`tel:${phone}`} className="link block">
          {phone}
        </a>
      )}
    </Fact>
  );
}
