import type { Texts } from '../lib/texts';
import { AlertIcon } from './icons';
import { Outcome } from './outcome';

/** While the API cannot be reached: a reload shows the receipt. */
export function UnavailableReceipt({ texts }: { texts: Texts }) {
  return (
    <Outcome id="error-state" tone="info" icon={<AlertIcon />} title={texts.receipt.unavailable}>
      <p className="mt-2 text-ink-2">{texts.receipt.again}</p>
    </Outcome>
  );
}
