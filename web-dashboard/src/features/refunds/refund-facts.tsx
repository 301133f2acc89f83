import { amountOf } from '../../lib/money';
import { testId } from '../../lib/test-ids';
import type { Payment, Refund } from '../../lib/types';
import { Facts, Id } from '../../ui/values';

/** `paidBy`: the instrument of the payment, which takes the money back. */
export function RefundFacts({ refund, payment, paidBy }: { refund: Refund; payment: Payment; paidBy: string }) {
  const isPart = refund.amount < payment.amountCaptured;
  return (
    <Facts
      facts={[
        ['Kind', isPart ? `Part of ${amountOf(payment.amountCaptured, refund.currency)}` : 'Full refund'],
        ['Back to', paidBy],
        ['Reason', refund.reason],
        ['Bank reference', refund.connectorReference && <Id key="ref" value={refund.connectorReference} copy />],
        [
          'API status',
          <span key="status" {...testId('status')}>
            {refund.status}
          </span>,
        ],
      ]}
    />
  );
}
