import { Live } from '../../../../features/live/live';
import { Moving } from '../../../../ui/auto-refresh';
import { Card, Load, Page } from '../../../../ui/page';
import { PaymentActions } from '../../../../features/payments/payment-actions';
import { PaymentFacts } from '../../../../features/payments/payment-facts';
import { Status } from '../../../../ui/pill';
import { RefundsTable } from '../../../../features/refunds/refunds-table';
import { Timeline } from '../../../../features/payments/timeline';
import { amountOf } from '../../../../lib/money';
import { isMoving } from '../../../../features/webhooks/deliveries/is-moving';
import { shownStatus } from '../../../../features/payments/payment-status';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { loadStory } from '../../../../features/payments/story';

export default async function PaymentPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const session = await readSession();
  return (
    <Load from={loadStory(session.gateway, id, await onBehalfOf())}>
      {(story) => (
        <Page
          title={amountOf(story.payment.amount, story.payment.currency)}
          about={<Status status={shownStatus(story.payment)} id="status" />}
          action={<PaymentActions payment={story.payment} session={session} />}
        >
          <Live object={id} atOnce />
          {story.steps.some(({ deliveries }) => deliveries.some((one) => isMoving(one))) && <Moving />}
          <div className="grid items-start gap-6 lg:grid-cols-[1fr_380px]">
            <Card title="Timeline">
              <Timeline story={story} />
            </Card>
            <div className="grid gap-6">
              <Card title="Payment">
                <PaymentFacts payment={story.payment} />
              </Card>
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
