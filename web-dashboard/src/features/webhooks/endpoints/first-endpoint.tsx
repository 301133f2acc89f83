import type { Session } from '../../../lib/session';
import { testId } from '../../../lib/test-ids';
import { Card } from '../../../ui/card';
import Link from '../../../ui/link';
import { NewEndpoint } from './new-endpoint';

/** Shown in place of an endpoint: how to add the first one, and what becomes possible then. */
export function FirstEndpoint({ session: { can, merchant } }: { session: Session }) {
  const mayWrite = can('webhooks:write');
  const when =
    merchant.mode === 'live' ? 'shown once, as soon as you have added it' : 'shown here once you have added it';
  return (
    <div {...testId('webhook-config')}>
      <Card title="Your first endpoint">
        {mayWrite ? (
          <NewEndpoint mode={merchant.mode} first />
        ) : (
          <p className="text-ink-2">There is no endpoint yet. Ask a developer of your team to add one.</p>
        )}
        <dl className="mt-6 grid gap-1 border-t border-line pt-4">
          <dt className="text-[13px]/[18px] font-medium">Signing secret</dt>
          <dd className="text-ink-2" {...testId('webhook-secret')}>
            Created with the endpoint, and {mayWrite ? when : 'visible to members who may change webhooks'}.
          </dd>
        </dl>
        {mayWrite && (
          <div className="mt-4 flex flex-wrap items-center gap-2">
            <button type="button" className="button" disabled {...testId('test-webhook-button')}>
              Send test event
            </button>
            <button type="button" className="button" disabled {...testId('regenerate-secret-button')}>
              Regenerate secret
            </button>
            <p className="text-[13px]/[18px] text-ink-3">
              These need an endpoint. If you have no server yet, switch on the{' '}
              <Link className="link" href="/dashboard/webhooks/inbox">
                inbox
              </Link>
              .
            </p>
          </div>
        )}
      </Card>
    </div>
  );
}
