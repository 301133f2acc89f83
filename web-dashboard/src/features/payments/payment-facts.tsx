import { wordsOf } from '../../lib/format';
import { amountOf } from '../../lib/money';
import type { Payment } from '../../lib/types';
import Link from '../../ui/link';
import { Moment } from '../../ui/time';
import { Facts, Id } from '../../ui/values';
import { instrumentOf } from './instrument';

const STAGES: Readonly<Record<NonNullable<Payment['stage']>, string>> = {
  accepted: 'Accepted',
  at_bank: 'At the bank',
};

export function PaymentFacts({ payment }: { payment: Payment }) {
  const money = (minor: number) => amountOf(minor, payment.currency);
  return (
    <Facts
      facts={[
        ['Payment', <Id key="id" value={payment.id} id="payment-id" copy />],
        [
          'Order',
          <Link key="order" className="link" href={`/dashboard/orders/${payment.orderId}`}>
            <Id value={payment.orderId} id="order-id" />
          </Link>,
        ],
        ['Method', instrumentOf(payment)],
        ['Stage', payment.stage && STAGES[payment.stage]],
        ['Captured', money(payment.amountCaptured)],
        ['Refunded', payment.amountRefunded > 0 && money(payment.amountRefunded)],
        ['Disputed', payment.amountDisputed > 0 && `${money(payment.amountDisputed)}, withheld by the acquirer`],
        [
          'Refunded elsewhere',
          payment.amountRefundedElsewhere > 0 && `${money(payment.amountRefundedElsewhere)}, not by this gateway`,
        ],
        ['Capture', payment.capture === 'manual' && 'By hand'],
        [
          'Capture before',
          payment.captureBefore && !payment.captured && <Moment key="capture" at={payment.captureBefore} />,
        ],
        ['Reason', payment.errorReason && wordsOf(payment.errorReason)],
        ['Description', payment.errorDescription],
        ['Created', <Moment key="created" at={payment.createdAt} />],
        ['Updated', <Moment key="updated" at={payment.updatedAt} />],
      ].map(([name, value]) => [name as string, value === false ? null : value] as const)}
    />
  );
}
