import { AuthenticationError, PaymentGatewayError, RateLimitError } from '@payment-gateway/sdk';
import { newsOf } from '../../../features/live/news';
import { refusalOfForeign } from '../../../lib/own-site';
import { onBehalfOf, readSession } from '../../../lib/session';

export const dynamic = 'force-dynamic';
const HEARTBEAT_MS = 15_000;
/** How far back a page is told what it has missed; one that was away for longer is better read again. */
const LOOK_BACK_MS = 10 * 60_000;

/** Tells a page what happened to which object of its merchant; how that looks, the page asks itself. */
export async function GET(request: Request) {
  const refusal = refusalOfForeign(request);
  if (refusal) return refusal;
  const { searchParams } = new URL(request.url);
  const types = searchParams.get('types')?.split(',');
  const object = searchParams.get('object');
  // A browser that connects again names the last id it was given: the time of that event.
  const missedSince = Number(request.headers.get('last-event-id') ?? searchParams.get('since')) || 0;
  const now = Date.now();
  const since = new Date(Math.min(Math.max(missedSince, now - LOOK_BACK_MS), now)).toISOString();
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
      const say = (text: string) => stream.enqueue(bytes.encode(text));
      heartbeat = setInterval(() => say(': alive\n\n'), HEARTBEAT_MS);
      say(': here\n\n');
      try {
        for await (const { event, data } of events) {
          if (event !== 'event' || (object && !data.includes(object))) continue;
          const news = newsOf(data);
          say(`event: news\nid: ${news.at}\ndata: ${JSON.stringify(news)}\n\n`);
        }
        stream.close();
      } catch (error) {
        if (!gone.signal.aborted && !(error instanceof PaymentGatewayError)) console.error(error);
        if (gone.signal.aborted) return;
        // Signed out: coming again would not help. Anything else: the browser connects again.
        if (error instanceof AuthenticationError) say('event: over\ndata:\n\n');
        // The browser waits this many milliseconds before it connects again.
        if (error instanceof RateLimitError) say(`retry: ${(error.retryAfter ?? 1) * 1_000}\n\n`);
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
