import { setTimeout as delay } from 'node:timers/promises';
import type { Report } from './report.js';
import type { WebhookEventType } from './scenarios.js';
import { ConnectionError, ServerError } from '../errors.js';
import type { PaymentGateway } from '../payment-gateway.js';
import type { ServerSentEvent } from '../server-sent-events.js';
import { signTestEvent } from '../webhooks.js';

interface Listen {
  gateway: PaymentGateway;
  forwardTo: URL | undefined;
  types: WebhookEventType[];
  secret: string;
}

const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 10_000;
const FORWARD_TIMEOUT_MS = 15_000;
/** The stream repeats events that may have been missed; this many ids cover all that it can repeat. */
const MAX_SEEN = 10_000;

/** Follows the events until `signal`, reconnects after a restart of the gateway, and forwards each event once. */
export async function listen({ gateway, forwardTo, types, secret }: Listen, report: Report, signal: AbortSignal) {
  // The result is not used: the call refuses an unusable secret before the first event.
  await signTestEvent('{}', secret);
  const seen = new Set<string>();
  let last: string | undefined;
  let again = false;
  let wait = FIRST_WAIT_MS;
  if (forwardTo) {
    const address = forwardTo.href;
    report(`Events go to ${address}, signed with ${secret}`, { type: 'forwarding', forward_to: address, secret });
  }
  while (!signal.aborted) {
    try {
      const headers: Record<string, string> = last ? { 'Last-Event-ID': last } : {};
      const query = types.length > 0 ? { types: types.join(',') } : {};
      const stream = gateway.events.follow(query, { headers, signal, maxRetries: 0 });
      let open = false;
      for await (const message of stream) {
        // From the first message on, event or not, no event is missed.
        if (!open) report(again ? 'Listening again …' : 'Listening … Ctrl-C ends it.', { type: 'listening', again });
        open = again = true;
        wait = FIRST_WAIT_MS;
        last = message.id ?? last;
        if (!message.id || !isNews(message) || seen.has(message.id)) continue;
        remember(seen, message.id);
        await handle(message, { forwardTo, secret }, report);
      }
    } catch (error) {
      if (signal.aborted) return;
      // A refused request would be refused again; a broken connection may recover.
      const broken = error instanceof ConnectionError || error instanceof ServerError;
      if (!broken) throw error;
      report(`${error.message} Trying again in ${wait / 1000} s.`, {
        type: 'retrying',
        after_ms: wait,
        description: error.message,
      });
    }
    await delay(wait, undefined, { signal }).catch(() => undefined);
    wait = Math.min(wait * 2, MAX_WAIT_MS);
  }
}

/** `resend` is an event that was sent again on request: its message has its own id. */
const isNews = ({ event }: ServerSentEvent) => event === 'event' || event === 'resend';

function remember(seen: Set<string>, id: string): void {
  seen.add(id);
  const [oldest] = seen;
  if (seen.size > MAX_SEEN && oldest) seen.delete(oldest);
}

interface Target {
  forwardTo: URL | undefined;
  secret: string;
}

/** Reports an event and, if it is forwarded, the receiver's response. */
async function handle({ event: kind, data }: ServerSentEvent, { forwardTo, secret }: Target, report: Report) {
  const payload = JSON.parse(data) as { id: string; event: string; data: Record<string, { id?: string }> };
  const forwarded = forwardTo && (await forward(forwardTo, payload.id, data, secret));
  const resent = kind === 'resend';
  const line = [
    new Date().toISOString().slice(11, 19),
    payload.event.padEnd(24),
    payload.id,
    Object.values(payload.data)[0]?.id ?? '',
    ...(resent ? ['(resent)'] : []),
    ...(forwarded ? [textOf(forwarded)] : []),
  ];
  report(line.join('  '), { type: 'event', resent, event: payload, ...(forwarded && { forwarded }) });
}

type Forwarded = { status: number; duration_ms: number } | { error: string };

const textOf = (result: Forwarded) =>
  'error' in result ? `not delivered: ${result.error}` : `${result.status} in ${result.duration_ms} ms`;

async function forward(address: URL, id: string, body: string, secret: string): Promise<Forwarded> {
  const began = performance.now();
  try {
    const response = await fetch(address, {
      method: 'POST',
      body,
      headers: await signTestEvent(body, secret, { id }),
      redirect: 'manual',
      signal: AbortSignal.timeout(FORWARD_TIMEOUT_MS),
    });
    await response.body?.cancel();
    return { status: response.status, duration_ms: Math.round(performance.now() - began) };
  } catch (error) {
    const cause = (error as Error).cause as Error | undefined;
    return { error: cause?.message ?? (error as Error).message };
  }
}
