import { amountOf } from '../../lib/money';
import { MONEY_STATES } from '../../lib/states';
import type { Payment } from '../../lib/types';
import { Card } from '../../ui/card';
import { Related } from '../../ui/detail';
import { StateBadge } from '../../ui/pill';
import { instrumentOf } from './instrument';

/** The payment of a refund. */
export function PaymentCard({ payment }: { payment: Payment }) {
  return (
    <Card title="Payment" padded={false}>
      <Related
        href={`/dashboard/transactions/${payment.id}`}
        title={amountOf(payment.amount, payment.currency)}
        about={instrumentOf(payment)}
        end={<StateBadge of={MONEY_STATES[payment.moneyState]} value={payment.moneyState} />}
      />
    </Card>
  );
}
