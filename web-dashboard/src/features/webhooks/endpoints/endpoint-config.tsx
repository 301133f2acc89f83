import type { Session } from '../../../lib/session';
import { testId } from '../../../lib/test-ids';
import type { Endpoint } from '../../../lib/types';
import { Card } from '../../../ui/card';
import Link from '../../../ui/link';
import { Status } from '../../../ui/pill';
import { EndpointForm } from './endpoint-form';
import { EndpointSecret } from './endpoint-secret';
import { EndpointTools } from './endpoint-tools';
import { DISABLED_REASONS } from './endpoint-words';

/** One endpoint: its URL, event types, secret and actions. */
export function EndpointConfig({ endpoint, session }: { endpoint: Endpoint; session: Session }) {
  const { id, kind, description, enabled, disabledReason } = endpoint;
  return (
    <div {...testId('webhook-config')}>
      <Card
        title={kind === 'inbox' ? 'Inbox' : (description ?? 'Endpoint')}
        action={
          <span className="flex items-center gap-3">
            <Link className="link text-[13px]/[18px]" href={`/dashboard/webhooks/endpoints/${id}`}>
              Its health and deliveries
            </Link>
            <Status status={enabled ? 'enabled' : 'disabled'} />
          </span>
        }
      >
        {disabledReason && <p className="mb-4 text-bad">{DISABLED_REASONS[disabledReason]}</p>}
        <EndpointForm endpoint={endpoint} mayWrite={session.can('webhooks:write')} />
        <dl className="mt-6 grid gap-1 border-t border-line pt-4">
          <dt className="text-[13px]/[18px] font-medium">Signing secret</dt>
          <dd>
            <EndpointSecret endpoint={endpoint} />
          </dd>
        </dl>
        <EndpointTools endpoint={endpoint} session={session} />
      </Card>
    </div>
  );
}
