import { amountOf } from '../../lib/money';
import { testId } from '../../lib/test-ids';
import type { Payment, Refund } from '../../lib/types';
import Link from '../../ui/link';
import { Moment } from '../../ui/time';
import { Facts, Id } from '../../ui/values';

export function RefundFacts({ refund, payment }: { refund: Refund; payment: Payment }) {
  const isPart = refund.amount < payment.amountCaptured;
  return (
    <Facts
      facts={[
        ['Amount', amountOf(refund.amount, refund.currency)],
        ['Kind', isPart ? `Part of ${amountOf(payment.amountCaptured, refund.currency)}` : 'Full refund'],
        ['Reason', refund.reason],
        [
          'Payment',
          <Link key="payment" className="link" href={`/dashboard/transactions/${refund.paymentId}`}>
            <Id value={refund.paymentId} id="payment-id" />
          </Link>,
        ],
        ['Bank reference', refund.connectorReference && <Id key="ref" value={refund.connectorReference} copy />],
        ['Created', <Moment key="created" at={refund.createdAt} />],
        ['Processed', refund.processedAt && <Moment key="processed" at={refund.processedAt} />],
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
