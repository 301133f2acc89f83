import { SAMPLES } from '../../../lib/empty-samples';
import type { DeliveryDetail } from '../../../lib/types';
import { Card } from '../../../ui/card';
import { Code, readable } from '../../../ui/code';
import { Empty } from '../../../ui/empty';
import Link from '../../../ui/link';
import { Time } from '../../../ui/time';
import { Id } from '../../../ui/values';
import { headersText } from '../deliveries/headers-text';

/** The webhooks as they arrived, newest first: headers and bytes. */
export function InboxList({ deliveries }: { deliveries: DeliveryDetail[] }) {
  if (deliveries.length === 0) {
    return (
      <Card>
        <Empty
          title="Nothing has arrived yet"
          action={{ href: '/dashboard/orders', words: 'Create an order to pay' }}
          sample={SAMPLES.payment}
        >
          Make a payment or send a test event: the webhook appears here within a second.
        </Empty>
      </Card>
    );
  }
  return (
    <ul className="grid gap-3">
      {deliveries.map(({ id, event, eventId, createdAt, requestBody, history }) => (
        <li key={id} className="card" data-webhook-id={id}>
          <details className="p-4">
            <summary className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <span className="font-medium">{event}</span>
              <Id value={eventId} />
              <span className="grow" />
              <Time at={createdAt} />
            </summary>
            <div className="mt-4 grid gap-3">
              <Code text={headersText(history.at(-1)?.requestHeaders ?? {})} label="the headers" wrapped />
              <Code text={readable(requestBody)} copies={requestBody} label="the body, byte for byte as it is signed" />
              <p className="flex flex-wrap gap-x-4 text-[13px]/[18px]">
                <Link className="link" href={`/dashboard/webhooks/doctor?delivery=${id}`}>
                  Check its signature
                </Link>
                <Link className="link" href={`/dashboard/webhooks/deliveries/${id}`}>
                  The delivery
                </Link>
              </p>
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}
