import { Live } from '../../../../features/live/live';
import { Charges } from '../../../../features/payments/charges';
import { PaymentActions } from '../../../../features/payments/payment-actions';
import { PaymentFacts } from '../../../../features/payments/payment-facts';
import { shownStatus } from '../../../../features/payments/payment-status';
import { loadPaymentHistory, type PaymentHistory } from '../../../../features/payments/payment-history';
import { Timeline } from '../../../../features/payments/timeline';
import { RefundsTable } from '../../../../features/refunds/refunds-table';
import { isInProgress } from '../../../../features/webhooks/deliveries/is-in-progress';
import { amountOf } from '../../../../lib/money';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { AutoRefresh } from '../../../../ui/auto-refresh';
import { Card } from '../../../../ui/card';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';
import { Status } from '../../../../ui/pill';

export default async function PaymentPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const session = await readSession();
  return (
    <Load from={loadPaymentHistory(session.gateway, id, await onBehalfOf())}>
      {(story) => (
        <Page
          title={amountOf(story.payment.amount, story.payment.currency)}
          about={<Status status={shownStatus(story.payment)} id="status" />}
          action={<PaymentActions payment={story.payment} session={session} />}
        >
          <Live object={id} atOnce />
          {changesWithoutEvent(story) && <AutoRefresh />}
          <div className="grid items-start gap-6 lg:grid-cols-[1fr_380px]">
            <Card title="Timeline">
              <Timeline story={story} />
            </Card>
            <div className="grid gap-6">
              <Card title="Payment">
                <PaymentFacts payment={story.payment} />
              </Card>
              {story.charges.length > 0 && (
                <Card title={story.charges.length === 1 ? 'Charge' : 'Charges'}>
                  <Charges charges={story.charges} payment={story.payment} session={session} />
                </Card>
              )}
              {story.refunds.length > 0 && (
                <Card title="Refunds" padded={false}>
                  <RefundsTable refunds={story.refunds} filtered short />
                </Card>
              )}
            </div>
          </div>
        </Page>
      )}
    </Load>
  );
}

const changesWithoutEvent = ({ charges, steps }: PaymentHistory) =>
  charges.some(({ status }) => status === 'reversing') ||
  steps.some(({ deliveries }) => deliveries.some((one) => isInProgress(one)));
