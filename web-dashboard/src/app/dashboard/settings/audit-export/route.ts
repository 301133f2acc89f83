import { config } from '../../../../lib/config';
import { sessionToken } from '../../../../lib/cookies';
import { refusalOfForeign } from '../../../../lib/own-site';
import { onBehalfOf, readSession } from '../../../../lib/session';

export const dynamic = 'force-dynamic';
const PASSED_ON = ['content-type', 'content-disposition', 'retry-after'];

/** The audit log as the API exports it, passed on while it is read: nothing is gathered in memory. */
export async function GET(request: Request) {
  const refusal = refusalOfForeign(request);
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
  for (const name of PASSED_ON) {
    const value = answer.headers.get(name);
    if (value) headers.set(name, value);
  }
  return new Response(answer.body, { status: answer.status, headers });
}
