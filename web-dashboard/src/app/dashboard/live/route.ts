import { AuthenticationError, PaymentGatewayError } from '@payment-gateway/sdk';
import { newsOf } from '../../../lib/news';
import { refusalOfForeign } from '../../../lib/own-site';
import { onBehalfOf, readSession } from '../../../lib/session';

export const dynamic = 'force-dynamic';
const HEARTBEAT_MS = 15_000;

/** Tells a page what happened to which object of its merchant; how that looks, the page asks itself. */
export async function GET(request: Request) {
  const refusal = refusalOfForeign(request);
  if (refusal) return refusal;
  const { searchParams } = new URL(request.url);
  const types = searchParams.get('types')?.split(',');
  const object = searchParams.get('object');
  const gone = new AbortController();
  request.signal.addEventListener('abort', () => gone.abort(), { once: true });
  const { gateway } = await readSession();
  const events = gateway.events.follow(types ? { types: types.join(',') as never } : {}, {
    ...(await onBehalfOf()),
    signal: gone.signal,
    maxRetries: 0,
  });
  const bytes = new TextEncoder();
  let heartbeat: ReturnType<typeof setInterval>;
  const body = new ReadableStream<Uint8Array>({
    async start(stream) {
      const say = (text: string) => stream.enqueue(bytes.encode(text));
      heartbeat = setInterval(() => say(': alive\n\n'), HEARTBEAT_MS);
      say(': here\n\n');
      try {
        for await (const { event, data } of events) {
          if (event !== 'event' || (object && !data.includes(object))) continue;
          say(`event: news\ndata: ${JSON.stringify(newsOf(data))}\n\n`);
        }
        stream.close();
      } catch (error) {
        if (!gone.signal.aborted && !(error instanceof PaymentGatewayError)) console.error(error);
        if (gone.signal.aborted) return;
        // Signed out: coming again would not help. Anything else: the browser connects again.
        if (error instanceof AuthenticationError) say('event: over\ndata:\n\n');
        stream.close();
      } finally {
        clearInterval(heartbeat);
      }
    },
    cancel() {
      clearInterval(heartbeat);
      gone.abort();
    },
  });
  return new Response(body, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store, no-transform' },
  });
}
