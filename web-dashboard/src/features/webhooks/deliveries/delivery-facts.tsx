import { amountOf } from '../../../lib/money';
import { shortAddress } from '../../../lib/short-address';
import type { DeliveryDetail } from '../../../lib/types';
import { Card } from '../../../ui/card';
import Link from '../../../ui/link';
import { ObjectLink } from '../../../ui/object-link';
import { Moment } from '../../../ui/time';
import { Facts, Id } from '../../../ui/values';
import { failureWords } from './failure-words';

/** What is delivered, and where to; then when. `endpointName` is null if the endpoint has none, or was removed. */
export function DeliveryFacts({ delivery, endpointName }: { delivery: DeliveryDetail; endpointName: string | null }) {
  const { url, endpointId, objectId, amount, currency, eventId } = delivery;
  const address = shortAddress(url);
  return (
    <>
      <Card title="Delivery">
        <Facts
          facts={[
            [
              'To',
              <Link key="to" className="link" href={`/dashboard/webhooks/endpoints/${endpointId}`}>
                {endpointName ?? address}
              </Link>,
            ],
            ['Address', endpointName && url && address],
            ['Object', <ObjectLink key="object" id={objectId} />],
            ['Amount', amount === null || currency === null ? null : amountOf(amount, currency)],
            [
              'Event',
              <Link key="event" className="link" href={`/dashboard/events/${eventId}`}>
                <Id value={eventId} />
              </Link>,
            ],
          ]}
        />
      </Card>
      <Card title="Schedule">
        <Facts
          facts={[
            ['Created', <Moment key="created" at={delivery.createdAt} />],
            ['Attempts', delivery.attempts],
            ['Last failure', delivery.error && failureWords(delivery)],
            ['Next attempt', delivery.nextRetryAt && <Moment key="next" at={delivery.nextRetryAt} />],
          ]}
        />
      </Card>
    </>
  );
}
