import { randomUUID } from 'node:crypto';
import { amountOf } from '../../lib/money';
import type { Order } from '../../lib/types';
import { ActionForm } from '../../ui/action-form';
import { Dialog } from '../../ui/dialog';
import { Submit } from '../../ui/submit';
import { cancelOrder } from './actions';

export function CancelOrder({ order: { id, amount, currency } }: { order: Order }) {
  return (
    <Dialog open="Cancel" look="danger" title={`Cancel the order over ${amountOf(amount, currency)}?`}>
      <ActionForm action={cancelOrder.bind(null, id)} attempt={randomUUID()}>
        <p className="text-ink-2">The payment link stops working. This cannot be undone.</p>
        <Submit look="danger" busy="Cancelling…">
          Cancel the order
        </Submit>
      </ActionForm>
    </Dialog>
  );
}
