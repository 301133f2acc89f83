import { Contents } from '../../../features/docs/contents';
import { givenBy, PLACEHOLDERS, PLACES } from '../../../features/docs/given';
import { Guide } from '../../../features/docs/guide';
import { NoKey } from '../../../features/docs/no-key';
import { one, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';
import { testId } from '../../../lib/test-ids';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';

export default async function DocsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const chosen = one(await searchParams, 'code');
  const { gateway, merchant } = await readSession();
  const reference = (
    <a className="button" href={`${PLACES.api}/reference`} target="_blank" rel="noreferrer">
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
                <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_200px] xl:gap-10">
                  <Contents />
                  <Guide given={given ?? PLACEHOLDERS} chosen={chosen} />
                </div>
              </>
            );
          }}
        </Load>
      </Page>
    </div>
  );
}
