import { RequestObjects } from '../../../../features/logs/request-objects';
import { hrefWith } from '../../../../lib/search';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import { Code, readable } from '../../../../ui/code';
import Link from '../../../../ui/link';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';
import { Status } from '../../../../ui/pill';
import { Moment } from '../../../../ui/time';
import { Facts, Id } from '../../../../ui/values';

export default async function LogPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway } = await readSession();
  return (
    <Load from={gateway.requestLogs.get(id, await onBehalfOf())}>
      {(entry) => (
        <Page
          title={`${entry.method} ${entry.path}`}
          about={<Status status={String(entry.status)} />}
          action={
            entry.method === 'GET' && (
              <Link className="button" href={hrefWith('/dashboard/logs/shell', { method: 'GET', path: entry.path })}>
                Send it again
              </Link>
            )
          }
        >
          <div className="grid items-start gap-6 lg:grid-cols-[1fr_380px]">
            <div className="grid min-w-0 gap-6">
              <Card title="Body of the request">
                {entry.requestBody ? (
                  <Code text={readable(entry.requestBody)} label="the body" />
                ) : (
                  <p className="text-ink-2">None.</p>
                )}
              </Card>
              <RequestObjects entry={entry} />
            </div>
            <Card title="Request">
              <Facts
                facts={[
                  ['When', <Moment key="when" at={entry.createdAt} />],
                  ['Took', `${entry.durationMs} ms`],
                  ['Error', entry.errorCode],
                  ['Description', entry.errorDescription],
                  ['Key', <Id key="key" value={entry.apiKey} copy />],
                  ['Request id', <Id key="request" value={entry.requestId} copy />],
                  ['Idempotency key', entry.idempotencyKey],
                  ['From', entry.ip],
                  ['Client', entry.userAgent],
                ]}
              />
            </Card>
          </div>
        </Page>
      )}
    </Load>
  );
}
