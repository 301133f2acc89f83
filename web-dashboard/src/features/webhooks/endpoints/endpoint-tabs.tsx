import type { Session } from '../../../lib/session';
import type { Endpoint } from '../../../lib/types';
import { Dialog } from '../../../ui/dialog';
import Link from '../../../ui/link';
import { NewEndpoint } from './new-endpoint';
import { shortAddress } from './short-address';

/** The endpoints to choose from, and a button for a new one. */
export function EndpointTabs({
  endpoints,
  chosen,
  session: { can, merchant },
}: {
  endpoints: Omit<Endpoint, 'secret'>[];
  chosen: string;
  session: Session;
}) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <nav aria-label="Endpoints" className="flex min-w-0 flex-wrap gap-2">
        {endpoints.map(({ id, url, enabled }) => (
          <Link
            key={id}
            href={`/dashboard/webhooks?endpoint=${id}`}
            aria-current={id === chosen ? 'page' : undefined}
            className="button max-w-full aria-[current]:border-accent aria-[current]:bg-accent-soft aria-[current]:text-accent"
          >
            <span className="truncate">{url ? shortAddress(url) : 'Inbox'}</span>
            {!enabled && <span className="text-ink-3">off</span>}
          </Link>
        ))}
      </nav>
      {can('webhooks:write') && (
        <Dialog open="Add endpoint" title="Add a webhook endpoint" testId="add-endpoint-button">
          <NewEndpoint mode={merchant.mode} />
        </Dialog>
      )}
    </div>
  );
}
