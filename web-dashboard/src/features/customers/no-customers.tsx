import { SAMPLES } from '../../lib/empty-samples';
import { Empty } from '../../ui/empty';

/** Shown in place of the customers if there are none. */
export function NoCustomers({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <Empty title="No customer fits this search">
        The search compares the beginning of a name, an email, a phone number with its country code, or an id.
      </Empty>
    );
  }
  return (
    <Empty title="No customers yet" sample={SAMPLES.customer}>
      Name a customer in an order, and you see all their payments and orders on one page.
    </Empty>
  );
}
