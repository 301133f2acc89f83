import { RequestObjects } from '../../../../features/logs/request-objects';
import { ResponseBody } from '../../../../features/logs/response-body';
import { hrefWith } from '../../../../lib/search';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import { Code, readable } from '../../../../ui/code';
import { Detail } from '../../../../ui/detail';
import Link from '../../../../ui/link';
import { Load } from '../../../../ui/load';
import { Status } from '../../../../ui/pill';
import { Moment } from '../../../../ui/time';
import { Facts, Id } from '../../../../ui/values';

export default async function LogPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway } = await readSession();
  return (
    <Load from={gateway.requestLogs.get(id, await onBehalfOf())}>
      {(entry) => (
        <Detail
          list={{ href: '/dashboard/logs', title: 'Logs' }}
          title={`${entry.method} ${entry.path}`}
          kind={`${entry.method} ${entry.path}`}
          id={entry.requestId}
          badge={<Status status={String(entry.status)} />}
          about={entry.errorDescription}
          action={
            entry.method === 'GET' && (
              <Link className="button" href={hrefWith('/dashboard/logs/shell', { method: 'GET', path: entry.path })}>
                Send it again
              </Link>
            )
          }
          aside={
            <>
              <Card title="Request">
                <Facts
                  facts={[
                    ['When', <Moment key="when" at={entry.createdAt} />],
                    ['Took', `${entry.durationMs} ms`],
                    ['Error', entry.errorCode],
                    ['Key', <Id key="key" value={entry.apiKey} copy />],
                    ['Idempotency key', entry.idempotencyKey],
                    ['From', entry.ip],
                    ['Client', entry.userAgent],
                  ]}
                />
              </Card>
              <RequestObjects entry={entry} />
            </>
          }
        >
          <Card title="Body of the request">
            {entry.requestBody ? (
              <Code text={readable(entry.requestBody)} label="the body" />
            ) : (
              <p className="text-ink-2">None.</p>
            )}
          </Card>
          <Card title="Body of the response">
            <ResponseBody entry={entry} />
          </Card>
        </Detail>
      )}
    </Load>
  );
}
