import { type ServedFile, versionedScripts } from '@payment-gateway/sdk/script';
import Link from '../../../ui/link';
import { Load, Page } from '../../../ui/page';
import { config } from '../../../lib/config';
import { onBehalfOf, readSession } from '../../../lib/session';
import { testId } from '../../../lib/test-ids';
import { type ApiKey, isWorking } from '../../../features/keys/api-key';
import { Guide } from '../../../features/docs/guide';

/** The newest: both apps read the same build, so this is the hash of what the checkout serves. */
const [[version, { integrity }]] = [...versionedScripts(config.checkoutUrl)] as [[string, ServedFile], ...unknown[]];
const PLACES = {
  api: config.publicApiUrl.replace(/\/$/, ''),
  checkout: config.checkoutUrl,
  script: { version, integrity },
};
const PLACEHOLDERS = { ...PLACES, key: 'YOUR_API_KEY', secret: 'YOUR_API_SECRET' };

/** A test key that still works, may create orders, and whose secret this person may see. */
function givenBy(keys: ApiKey[]) {
  const [given] = keys.flatMap((key) => {
    const mayCreate = key.scopes === null || key.scopes.includes('orders:write');
    if (key.mode !== 'test' || !key.secret || !mayCreate || !isWorking(key)) return [];
    return [{ ...PLACES, key: key.id, secret: key.secret }];
  });
  return given;
}

export default async function DocsPage() {
  const { gateway, merchant } = await readSession();
  const reference = (
    <a className="button" href={`${PLACES.api}/docs`} target="_blank" rel="noreferrer">
      API reference
    </a>
  );
  return (
    <div {...testId('api-docs')}>
      <Page
        title="Integration Guide"
        about="From the first order to the verified webhook, ready to copy."
        action={reference}
      >
        <Load from={gateway.apiKeys.list(await onBehalfOf())}>
          {({ data }) => {
            const given = givenBy(data);
            return (
              <>
                <p className="mb-4 text-ink-2">
                  {given ? 'Filled in with a test key of yours.' : <NoKey {...merchant} />}
                </p>
                <Guide given={given ?? PLACEHOLDERS} />
              </>
            );
          }}
        </Load>
      </Page>
    </div>
  );
}

function NoKey({ mode }: { mode: 'test' | 'live' }) {
  if (mode === 'live') return 'Choose a test merchant to see the samples filled in with its key.';
  return (
    <>
      Make a{' '}
      <Link className="link" href="/dashboard/keys">
        test key
      </Link>{' '}
      to see it filled in here.
    </>
  );
}
