import type { Merchant, PaymentLink } from '../../lib/types';
import { PayerAmount, PayerButton, PayerMark, PayerPage } from '../../ui/payer-preview';
import { addressOf, priceOf } from './link-words';

/** What the payer sees on opening the link. */
export function LinkPreview({
  link,
  name,
  merchant,
}: {
  link: PaymentLink;
  name: string;
  /** Null for a role that may not see the settings: the preview is then in the default look. */
  merchant: Pick<Merchant, 'brandColor' | 'logo'> | null;
}) {
  const logo = merchant?.logo ? `data:image/png;base64,${merchant.logo}` : null;
  const brand = { name, logo, color: merchant?.brandColor ?? null };
  const { title, description, amount } = link;
  return (
    <PayerPage label="What the payer sees" address={addressOf(link).replace(/^https?:\/\//, '')}>
      <PayerMark brand={brand} />
      <p className="mt-4 text-[16px]/[24px] font-semibold wrap-anywhere">{title}</p>
      {description && <p className="mt-1 text-ink-2 wrap-anywhere whitespace-pre-line">{description}</p>}
      {amount === null ? (
        <p className="mt-4 rounded-control border border-line-strong px-3 py-2 text-ink-3">{priceOf(link)}</p>
      ) : (
        <PayerAmount label="Amount to pay">{priceOf(link)}</PayerAmount>
      )}
      <div className="mt-5">
        <PayerButton brand={brand}>{amount === null ? 'Continue to payment' : `Pay ${priceOf(link)}`}</PayerButton>
      </div>
    </PayerPage>
  );
}
