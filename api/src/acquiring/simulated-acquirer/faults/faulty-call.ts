import { setTimeout as pause } from 'node:timers/promises';
import { json, NO_RESPONSE, type Outcome } from '../http/reply.js';
import type { Operation } from './fault.js';
import type { Faults } from './faults.js';

const DEFAULT_DELAY_MS = 1_000;
const DEFAULT_TRICKLE_MS = 100;

/** How the response is sent, if not at once and whole. */
export interface Sending {
  trickleMs?: number;
  skewMs: number;
}

/** Runs a call with the faults that are set for it. */
export async function faultyCall(
  faults: Faults,
  account: string,
  operation: Operation,
  call: () => Promise<Outcome>,
): Promise<{ outcome: Outcome; sending: Sending }> {
  const take = (kind: Parameters<Faults['take']>[0]) => faults.take(kind, account, operation);
  const sending: Sending = { skewMs: faults.skewOf(account) };
  const held = take('hold');
  if (held) await faults.untilCleared(held);
  const delay = take('delay');
  if (delay) await pause(delay.ms ?? DEFAULT_DELAY_MS);
  if (take('drop_before')) return { outcome: NO_RESPONSE, sending };
  const error = take('error');
  if (error) {
    const failure = { error: { code: 'internal_error', message: 'A fault was set for this call' } };
    return { outcome: json(error.status ?? 500, failure), sending };
  }
  const outcome = await call();
  const heldAfter = take('hold_after');
  if (heldAfter) await faults.untilCleared(heldAfter);
  if (take('drop_after')) return { outcome: NO_RESPONSE, sending };
  if (take('wrong_body')) {
    const headers = { 'content-type': 'text/html' };
    return { outcome: { status: 200, text: '<!doctype html><title>Maintenance</title>', headers }, sending };
  }
  const trickle = take('trickle');
  return { outcome, sending: { ...sending, ...(trickle && { trickleMs: trickle.ms ?? DEFAULT_TRICKLE_MS }) } };
}
