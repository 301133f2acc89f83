import { SAMPLES } from '../../lib/empty-samples';
import { Empty } from '../../ui/empty';

/** Shown in place of the orders if there are none. */
export const FirstOrder = () => (
  <Empty title="No orders yet" sample={SAMPLES.payment}>
    Choose New order, or let your server create one. Then open its payment page, and pay with a test card or VPA.
  </Empty>
);
