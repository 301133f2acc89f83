import { testId } from '../lib/test-ids';
import { Card } from './page';
import { Reveal } from './reveal';
import { Id } from './values';

/** The first working key. A live secret was shown once and is gone; a test secret not everybody may see. */
export function Credentials({
  apiKey,
}: {
  apiKey: { id: string; mode: 'test' | 'live'; secret?: string } | undefined;
}) {
  return (
    <div {...testId('api-credentials')}>
      <Card title="API credentials">
        {apiKey ? (
          <dl className="grid gap-3">
            <div>
              <dt className="text-[13px]/[18px] text-ink-2">Key</dt>
              <dd className="mt-1">
                <Id value={apiKey.id} id="api-key" copy />
              </dd>
            </div>
            <div>
              <dt className="text-[13px]/[18px] text-ink-2">Secret</dt>
              <dd className="mt-1">
                {apiKey.secret ? (
                  <Reveal secret={apiKey.secret} label="the secret" id="api-secret" />
                ) : (
                  <span className="text-ink-2" {...testId('api-secret')}>
                    {apiKey.mode === 'live' ? 'Shown once, when it was made' : 'Shown to whoever may change keys'}
                  </span>
                )}
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
