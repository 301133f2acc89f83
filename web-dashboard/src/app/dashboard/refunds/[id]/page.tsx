import { Live } from '../../../../features/live/live';
import { amountOf } from '../../../../lib/money';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import Link from '../../../../ui/link';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';
import { Status } from '../../../../ui/pill';
import { Moment } from '../../../../ui/time';
import { Facts, Id } from '../../../../ui/values';

export default async function RefundPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway } = await readSession();
  return (
    <Load from={gateway.refunds.get(id, await onBehalfOf())}>
      {(refund) => (
        <Page
          title={`Refund of ${amountOf(refund.amount, refund.currency)}`}
          about={<Status status={refund.status} id="status" />}
        >
          <Live object={id} atOnce />
          <Card title="Refund">
            <Facts
              facts={[
                ['Refund', <Id key="id" value={refund.id} copy />],
                [
                  'Payment',
                  <Link key="payment" className="link" href={`/dashboard/transactions/${refund.paymentId}`}>
                    <Id value={refund.paymentId} id="payment-id" />
                  </Link>,
                ],
                ['Reason', refund.reason],
                ['What went wrong', refund.errorDescription],
                [
                  'Bank reference',
                  refund.connectorReference && <Id key="ref" value={refund.connectorReference} copy />,
                ],
                ['Created', <Moment key="created" at={refund.createdAt} />],
                ['Processed', refund.processedAt && <Moment key="processed" at={refund.processedAt} />],
              ]}
            />
          </Card>
        </Page>
      )}
    </Load>
  );
}
