import { testId } from '../../lib/test-ids';
import { Card } from '../../ui/card';
import { Copy } from '../../ui/copy';
import type { PaymentDetails } from './payment-details';

/** The public pages of the receipt, to open and to send to the payer. */
export function ReceiptCard({ receipt }: { receipt: PaymentDetails['receipt'] }) {
  if (!receipt) return null;
  return (
    <Card title="Receipt">
      <p className="flex items-center gap-1 text-[13px]/[18px] text-ink-2">
        <span className="mono min-w-0 truncate">{receipt.number}</span>
        <Copy text={receipt.url} label="the address of the receipt" />
      </p>
      <p className="mt-2 flex flex-wrap gap-2">
        <a className="button small" href={receipt.url} target="_blank" rel="noreferrer" {...testId('receipt-link')}>
          Open the receipt
        </a>
        {receipt.pdfUrl && (
          <a className="button small" href={receipt.pdfUrl} target="_blank" rel="noreferrer">
            PDF
          </a>
        )}
      </p>
    </Card>
  );
}
