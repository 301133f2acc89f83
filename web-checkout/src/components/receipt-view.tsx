import type { PublicReceipt } from '@payment-gateway/sdk';
import type { ReactNode } from 'react';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { timeIn } from '../lib/time';

interface Props {
  receipt: PublicReceipt;
  token: string;
  session: Session;
}

/** What was paid, how, and what was given back. Times are those of the merchant's time zone. */
export function ReceiptView({ receipt, token, session }: Props) {
  const { texts, amount } = session;
  const words = texts.receipt;
  const money = (minor: number) => amount(minor, receipt.currency);
  const refunded = receipt.amountRefunded > 0;
  return (
    <article {...testId('receipt')} className="print:text-black">
      {receipt.test && <p className="mb-4 text-[14px]/[20px] text-ink-2">{words.test}</p>}
      <header className="flex items-center gap-3">
        {receipt.branding.logo && (
          // A data URL: nothing for an image service to fetch or resize.
          <img src={`data:image/png;base64,${receipt.branding.logo}`} alt="" className="size-10 object-contain" />
        )}
        <p className="font-medium break-words">{receipt.merchantName}</p>
      </header>
      <h1 className="mt-6 text-[14px]/[20px] text-ink-2">{words.title}</h1>
      <p className="mt-1 text-[36px]/[44px] font-semibold tracking-tight tabular-nums">{money(receipt.amount)}</p>
      <dl className="mt-6">
        <Row label={words.number}>{receipt.number}</Row>
        <Row label={words.paidAt}>{timeIn(receipt.paidAt, receipt.timeZone, session.locale)}</Row>
        {receipt.orderReceipt && <Row label={texts.order}>{receipt.orderReceipt}</Row>}
        {receipt.description && <Row label={words.description}>{receipt.description}</Row>}
        <Row label={words.payment}>{receipt.paymentId}</Row>
        <Row label={words.method}>{receipt.instrument ?? receipt.method}</Row>
        {receipt.lineItems?.map(({ name, quantity, amount: each }, index) => (
          <LineItem key={index} name={`${quantity} × ${name}`} amount={money(quantity * each)} />
        ))}
        {receipt.refunds.map((refund) => (
          <Row key={refund.id} label={refund.status === 'processed' ? words.refund : words.pending}>
            {`− ${money(refund.amount)}, ${timeIn(refund.processedAt ?? refund.createdAt, receipt.timeZone, session.locale)}`}
          </Row>
        ))}
        {refunded && <Row label={words.refunded}>{money(receipt.amountRefunded)}</Row>}
        {refunded && <Row label={words.net}>{money(receipt.amount - receipt.amountRefunded)}</Row>}
        <Contact {...{ receipt, words }} />
      </dl>
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
    <Row label={words.support}>
      {email && (
        <a href={`mailto:${email}`} className="block underline">
          {email}
        </a>
      )}
      {phone && (
        <a href={`tel:${phone}`} className="block underline">
          {phone}
        </a>
      )}
    </Row>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-6 border-b border-line py-3 text-[14px]/[20px]">
      <dt className="shrink-0 text-ink-2">{label}</dt>
      <dd className="min-w-0 text-right wrap-anywhere tabular-nums">{children}</dd>
    </div>
  );
}

/** As a row, but its name may be long and its amount is not. */
function LineItem({ name, amount }: { name: string; amount: string }) {
  return (
    <div className="flex justify-between gap-6 border-b border-line py-3 text-[14px]/[20px]">
      <dt className="min-w-0 wrap-anywhere text-ink-2">{name}</dt>
      <dd className="shrink-0 text-right tabular-nums">{amount}</dd>
    </div>
  );
}
