import { NotFoundError } from '@payment-gateway/sdk';
import { DELIVERIES_PER_PAGE, deliveryFilters, nowOf } from '../../../../features/webhooks/deliveries/delivery-filters';
import { refusalOfCrossSite } from '../../../../lib/own-site';
import { onBehalfOf, readSession } from '../../../../lib/session';

export const dynamic = 'force-dynamic';

/**
 * The current state of the newest deliveries of the filtered log, and of those in `pending` that are not among them.
 */
export async function GET(request: Request) {
  const refusal = refusalOfCrossSite(request);
  if (refusal) return refusal;
  const { searchParams } = new URL(request.url);
  const { gateway } = await readSession();
  const options = await onBehalfOf();
  const filters = deliveryFilters(Object.fromEntries(searchParams));
  const { data } = await gateway.webhookLogs.list({ ...filters, limit: DELIVERIES_PER_PAGE }, options);
  const pending = (searchParams.get('pending') ?? '').split(',').slice(0, DELIVERIES_PER_PAGE);
  const left = pending.filter((id) => id && !data.some((one) => one.id === id));
  const others = await Promise.all(left.map((id) => gateway.webhookLogs.get(id, options).catch(nullIfGone)));
  const body = { newest: data.map(nowOf), others: others.filter((one) => one !== null).map(nowOf) };
  return Response.json(body, { headers: { 'Cache-Control': 'no-store' } });
}

function nullIfGone(error: unknown): null {
  if (error instanceof NotFoundError) return null;
  throw error;
}
