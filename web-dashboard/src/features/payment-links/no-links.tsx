import { SAMPLES } from '../../lib/empty-samples';
import { Empty } from '../../ui/empty';

/** Shown in place of the links if there are none. */
export function NoLinks({ filtered, mayWrite }: { filtered: boolean; mayWrite: boolean }) {
  if (filtered) return <Empty title="No payment link is in this state">Choose another state above.</Empty>;
  return (
    <Empty
      title="No payment links yet"
      sample={SAMPLES.paymentLink}
      {...(mayWrite && { action: { href: '/dashboard/payment-links/new', words: 'Create a payment link' } })}
    >
      Take a payment without a shop: send a link by chat, mail or QR code, and the payer pays on a page with your name.
    </Empty>
  );
}
