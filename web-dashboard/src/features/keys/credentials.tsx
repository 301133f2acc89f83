import { testId } from '../../lib/test-ids';
import { Card } from '../../ui/card';
import { Reveal } from '../../ui/reveal';
import { ShownOnce } from '../../ui/shown-once';
import { Id } from '../../ui/values';

interface ApiKey {
  id: string;
  mode: 'test' | 'live';
  secret?: string;
}

/**
 * The first working key. A live secret is shown only when it is made, a test secret only to users who may change keys.
 */
export function Credentials({ apiKey }: { apiKey: ApiKey | undefined }) {
  return (
    <div {...testId('api-credentials')}>
      <Card title="API credentials">
        {apiKey ? (
          <dl className="grid gap-3 sm:flex sm:flex-wrap sm:gap-x-12">
            <div>
              <dt className="text-[13px]/[18px] text-ink-2">Key</dt>
              <dd className="mt-1">
                <Id value={apiKey.id} id="api-key" copy />
              </dd>
            </div>
            <div>
              <dt className="text-[13px]/[18px] text-ink-2">Secret</dt>
              <dd className="mt-1">
                <Secret {...apiKey} />
              </dd>
            </div>
          </dl>
        ) : (
          <p className="text-ink-2">
            No key yet.{' '}
            <a className="link" href="/dashboard/keys">
              Make one
            </a>
          </p>
        )}
      </Card>
    </div>
  );
}

function Secret({ mode, secret }: ApiKey) {
  if (secret) return <Reveal secret={secret} mode={mode} label="the secret" id="api-secret" />;
  if (mode === 'live') return <ShownOnce kind="secret_live_" id="api-secret" />;
  return (
    <span className="text-ink-2" {...testId('api-secret')}>
      Visible to members who may change keys
    </span>
  );
}
