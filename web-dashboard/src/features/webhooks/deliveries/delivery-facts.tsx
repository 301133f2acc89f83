import { amountOf } from '../../../lib/money';
import type { DeliveryDetail } from '../../../lib/types';
import Link from '../../../ui/link';
import { Moment } from '../../../ui/time';
import { Facts, Id } from '../../../ui/values';
import { ObjectLink } from '../../../ui/object-link';
import { shortAddress } from '../../../lib/short-address';
import { failureWords } from './failure-words';

export function DeliveryFacts({ delivery }: { delivery: DeliveryDetail }) {
  return (
    <Facts
      facts={[
        [
          'To',
          <Link key="to" className="link" href={`/dashboard/webhooks/endpoints/${delivery.endpointId}`}>
            {shortAddress(delivery.url)}
          </Link>,
        ],
        ['Object', <ObjectLink key="object" id={delivery.objectId} />],
        [
          'Amount',
          delivery.amount === null || delivery.currency === null ? null : amountOf(delivery.amount, delivery.currency),
        ],
        [
          'Event',
          <Link key="event" className="link" href={`/dashboard/events/${delivery.eventId}`}>
            <Id value={delivery.eventId} />
          </Link>,
        ],
        ['Attempts', delivery.attempts],
        ['Next attempt', delivery.nextRetryAt && <Moment key="next" at={delivery.nextRetryAt} />],
        ['Last failure', delivery.error && failureWords(delivery)],
        ['Created', <Moment key="created" at={delivery.createdAt} />],
      ]}
    />
  );
}
