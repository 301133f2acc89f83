import { Live } from '../../../../features/live/live';
import { CancelOrder } from '../../../../features/orders/cancel-order';
import { NoAttempts } from '../../../../features/orders/no-attempts';
import { OrderFacts } from '../../../../features/orders/order-facts';
import { PaymentLink } from '../../../../features/orders/payment-link';
import { PaymentsTable } from '../../../../features/payments/payments-table';
import { amountOf } from '../../../../lib/money';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';
import { Status } from '../../../../ui/pill';

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
        return (
          <Page
            title={amountOf(order.amount, order.currency)}
            about={<Status status={order.status} id="status" />}
            action={isOpen && can('orders:write') && <CancelOrder order={order} />}
          >
            <Live object={id} atOnce />
            <div className="grid items-start gap-6 lg:grid-cols-[1fr_380px]">
              <div className="grid min-w-0 gap-6">
                {isOpen && <PaymentLink orderId={id} />}
                <Card title="Payments" padded={false}>
                  <PaymentsTable
                    payments={payments.data}
                    filtered={false}
                    short
                    empty={<NoAttempts isOpen={isOpen} />}
                  />
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
