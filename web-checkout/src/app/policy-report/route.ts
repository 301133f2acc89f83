import { gateway, onBehalfOfShopper } from '../../lib/gateway';
import { violationsIn } from '../../lib/policy-report';

const MAX_BYTES = 16_384;

/**
 * Where browsers report violations of the page's policy. The API stores them, and limits them per address. The response
 * is the same whatever was sent.
 */
export async function POST(request: Request): Promise<Response> {
  const body = await bodyOf(request);
  const shopper = await onBehalfOfShopper();
  for (const violation of body === null ? [] : violationsIn(body)) {
    const recorded = await gateway.policyReports.record(violation, shopper).catch(() => null);
    if (!recorded) break; // limited, or the API is away: a report is not worth a retry
  }
  return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } });
}

/** Null if it is too long, which is noticed before all of it was read. */
async function bodyOf(request: Request): Promise<string | null> {
  const reader = request.body?.getReader();
  if (!reader) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString('utf8');
    size += value.length;
    if (size > MAX_BYTES) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}
