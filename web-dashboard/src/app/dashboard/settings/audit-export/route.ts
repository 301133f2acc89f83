import { config } from '../../../../lib/config';
import { sessionToken } from '../../../../lib/cookies';
import { refusalOfCrossSite } from '../../../../lib/own-site';
import { onBehalfOf, readSession } from '../../../../lib/session';

export const dynamic = 'force-dynamic';
const FORWARDED_HEADERS = ['content-type', 'content-disposition', 'retry-after'];

/** Passes on the API's export of the audit log while it is read, so it is never whole in memory. */
export async function GET(request: Request) {
  const refusal = refusalOfCrossSite(request);
  if (refusal) return refusal;
  const { merchant } = await readSession();
  const format = new URL(request.url).searchParams.get('format') === 'csv' ? 'csv' : 'jsonl';
  const answer = await fetch(`${config.apiUrl}/api/v1/audit-log/export?format=${format}`, {
    headers: {
      ...(await onBehalfOf()).headers,
      Authorization: `Bearer ${await sessionToken()}`,
      'X-Merchant-Id': merchant.id,
    },
    cache: 'no-store',
    signal: request.signal,
  });
  const headers = new Headers({ 'Cache-Control': 'no-store' });
  for (const name of FORWARDED_HEADERS) {
    const value = answer.headers.get(name);
    if (value) headers.set(name, value);
  }
  return new Response(answer.body, { status: answer.status, headers });
}
