import { CustomerCard } from '../../../../features/customers/customer-card';
import { Live } from '../../../../features/live/live';
import { CancelOrder } from '../../../../features/orders/cancel-order';
import { LineItems } from '../../../../features/orders/line-items';
import { NoAttempts } from '../../../../features/orders/no-attempts';
import { loadOrderDetails } from '../../../../features/orders/order-details';
import { OrderFacts } from '../../../../features/orders/order-facts';
import { PaymentLink, payPageOf } from '../../../../features/orders/payment-link';
import { saveOrderNotes, saveOrderTexts } from '../../../../features/orders/written-actions';
import { PaymentActions } from '../../../../features/payments/payment-actions';
import { PaymentsTable } from '../../../../features/payments/payments-table';
import { OrderTimeline } from '../../../../features/timeline/order-timeline';
import { isDelivering } from '../../../../features/timeline/steps';
import { customerName } from '../../../../lib/customer-words';
import { amountOf } from '../../../../lib/money';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { ORDER_STATES } from '../../../../lib/states';
import { testId } from '../../../../lib/test-ids';
import { AutoRefresh } from '../../../../ui/auto-refresh';
import { Card } from '../../../../ui/card';
import { CopyButton } from '../../../../ui/copy';
import { Detail } from '../../../../ui/detail';
import { EditTexts } from '../../../../ui/edit-texts';
import { Load } from '../../../../ui/load';
import { NotesCard } from '../../../../ui/notes';
import { Zone } from '../../../../ui/time';

const TEXTS = [
  { name: 'description', label: 'Description', hint: 'The shopper may see it. Empty removes it.' },
  { name: 'receipt', label: 'Receipt', hint: 'Your own number for the order. Empty removes it.' },
] as const;

export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const session = await readSession();
  const mayWrite = session.can('orders:write');
  return (
    <Load from={loadOrderDetails(session, id, await onBehalfOf())}>
      {({ order, payments, paid, receipt, steps, actors, endpoints }) => {
        const isOpen = order.status === 'created' || order.status === 'attempted';
        return (
          <Detail
            list={{ href: '/dashboard/orders', title: 'Orders' }}
            title={amountOf(order.amount, order.currency)}
            kind={`Order over ${amountOf(order.amount, order.currency)}`}
            state={{ of: ORDER_STATES[order.status], value: order.status, id: 'money-state' }}
            about={[customerName(order.customer), order.description].filter(Boolean).join(' · ')}
            id={id}
            idTestId="order-id"
            action={
              <>
                {isOpen && <CopyButton text={payPageOf(id)}>Copy the payment page</CopyButton>}
                {paid && <PaymentActions payment={paid} session={session} />}
                {receipt && (
                  <a className="button" href={receipt.url} target="_blank" rel="noreferrer" {...testId('receipt-link')}>
                    Open the receipt
                  </a>
                )}
                {isOpen && mayWrite && <CancelOrder order={order} />}
              </>
            }
            aside={
              <>
                <CustomerCard customer={order.customer} />
                <Card
                  title="Order"
                  action={
                    mayWrite && (
                      <EditTexts
                        save={saveOrderTexts.bind(null, id)}
                        fields={TEXTS.map((text) => ({ ...text, value: order[text.name] }))}
                      />
                    )
                  }
                >
                  <OrderFacts order={order} />
                </Card>
                <NotesCard notes={order.notes} save={mayWrite && saveOrderNotes.bind(null, id)} />
              </>
            }
            below={
              <>
                <Card title="Timeline" action={<Zone />}>
                  <OrderTimeline
                    order={order}
                    isOwnPage
                    {...{ steps, actors, endpoints, timeZone: session.merchant.timeZone }}
                  />
                </Card>
              </>
            }
          >
            <Live object={id} atOnce />
            {isDelivering(steps) && <AutoRefresh />}
            {isOpen && <PaymentLink orderId={id} />}
            <LineItems order={order} />
            <Card title="Payments" padded={false}>
              <PaymentsTable
                payments={payments}
                filtered={false}
                short
                lead="description"
                empty={<NoAttempts isOpen={isOpen} />}
              />
            </Card>
          </Detail>
        );
      }}
    </Load>
  );
}
