import { PaymentGatewayError } from '@payment-gateway/sdk';
import { csvLine } from '../../../../lib/csv';
import { refusalOfForeign } from '../../../../lib/own-site';
import { paymentFilters } from '../../../../features/payments/payment-filters';
import { shownStatus } from '../../../../features/payments/payment-status';
import { onBehalfOf, readSession } from '../../../../lib/session';

export const dynamic = 'force-dynamic';
const PER_PAGE = 100;
const HEAD =
  'id,order_id,created_at,status,amount,amount_captured,amount_refunded,currency,method,vpa,card_network,card_last4,error_reason,connector_reference';

/** The filtered payments as CSV, page by page while it is read: nothing is gathered in memory. Amounts in minor units. */
export async function GET(request: Request) {
  const refusal = refusalOfForeign(request);
  if (refusal) return refusal;
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const { gateway, merchant } = await readSession();
  const list = gateway.payments.list(
    { ...paymentFilters(search, merchant.timeZone), limit: PER_PAGE },
    await onBehalfOf(),
  );
  const payments = list[Symbol.asyncIterator]();
  const bytes = new TextEncoder();
  // A refusal is an answer of its own, not half a file.
  const first = await payments.next().catch((error: unknown) => refusalOf(error));
  if (first instanceof Response) return first;
  let row: typeof first | undefined = first;
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      stream.enqueue(bytes.encode(`${HEAD}\r\n`));
    },
    async pull(stream) {
      const next = row ?? (await payments.next());
      row = undefined;
      if (next.done) return stream.close();
      const p = next.value;
      const money = [p.amount, p.amountCaptured, p.amountRefunded, p.currency];
      const instrument = [p.method, p.vpa, p.cardNetwork, p.cardLast4];
      const fields = [p.id, p.orderId, p.createdAt, shownStatus(p), ...money, ...instrument, p.errorReason];
      stream.enqueue(bytes.encode(csvLine([...fields, p.connectorReference])));
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
