import type { EventDetail } from '../../lib/types';
import { Facts, Id } from '../../ui/values';
import { ObjectLink } from '../../ui/object-link';

export function EventFacts({ event }: { event: EventDetail }) {
  return (
    <Facts
      facts={[
        ['Object', <ObjectLink key="object" id={event.objectId} />],
        ['Version', event.version],
        ['By', event.actor],
        ['Request', event.requestId && <Id key="request" value={event.requestId} copy />],
      ]}
    />
  );
}
