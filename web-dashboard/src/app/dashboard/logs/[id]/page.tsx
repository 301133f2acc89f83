import { HttpStatus } from '../../../../features/logs/http-status';
import { RequestObjects } from '../../../../features/logs/request-objects';
import { requestCurl } from '../../../../features/logs/request-curl';
import { ResponseBody } from '../../../../features/logs/response-body';
import { hrefWith } from '../../../../lib/search';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import { Code, readable } from '../../../../ui/code';
import { CopyButton } from '../../../../ui/copy';
import { Detail } from '../../../../ui/detail';
import Link from '../../../../ui/link';
import { Load } from '../../../../ui/load';
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
          badge={<HttpStatus status={entry.status} />}
          about={entry.errorDescription}
          action={
            <>
              <CopyButton text={requestCurl(entry)}>Copy as curl</CopyButton>
              {entry.method === 'GET' && (
                <Link className="button" href={hrefWith('/dashboard/logs/shell', { method: 'GET', path: entry.path })}>
                  Send it again
                </Link>
              )}
            </>
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
                    [
                      'Idempotency key, hashed',
                      entry.idempotencyKey && (
                        <span key="hash" className="flex max-w-[180px]">
                          <Id value={entry.idempotencyKey} copy />
                        </span>
                      ),
                    ],
                    ['From', entry.ip],
                    ['Client', entry.userAgent],
                  ]}
                />
              </Card>
              <RequestObjects entry={entry} />
            </>
          }
        >
          <Card title="Response">
            <ResponseBody entry={entry} />
          </Card>
          {entry.requestBody && (
            <Card title="Request body">
              <Code text={readable(entry.requestBody)} label="the body" />
            </Card>
          )}
        </Detail>
      )}
    </Load>
  );
}
