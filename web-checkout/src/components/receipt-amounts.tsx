import type { PublicReceipt } from '@payment-gateway/sdk';
import type { Session } from '../lib/session';

interface Props {
  receipt: PublicReceipt;
  session: Session;
  /** A time as the receipt shows it. */
  when: (at: string) => string;
}

/** What was bought, line by line with the total, then what was given back and what remains. */
export function ReceiptAmounts({ receipt, session: { texts, amount }, when }: Props) {
  const words = texts.receipt;
  const { currency, description, lineItems, refunds, amountRefunded } = receipt;
  const money = (minor: number) => amount(minor, currency);
  if (!description && !lineItems?.length && refunds.length === 0) return null;
  const total = lineItems?.reduce((sum, { quantity, amount: each }) => sum + quantity * each, 0) ?? receipt.amount;
  return (
    <section className="mt-8 text-[14px]/[20px]">
      {description && <h2 className="font-medium break-words">{description}</h2>}
      <dl className="mt-2 space-y-2">
        {lineItems?.map(({ name, quantity, amount: each }, place) => (
          <Line key={place} name={quantity > 1 ? `${quantity} × ${name}` : name} value={money(quantity * each)} />
        ))}
        <Sum name={words.total} value={money(total)} />
        {/* Less than the order's amount was captured. */}
        {total !== receipt.amount && <Sum name={words.title} value={money(receipt.amount)} />}
        {refunds.map(({ id, status, amount: refunded, createdAt, processedAt }) => (
          <Line
            key={id}
            name={`${status === 'processed' ? words.refund : words.pending}, ${when(processedAt ?? createdAt)}`}
            value={`− ${money(refunded)}`}
          />
        ))}
        {amountRefunded > 0 && <Sum name={words.net} value={money(receipt.amount - amountRefunded)} />}
      </dl>
    </section>
  );
}

/** A name may be long; its amount is not. */
const Line = ({ name, value }: { name: string; value: string }) => (
  <div className="flex justify-between gap-6">
    <dt className="min-w-0 wrap-anywhere text-ink-2">{name}</dt>
    <dd className="shrink-0 text-right">{value}</dd>
  </div>
);

const Sum = ({ name, value }: { name: string; value: string }) => (
  <div className="flex justify-between gap-6 border-t border-line pt-2 font-semibold">
    <dt>{name}</dt>
    <dd className="shrink-0 text-right">{value}</dd>
  </div>
);
