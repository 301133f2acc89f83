import type { Session } from '../../../lib/session';
import { testId } from '../../../lib/test-ids';
import type { Endpoint } from '../../../lib/types';
import { Card } from '../../../ui/card';
import Link from '../../../ui/link';
import { EndpointForm } from './endpoint-form';
import { LabelledSecret } from './endpoint-secret';
import { Regenerate, Replay, SendTest } from './endpoint-tools';
import { DISABLED_REASONS } from './endpoint-words';

/** One endpoint: its URL, event types, secret and actions. */
export function EndpointConfig({ endpoint, session }: { endpoint: Endpoint; session: Session }) {
  const { id, kind, description, disabledReason } = endpoint;
  const [mayWrite, mayReplay] = [session.can('webhooks:write'), session.can('webhooks:retry')];
  return (
    <div className="mt-8" {...testId('webhook-config')}>
      <Card
        title={`Settings of ${kind === 'inbox' ? 'the inbox' : (description ?? 'the endpoint')}`}
        action={
          <Link className="link text-[13px]/[18px]" href={`/dashboard/webhooks/endpoints/${id}`}>
            View endpoint
          </Link>
        }
      >
        {disabledReason && <p className="mb-4 text-bad">{DISABLED_REASONS[disabledReason]}</p>}
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,320px)]">
          <EndpointForm endpoint={endpoint} mayWrite={mayWrite} />
          <div className="grid gap-4">
            <LabelledSecret endpoint={endpoint} />
            {mayWrite && (
              <span>
                <Regenerate id={id} />
              </span>
            )}
            {mayWrite && <SendTest id={id} />}
            {mayReplay && (
              <span>
                <Replay id={id} timeZone={session.merchant.timeZone} />
              </span>
            )}
          </div>
        </div>
      </Card>
    </div>
  );
}
