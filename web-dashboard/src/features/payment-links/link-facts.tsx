import { amountOf } from '../../lib/money';
import { testId } from '../../lib/test-ids';
import type { Payment, PaymentLink } from '../../lib/types';
import { Moment } from '../../ui/time';
import { Facts } from '../../ui/values';
import { priceOf } from './link-words';

/** The first page of the link's payments. */
interface Payments {
  data: Payment[];
  nextCursor: string | null;
}

/** `0 of 1`, or for a reusable link how often, and what came in. */
function paidOf({ reusable, currency }: PaymentLink, { data, nextCursor }: Payments): string {
  const captured = data.filter((payment) => payment.captured);
  const count = captured.length;
  if (!reusable) return `${count} of 1`;
  if (nextCursor !== null) return `${count} times or more`;
  if (count === 0) return 'Not yet';
  const amount = captured.reduce((sum, { amountCaptured }) => sum + amountCaptured, 0);
  return `${count === 1 ? 'Once' : `${count} times`}, ${amountOf(amount, currency)}`;
}

export function LinkFacts({ link, payments }: { link: PaymentLink; payments: Payments }) {
  return (
    <Facts
      facts={[
        ['Amount', priceOf(link)],
        [
          'Paid',
          <span key="paid" {...testId('link-paid')}>
            {paidOf(link, payments)}
          </span>,
        ],
        ['Takes', link.reusable ? 'Any number of payments' : null],
        ['Reference', link.referenceId],
        ['Expires', link.expiresAt ? <Moment key="expires" at={link.expiresAt} /> : 'Never'],
        ['Paid on', link.paidAt && <Moment key="paid" at={link.paidAt} />],
        ['Cancelled', link.cancelledAt && <Moment key="cancelled" at={link.cancelledAt} />],
        ['Created', <Moment key="created" at={link.createdAt} />],
      ]}
    />
  );
}
