import { wordsOf } from '../../../lib/format';
import type { DeliveryDetail } from '../../../lib/types';
import Link from '../../../ui/link';
import { Moment } from '../../../ui/time';
import { Facts, Id } from '../../../ui/values';

export function DeliveryFacts({ delivery }: { delivery: DeliveryDetail }) {
  return (
    <Facts
      facts={[
        ['To', delivery.url ?? 'Inbox'],
        [
          'Event',
          <Link key="event" className="link" href={`/dashboard/events/${delivery.eventId}`}>
            <Id value={delivery.eventId} />
          </Link>,
        ],
        ['Attempts', delivery.attempts],
        ['Next attempt', delivery.nextRetryAt && <Moment key="next" at={delivery.nextRetryAt} />],
        ['What went wrong', delivery.error && wordsOf(delivery.error)],
        ['Created', <Moment key="created" at={delivery.createdAt} />],
      ]}
    />
  );
}
