import type { Session } from '../../../lib/session';
import { testId } from '../../../lib/test-ids';
import type { Endpoint } from '../../../lib/types';
import Link from '../../../ui/link';
import { EndpointForm } from './endpoint-form';
import { LabelledSecret } from './endpoint-secret';
import { Regenerate, Replay } from './endpoint-tools';
import { DISABLED_REASONS } from './endpoint-words';
import { SendSample } from './send-test';

/**
 * One endpoint below the list of all: its URL, event types, secret and actions. Folded where there are several servers,
 * because each has a page of its own; `open` where one is named, or where there is at most one.
 */
export function EndpointConfig({ endpoint, session, open }: { endpoint: Endpoint; session: Session; open: boolean }) {
  const { id, kind, description, disabledReason } = endpoint;
  const [mayWrite, mayReplay] = [session.can('webhooks:write'), session.can('webhooks:retry')];
  return (
    <details className="border-t border-line" open={open} {...testId('webhook-config')}>
      <summary className="px-4 py-3 text-[13px]/[18px] font-medium text-ink-2 hover:text-ink">
        {kind === 'inbox' ? 'Add your server' : `Settings of ${description ?? 'the endpoint'}`}
      </summary>
      <div className="grid items-start gap-6 px-4 pt-1 pb-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,320px)]">
        {disabledReason && <p className="text-bad lg:col-span-2">{DISABLED_REASONS[disabledReason]}</p>}
        <EndpointForm endpoint={endpoint} mayWrite={mayWrite} />
        <div className="grid justify-items-start gap-4">
          <LabelledSecret endpoint={endpoint} />
          <div className="flex flex-wrap gap-2">
            {mayWrite && <Regenerate id={id} />}
            {mayWrite && <SendSample id={id} />}
            {mayReplay && <Replay id={id} timeZone={session.merchant.timeZone} />}
          </div>
          <Link className="link text-[13px]/[18px]" href={`/dashboard/webhooks/endpoints/${id}`}>
            View endpoint
          </Link>
        </div>
      </div>
    </details>
  );
}
