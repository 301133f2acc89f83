import { paymentFilters } from '../../../../features/payments/payment-filters';
import { paymentCsvLine, PAYMENTS_CSV_HEAD } from '../../../../features/payments/payments-csv';
import { csvResponse } from '../../../../lib/csv-response';
import { refusalOfCrossSite } from '../../../../lib/own-site';
import { onBehalfOf, readSession } from '../../../../lib/session';

export const dynamic = 'force-dynamic';
const PER_PAGE = 100;

/** The filtered payments as CSV. */
export async function GET(request: Request) {
  const refusal = refusalOfCrossSite(request);
  if (refusal) return refusal;
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const { gateway, merchant } = await readSession();
  const filters = { ...paymentFilters(search, merchant.timeZone), limit: PER_PAGE };
  return csvResponse(gateway.payments.list(filters, await onBehalfOf()), {
    head: PAYMENTS_CSV_HEAD,
    line: paymentCsvLine,
    file: 'transactions.csv',
  });
}
