import { amountOf } from '../../lib/money';
import { testId } from '../../lib/test-ids';
import type { Payment } from '../../lib/types';
import { Moment } from '../../ui/time';
import { Facts } from '../../ui/values';
import { instrumentOf } from './instrument';
import { MethodMark } from './method-mark';

const STAGES: Readonly<Record<NonNullable<Payment['stage']>, string>> = {
  accepted: 'Accepted',
  at_bank: 'At the bank',
};

export function PaymentFacts({ payment }: { payment: Payment }) {
  const money = (minor: number) => amountOf(minor, payment.currency);
  const { amountCaptured, amountRefunded, amountDisputed, amountRefundedElsewhere } = payment;
  const given = amountRefunded + amountRefundedElsewhere;
  return (
    <Facts
      facts={[
        [
          'Method',
          <span key="method" className="inline-flex items-center gap-2">
            <MethodMark method={payment.method} />
            {instrumentOf(payment)}
          </span>,
        ],
        ['Captured', money(amountCaptured)],
        ['Refunded', amountRefunded > 0 && money(-amountRefunded)],
        [
          'Refunded elsewhere',
          amountRefundedElsewhere > 0 && `${money(-amountRefundedElsewhere)}, not by this gateway`,
        ],
        ['Net', given > 0 && <strong key="net">{money(amountCaptured - given)}</strong>],
        ['Disputed', amountDisputed > 0 && `${money(amountDisputed)}, withheld by the acquirer`],
        ['Capture', payment.capture === 'manual' && 'By hand'],
        ['Description', payment.description],
        ['Stage', payment.stage && STAGES[payment.stage]],
        ['Created', <Moment key="created" at={payment.createdAt} />],
        ['Updated', <Moment key="updated" at={payment.updatedAt} />],
        [
          'API status',
          <span key="status" {...testId('status')}>
            {payment.status}
          </span>,
        ],
      ].map(([name, value]) => [name as string, value === false ? null : value] as const)}
    />
  );
}
