import { config } from '../../lib/config';
import type { Session } from '../../lib/session';
import { Card } from '../../ui/card';
import { Code } from '../../ui/code';
import Link from '../../ui/link';
import { Facts, Id } from '../../ui/values';

/** Where a key of this merchant is used, with a first request. */
export function KeyGuide({ session: { merchant }, keyId }: { session: Session; keyId: string | undefined }) {
  const sample = `curl ${config.publicApiUrl}/api/v1/orders -u "${keyId ?? '$API_KEY'}:$API_SECRET"`;
  const isTest = merchant.mode === 'test';
  return (
    <div className="mt-6">
      <Card
        title="Use a key"
        action={
          <Link className="link text-[13px]/[18px]" href="/dashboard/docs">
            Integration guide
          </Link>
        }
      >
        <div className="max-w-[520px]">
          <Facts
            facts={[
              ['Base URL', <Id key="url" value={`${config.publicApiUrl}/api/v1`} copy />],
              ['Mode', isTest ? 'Test: no money moves' : 'Live: payments move real money'],
            ]}
          />
        </div>
        <p className="mt-3 mb-2 text-[13px]/[18px] text-ink-2">A first request, which lists your orders:</p>
        <Code text={sample} label="the request" wrapped />
      </Card>
    </div>
  );
}
