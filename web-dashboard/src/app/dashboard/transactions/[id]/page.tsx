import { CustomerCard } from '../../../../features/customers/customer-card';
import { Live } from '../../../../features/live/live';
import { LineItems } from '../../../../features/orders/line-items';
import { OrderCard } from '../../../../features/orders/order-card';
import { Charges } from '../../../../features/payments/charges';
import { PaymentActions } from '../../../../features/payments/payment-actions';
import { loadPaymentDetails } from '../../../../features/payments/payment-details';
import { PaymentFacts } from '../../../../features/payments/payment-facts';
import { PaymentNotice } from '../../../../features/payments/payment-notice';
import { ReceiptCard } from '../../../../features/payments/receipt-card';
import { savePaymentNotes, savePaymentTexts } from '../../../../features/payments/written-actions';
import { RefundsTable } from '../../../../features/refunds/refunds-table';
import { OrderTimeline } from '../../../../features/timeline/order-timeline';
import { isDelivering } from '../../../../features/timeline/steps';
import { customerName } from '../../../../lib/customer-words';
import { amountOf } from '../../../../lib/money';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { MONEY_STATES } from '../../../../lib/states';
import { AutoRefresh } from '../../../../ui/auto-refresh';
import { Card } from '../../../../ui/card';
import { Detail } from '../../../../ui/detail';
import { EditTexts } from '../../../../ui/edit-texts';
import { Load } from '../../../../ui/load';
import { NotesCard } from '../../../../ui/notes';
import { Zone } from '../../../../ui/time';

const DESCRIPTION = { name: 'description', label: 'Description', hint: 'What the payment is for. Empty removes it.' };

export default async function PaymentPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const session = await readSession();
  const mayWrite = session.can('payments:write');
  return (
    <Load from={loadPaymentDetails(session, id, await onBehalfOf())}>
      {({ payment, charges, order, refunds, receipt, steps, actors, endpoints }) => (
        <Detail
          list={{ href: '/dashboard/transactions', title: 'Transactions' }}
          title={amountOf(payment.amount, payment.currency)}
          kind={`Payment of ${amountOf(payment.amount, payment.currency)}`}
          state={{ of: MONEY_STATES[payment.moneyState], value: payment.moneyState, id: 'money-state' }}
          about={[customerName(payment.customer), payment.description].filter(Boolean).join(' · ')}
          id={id}
          idTestId="payment-id"
          action={<PaymentActions payment={payment} session={session} />}
          aside={
            <>
              <CustomerCard customer={payment.customer} />
              <Card
                title="Payment"
                action={
                  mayWrite && (
                    <EditTexts
                      save={savePaymentTexts.bind(null, id)}
                      fields={[{ ...DESCRIPTION, value: payment.description }]}
                    />
                  )
                }
              >
                <PaymentFacts payment={payment} />
              </Card>
              <OrderCard order={order} />
              <ReceiptCard receipt={receipt} />
              <NotesCard notes={payment.notes} save={mayWrite && savePaymentNotes.bind(null, id)} />
            </>
          }
          below={
            <>
              <Live object={id} atOnce />
              {(isDelivering(steps) || charges.some(({ status }) => status === 'reversing')) && <AutoRefresh />}
              <Card title="Timeline" action={<Zone />}>
                <OrderTimeline
                  order={order}
                  {...{ steps, actors, endpoints, timeZone: session.merchant.timeZone }}
                  told={payment.errorDescription}
                />
              </Card>
              {charges.length > 0 && (
                <Card title={charges.length === 1 ? 'Charge' : 'Charges'}>
                  <Charges charges={charges} payment={payment} session={session} />
                </Card>
              )}
            </>
          }
        >
          <PaymentNotice payment={payment} />
          <LineItems order={order} />
          {refunds.length > 0 && (
            <Card title="Refunds" padded={false}>
              <RefundsTable refunds={refunds} filtered short />
            </Card>
          )}
        </Detail>
      )}
    </Load>
  );
}
