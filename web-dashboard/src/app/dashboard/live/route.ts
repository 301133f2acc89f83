import { AuthenticationError, PaymentGatewayError, RateLimitError } from '@payment-gateway/sdk';
import { newsOf } from '../../../features/live/news';
import { refusalOfCrossSite } from '../../../lib/own-site';
import { onBehalfOf, readSession } from '../../../lib/session';

export const dynamic = 'force-dynamic';
const HEARTBEAT_MS = 15_000;
/** How far back the stream repeats missed events; a page that was away for longer is better reloaded. */
const MAX_REPLAY_MS = 10 * 60_000;

/** Streams the events of the merchant's objects; the page fetches the objects themselves. */
export async function GET(request: Request) {
  const refusal = refusalOfCrossSite(request);
  if (refusal) return refusal;
  const { searchParams } = new URL(request.url);
  const types = searchParams.get('types')?.split(',');
  const object = searchParams.get('object');
  // A browser that reconnects sends the last id that it received: the time of that event.
  const missedSince = Number(request.headers.get('last-event-id') ?? searchParams.get('since')) || 0;
  const now = Date.now();
  const since = new Date(Math.min(Math.max(missedSince, now - MAX_REPLAY_MS), now)).toISOString();
  const gone = new AbortController();
  request.signal.addEventListener('abort', () => gone.abort(), { once: true });
  const { gateway } = await readSession();
  const events = gateway.events.follow(
    { since, ...(types && { types: types.join(',') }) },
    { ...(await onBehalfOf()), signal: gone.signal, maxRetries: 0 },
  );
  const bytes = new TextEncoder();
  let heartbeat: ReturnType<typeof setInterval>;
  const body = new ReadableStream<Uint8Array>({
    async start(stream) {
      const send = (text: string) => stream.enqueue(bytes.encode(text));
      heartbeat = setInterval(() => send(': alive\n\n'), HEARTBEAT_MS);
      send(': here\n\n');
      try {
        for await (const { event, data } of events) {
          if (event !== 'event' || (object && !data.includes(object))) continue;
          const news = newsOf(data);
          send(`event: news\nid: ${news.at}\ndata: ${JSON.stringify(news)}\n\n`);
        }
        stream.close();
      } catch (error) {
        if (!gone.signal.aborted && !(error instanceof PaymentGatewayError)) console.error(error);
        if (gone.signal.aborted) return;
        // Signed out: reconnecting would not help. After any other error the browser reconnects.
        if (error instanceof AuthenticationError) send('event: over\ndata:\n\n');
        // The browser waits this many milliseconds before it reconnects.
        if (error instanceof RateLimitError) send(`retry: ${(error.retryAfter ?? 1) * 1_000}\n\n`);
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
