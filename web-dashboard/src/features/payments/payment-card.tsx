import { amountOf } from '../../lib/money';
import { testId } from '../../lib/test-ids';
import { MONEY_STATES } from '../../lib/states';
import type { Payment } from '../../lib/types';
import { Card } from '../../ui/card';
import { Related } from '../../ui/detail';
import { StateBadge } from '../../ui/pill';

/** The payment of a refund. */
export function PaymentCard({ payment }: { payment: Payment }) {
  return (
    <Card title="Payment" padded={false}>
      <Related
        href={`/dashboard/transactions/${payment.id}`}
        title={amountOf(payment.amount, payment.currency)}
        about={
          <span className="mono" {...testId('payment-id')}>
            {payment.id}
          </span>
        }
        end={<StateBadge of={MONEY_STATES[payment.moneyState]} value={payment.moneyState} />}
      />
    </Card>
  );
}
