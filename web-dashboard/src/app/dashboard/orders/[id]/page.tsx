import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../../../ui/action-form';
import { Dialog } from '../../../../ui/dialog';
import { Live } from '../../../../features/live/live';
import { OrderFacts } from '../../../../features/orders/order-facts';
import { Card, Empty, Load, Page } from '../../../../ui/page';
import { PaymentLink } from '../../../../features/orders/payment-link';
import { PaymentsTable } from '../../../../features/payments/payments-table';
import { Status } from '../../../../ui/pill';
import { Submit } from '../../../../ui/submit';
import { amountOf } from '../../../../lib/money';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { cancelOrder } from '../../../../features/orders/actions';

export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway, can } = await readSession();
  const options = await onBehalfOf();
  const both = Promise.all([
    gateway.orders.get(id, options),
    gateway.payments.list({ orderId: id, limit: 50 }, options),
  ]);
  return (
    <Load from={both}>
      {([order, payments]) => {
        const isOpen = order.status === 'created' || order.status === 'attempted';
        const cancel = isOpen && can('orders:write') && (
          <Dialog
            open="Cancel"
            look="danger"
            title={`Cancel the order over ${amountOf(order.amount, order.currency)}?`}
          >
            <ActionForm action={cancelOrder.bind(null, id)} attempt={randomUUID()}>
              <p className="text-ink-2">Its payment link stops working. This cannot be undone.</p>
              <Submit look="danger" busy="Cancelling…">
                Cancel the order
              </Submit>
            </ActionForm>
          </Dialog>
        );
        const about = <Status status={order.status} id="status" />;
        return (
          <Page title={amountOf(order.amount, order.currency)} about={about} action={cancel}>
            <Live object={id} atOnce />
            <div className="grid items-start gap-6 lg:grid-cols-[1fr_380px]">
              <div className="grid min-w-0 gap-6">
                {isOpen && <PaymentLink orderId={id} />}
                <Card title="Payments" padded={false}>
                  <PaymentsTable payments={payments.data} filtered={false} short empty={<Untried isOpen={isOpen} />} />
                </Card>
              </div>
              <Card title="Order">
                <OrderFacts order={order} />
              </Card>
            </div>
          </Page>
        );
      }}
    </Load>
  );
}

/** An order that nobody has tried to pay. */
const Untried = ({ isOpen }: { isOpen: boolean }) => (
  <Empty title={isOpen ? 'Not paid yet' : 'Never paid'}>
    {isOpen
      ? 'Every attempt of the shopper to pay it appears here.'
      : 'No shopper tried to pay this order while it was open.'}
  </Empty>
);
