import { PaymentGatewayError } from '@payment-gateway/sdk';
import { paymentFilters } from '../../../../features/payments/payment-filters';
import { paymentCsvLine, PAYMENTS_CSV_HEAD } from '../../../../features/payments/payments-csv';
import { refusalOfCrossSite } from '../../../../lib/own-site';
import { onBehalfOf, readSession } from '../../../../lib/session';

export const dynamic = 'force-dynamic';
const PER_PAGE = 100;

/** The filtered payments as CSV. The list is read page by page while the client downloads, so memory use stays constant. */
export async function GET(request: Request) {
  const refusal = refusalOfCrossSite(request);
  if (refusal) return refusal;
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const { gateway, merchant } = await readSession();
  const list = gateway.payments.list(
    { ...paymentFilters(search, merchant.timeZone), limit: PER_PAGE },
    await onBehalfOf(),
  );
  const payments = list[Symbol.asyncIterator]();
  const bytes = new TextEncoder();
  // The first row is read before the response starts, so that an error can set the status.
  const first = await payments.next().catch((error: unknown) => refusalOf(error));
  if (first instanceof Response) return first;
  let row: typeof first | undefined = first;
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      stream.enqueue(bytes.encode(PAYMENTS_CSV_HEAD));
    },
    async pull(stream) {
      const next = row ?? (await payments.next());
      row = undefined;
      if (next.done) return stream.close();
      stream.enqueue(bytes.encode(paymentCsvLine(next.value)));
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="transactions.csv"',
      'Cache-Control': 'no-store',
    },
  });
}

function refusalOf(error: unknown): Response {
  if (!(error instanceof PaymentGatewayError)) throw error;
  const { description, requestId, status = 502 } = error;
  return new Response([description, requestId && `Request ${requestId}`].filter(Boolean).join('\n'), { status });
}
