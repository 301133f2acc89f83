import { CustomerCard } from '../../../../features/customers/customer-card';
import { Live } from '../../../../features/live/live';
import { LineItems } from '../../../../features/orders/line-items';
import { OrderCard } from '../../../../features/orders/order-card';
import { instrumentOf } from '../../../../features/payments/instrument';
import { PaymentCard } from '../../../../features/payments/payment-card';
import { saveRefundNotes } from '../../../../features/refunds/actions';
import { RefundArrival } from '../../../../features/refunds/refund-arrival';
import { loadRefundDetails } from '../../../../features/refunds/refund-details';
import { RefundFacts } from '../../../../features/refunds/refund-facts';
import { isDelivering } from '../../../../features/timeline/steps';
import { Timeline } from '../../../../features/timeline/timeline';
import { customerName } from '../../../../lib/customer-words';
import { amountOf } from '../../../../lib/money';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { REFUND_STATES } from '../../../../lib/states';
import { AutoRefresh } from '../../../../ui/auto-refresh';
import { Banner } from '../../../../ui/banner';
import { Card } from '../../../../ui/card';
import { Detail } from '../../../../ui/detail';
import { Load } from '../../../../ui/load';
import { NotesCard } from '../../../../ui/notes';
import { Zone } from '../../../../ui/time';

export default async function RefundPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const session = await readSession();
  return (
    <Load from={loadRefundDetails(session, id, await onBehalfOf())}>
      {({ refund, payment, order, steps, actors, endpoints }) => (
        <Detail
          list={{ href: '/dashboard/refunds', title: 'Refunds' }}
          title={amountOf(refund.amount, refund.currency)}
          kind={`Refund of ${amountOf(refund.amount, refund.currency)}`}
          state={{ of: REFUND_STATES[refund.status], value: refund.status, id: 'money-state' }}
          about={[customerName(payment.customer), payment.description].filter(Boolean).join(' · ')}
          id={id}
          aside={
            <>
              <CustomerCard customer={payment.customer} />
              <Card title="Refund">
                <RefundFacts refund={refund} payment={payment} paidBy={instrumentOf(payment)} />
              </Card>
              <PaymentCard payment={payment} />
              <OrderCard order={order} />
              <NotesCard
                notes={refund.notes}
                save={session.can('refunds:write') && saveRefundNotes.bind(null, refund.id)}
              />
            </>
          }
          below={
            <>
              <Card title="Timeline" action={<Zone />}>
                <Timeline {...{ steps, actors, endpoints, timeZone: session.merchant.timeZone }} />
              </Card>
            </>
          }
        >
          <Live object={id} atOnce />
          {isDelivering(steps) && <AutoRefresh />}
          {refund.status === 'failed' && (
            <Banner
              tone="bad"
              title="The refund failed."
              text={`${refund.errorDescription ?? ''} The amount can be refunded again.`.trim()}
            />
          )}
          <RefundArrival refund={refund} payment={payment} />
          <LineItems order={order} title="What was bought" refunded={refund.amount} />
        </Detail>
      )}
    </Load>
  );
}
