import { errorWords, reasonOf } from '../../../../features/logs/error-words';
import { HttpStatus } from '../../../../features/logs/http-status';
import { RequestObjects } from '../../../../features/logs/request-objects';
import { requestCurl } from '../../../../features/logs/request-curl';
import { ResponseBody } from '../../../../features/logs/response-body';
import { config } from '../../../../lib/config';
import { amountOf } from '../../../../lib/money';
import { hrefWith } from '../../../../lib/search';
import { onBehalfOf, readSession } from '../../../../lib/session';
import type { RequestEntry } from '../../../../lib/types';
import { Card } from '../../../../ui/card';
import { CopyButton } from '../../../../ui/copy';
import { Detail } from '../../../../ui/detail';
import Link from '../../../../ui/link';
import { Json } from '../../../../ui/json';
import { Load } from '../../../../ui/load';
import { Moment } from '../../../../ui/time';
import { Facts, Id } from '../../../../ui/values';

export default async function LogPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway, can } = await readSession();
  const options = await onBehalfOf();
  const load = Promise.all([
    gateway.requestLogs.get(id, options),
    can('keys:read') ? gateway.apiKeys.list(options) : { data: [] },
  ]);
  return (
    <Load from={load}>
      {([entry, keys]) => (
        <Detail
          list={{ href: '/dashboard/logs', title: 'Logs' }}
          title={`${entry.method} ${entry.path}`}
          kind={`${entry.method} ${entry.path}`}
          id={entry.requestId}
          badge={<HttpStatus status={entry.status} />}
          about={<ErrorWords entry={entry} />}
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
                    ['Error', entry.errorCode],
                    [
                      'Idempotency key',
                      entry.idempotencyKey && (
                        <span key="hash" className="flex max-w-[160px]">
                          <Id value={entry.idempotencyKey} copy />
                        </span>
                      ),
                    ],
                  ]}
                />
              </Card>
              <Card title="Sent by">
                <Facts
                  facts={[
                    ['Key', keys.data.find((key) => key.id === entry.apiKey)?.name],
                    ['Key id', <Id key="key" value={entry.apiKey} copy />],
                    ['From', entry.ip],
                    ['Client', entry.userAgent],
                  ]}
                />
              </Card>
              <RequestObjects entry={entry} />
            </>
          }
        >
          <Card
            title="Response"
            action={
              <span className="flex items-center gap-2 text-[13px]/[18px] text-ink-2 tabular-nums">
                <HttpStatus status={entry.status} /> in {entry.durationMs} ms
              </span>
            }
          >
            <ResponseBody entry={entry} />
          </Card>
          {entry.requestBody && (
            <Card title="Request body">
              <Json text={entry.requestBody} label="the body" />
            </Card>
          )}
        </Detail>
      )}
    </Load>
  );
}

/** Why it was refused, with the way to the reason's explanation. */
function ErrorWords({ entry }: { entry: RequestEntry }) {
  const [words, reason] = [errorWords(entry, amountOf), reasonOf(entry)];
  if (!words) return null;
  return (
    <>
      {words}.{' '}
      {reason && (
        <a className="link" href={`${config.publicApiUrl}/reference#error-${reason}`} target="_blank" rel="noreferrer">
          About this error
        </a>
      )}
    </>
  );
}
