import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ConnectionError, ServerError } from '../errors.js';
import type { PaymentGateway } from '../payment-gateway.js';
import type { ServerSentEvent } from '../server-sent-events.js';
import { signTestEvent } from '../webhooks.js';

interface Listen {
  gateway: PaymentGateway;
  forwardTo: URL | undefined;
  types: string[];
  secret: string | undefined;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const FORWARD_TIMEOUT_MS = 15_000;
/** The stream repeats what may have been missed, so as many ids are kept as it can repeat. */
const REMEMBERED = 10_000;

/** Follows the events until `signal`, across restarts of the gateway, and passes each one on once. */
export async function listen({ gateway, forwardTo, types, secret = newSecret() }: Listen, signal: AbortSignal) {
  const seen = new Set<string>();
  let last: string | undefined;
  let again = false;
  let wait = FIRST_WAIT_MS;
  if (forwardTo) console.log(`Events go to ${forwardTo.href}, signed with ${secret}`);
  while (!signal.aborted) {
    try {
      const headers: Record<string, string> = last ? { 'Last-Event-ID': last } : {};
      const query = types.length > 0 ? { types: types.join(',') as never } : {};
      const stream = gateway.events.follow(query, { headers, signal, maxRetries: 0 });
      let open = false;
      for await (const message of stream) {
        // The first message, an event or not, says that nothing is missed from here on.
        if (!open) console.log(again ? 'Listening again …' : 'Listening … Ctrl-C ends it.');
        open = again = true;
        wait = FIRST_WAIT_MS;
        last = message.id ?? last;
        if (message.event !== 'event' || !message.id || seen.has(message.id)) continue;
        remember(seen, message.id);
        console.log(await handled(message, message.id, forwardTo, secret));
      }
    } catch (error) {
      if (signal.aborted) return;
      // A refusal stays one however often it is asked; a broken line does not.
      const broken = error instanceof ConnectionError || error instanceof ServerError;
      if (!broken) throw error;
      console.log(`${error.message} Trying again in ${wait / 1000} s.`);
    }
    await delay(wait, undefined, { signal }).catch(() => undefined);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

function remember(seen: Set<string>, id: string): void {
  seen.add(id);
  const [oldest] = seen;
  if (seen.size > REMEMBERED && oldest) seen.delete(oldest);
}

/** One line about an event and, where it is passed on, about what became of that. */
async function handled({ data }: ServerSentEvent, id: string, forwardTo: URL | undefined, secret: string) {
  const { event, data: objects } = JSON.parse(data) as { event: string; data: Record<string, { id?: string }> };
  const objectId = Object.values(objects)[0]?.id ?? '';
  const line = [new Date().toISOString().slice(11, 19), event.padEnd(24), id, objectId];
  return [...line, ...(forwardTo ? [await forward(forwardTo, id, data, secret)] : [])].join('  ');
}

async function forward(address: URL, id: string, body: string, secret: string): Promise<string> {
  const began = performance.now();
  try {
    const answer = await fetch(address, {
      method: 'POST',
      body,
      headers: signTestEvent(body, secret, { id }),
      redirect: 'manual',
      signal: AbortSignal.timeout(FORWARD_TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return `${answer.status} in ${Math.round(performance.now() - began)} ms`;
  } catch (error) {
    const cause = (error as Error).cause as Error | undefined;
    return `not delivered: ${cause?.message ?? (error as Error).message}`;
  }
}
