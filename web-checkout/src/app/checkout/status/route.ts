import { NotFoundError, PaymentGatewayError, RateLimitError } from '@payment-gateway/sdk';
import { gateway, onBehalfOfShopper } from '../../../lib/gateway';

const HEARTBEAT_MS = 15_000;

/**
 * Streams a message to the page, from the checkout's own origin, whenever its payment changes. The page then fetches
 * the new state itself.
 */
export async function GET(request: Request) {
  const paymentId = new URL(request.url).searchParams.get('payment_id');
  if (!paymentId) return new Response(null, { status: 404 });
  const gone = new AbortController();
  const { signal } = request;
  signal.addEventListener('abort', () => gone.abort(), { once: true });
  const shopper = await onBehalfOfShopper();
  // Not retried: the page polls while it has no stream.
  const stream = gateway.publicPayments.stream(paymentId, { ...shopper, signal: gone.signal, maxRetries: 0 });
  const changes = stream[Symbol.asyncIterator]();
  try {
    const first = await changes.next();
    return new Response(messages(first, changes, gone), {
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store, no-transform' },
    });
  } catch (error) {
    if (!(error instanceof PaymentGatewayError)) throw error;
    if (error instanceof NotFoundError) return new Response(null, { status: 404 });
    const headers = { 'Retry-After': String(error.retryAfter ?? 1), 'Cache-Control': 'no-store' };
    return new Response(error.description, { status: error instanceof RateLimitError ? 429 : 503, headers });
  }
}

type Changes = AsyncIterator<unknown>;

function messages(first: IteratorResult<unknown>, changes: Changes, gone: AbortController): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder();
  let heartbeat: ReturnType<typeof setInterval>;
  return new ReadableStream({
    async start(stream) {
      const send = (text: string) => stream.enqueue(bytes.encode(text));
      heartbeat = setInterval(() => send(': alive\n\n'), HEARTBEAT_MS);
      try {
        for (let change = first; !change.done; change = await changes.next()) send('event: change\ndata:\n\n');
        stream.close();
      } catch {
        stream.close(); // the shopper left, or the API closed the stream: the browser reconnects or polls
      } finally {
        clearInterval(heartbeat);
      }
    },
    cancel() {
      clearInterval(heartbeat);
      gone.abort();
    },
  });
}
