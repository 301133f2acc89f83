import type { EventDetail } from '../../lib/types';
import { Facts, Id } from '../../ui/values';

export function EventFacts({ event }: { event: EventDetail }) {
  return (
    <Facts
      facts={[
        ['Object', <Id key="object" value={event.objectId} copy />],
        ['Version', event.version],
        ['By', event.actor],
        ['Request', event.requestId && <Id key="request" value={event.requestId} copy />],
      ]}
    />
  );
}
