import type { PaymentLink } from '../../lib/types';
import { Moment } from '../../ui/time';
import { Facts } from '../../ui/values';
import { priceOf } from './link-words';

export function LinkFacts({ link }: { link: PaymentLink }) {
  return (
    <Facts
      facts={[
        ['Amount', priceOf(link)],
        ['Takes', link.reusable ? 'Any number of payments' : 'One payment'],
        ['Reference', link.referenceId],
        ['Expires', link.expiresAt ? <Moment key="expires" at={link.expiresAt} /> : 'Never'],
        ['Paid', link.paidAt && <Moment key="paid" at={link.paidAt} />],
        ['Cancelled', link.cancelledAt && <Moment key="cancelled" at={link.cancelledAt} />],
        ['Created', <Moment key="created" at={link.createdAt} />],
      ]}
    />
  );
}
