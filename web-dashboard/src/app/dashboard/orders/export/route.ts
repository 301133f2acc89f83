import { orderFilters } from '../../../../features/orders/order-filters';
import { orderCsvLine, ORDERS_CSV_HEAD } from '../../../../features/orders/orders-csv';
import { csvResponse } from '../../../../lib/csv-response';
import { refusalOfCrossSite } from '../../../../lib/own-site';
import { onBehalfOf, readSession } from '../../../../lib/session';

export const dynamic = 'force-dynamic';
const PER_PAGE = 100;

/** The filtered orders as CSV. */
export async function GET(request: Request) {
  const refusal = refusalOfCrossSite(request);
  if (refusal) return refusal;
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const { gateway, merchant } = await readSession();
  const list = gateway.orders.list({ ...orderFilters(search, merchant.timeZone), limit: PER_PAGE }, await onBehalfOf());
  return csvResponse(list, { head: ORDERS_CSV_HEAD, line: orderCsvLine, file: 'orders.csv' });
}
