import { SAMPLES } from '../../lib/empty-samples';
import { Empty } from '../../ui/empty';

/** Shown in place of payments if there are none: how to make the first one. */
export const FirstPayment = () => (
  <Empty
    title="No payments yet"
    sample={SAMPLES.payment}
    action={{ href: '/dashboard/orders', words: 'Go to the orders' }}
  >
    Create an order, open its payment link, and pay with a test card or VPA.
  </Empty>
);
