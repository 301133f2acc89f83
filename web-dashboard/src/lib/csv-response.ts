import { PaymentGatewayError } from '@payment-gateway/sdk';

/** Streams a list as CSV. It is read page by page while the client downloads, so memory use stays constant. */
export async function csvResponse<T>(
  list: AsyncIterable<T>,
  { head, line, file }: { head: string; line: (row: T) => string; file: string },
): Promise<Response> {
  const rows = list[Symbol.asyncIterator]();
  const bytes = new TextEncoder();
  // The first row is read before the response starts, so that an error can set the status.
  const first = await rows.next().catch((error: unknown) => refusalOf(error));
  if (first instanceof Response) return first;
  let row: typeof first | undefined = first;
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      stream.enqueue(bytes.encode(head));
    },
    async pull(stream) {
      const next = row ?? (await rows.next());
      row = undefined;
      if (next.done) return stream.close();
      stream.enqueue(bytes.encode(line(next.value)));
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${file}"`,
      'Cache-Control': 'no-store',
    },
  });
}

function refusalOf(error: unknown): Response {
  if (!(error instanceof PaymentGatewayError)) throw error;
  const { description, requestId, status = 502 } = error;
  return new Response([description, requestId && `Request ${requestId}`].filter(Boolean).join('\n'), { status });
}
