import { AnsweredWithoutOutcome } from './answered.js';
import type { Connector, Unknown } from './connector.js';
import { type Call, CALLS } from './sheet.js';

export interface CallWatch {
  /** Called for every call that timed out, broke or had a response without an outcome. */
  failed(call: Call, reference: string, error: unknown): void;
  /** Called after every call. */
  ended(call: Call, outcome: string, seconds: number): void;
}

type Send = (subject: { reference: string }, ...rest: unknown[]) => Promise<{ outcome: string }>;

/**
 * The connector, each of whose calls ends within its deadline of the sheet and with a result: one that is late, broken or
 * answered without an outcome is `unknown`. It is not undone and may still take effect, so its outcome has to be found.
 */
export function withDeadlines(connector: Connector, watch: CallWatch): Connector {
  const limited = Object.create(connector) as Record<Call, Send>;
  for (const call of CALLS) {
    const send = connector[call]?.bind(connector) as Send | undefined;
    if (!send) continue;
    const limitMs = connector.sheet.deadlineMs[call];
    limited[call] = (subject, ...rest) => within(call, subject.reference, limitMs, watch, () => send(subject, ...rest));
  }
  return limited as unknown as Connector;
}

async function within<Result extends { outcome: string }>(
  call: Call,
  reference: string,
  limitMs: number,
  watch: CallWatch,
  send: () => Promise<Result>,
): Promise<Result | Unknown> {
  const beganAt = performance.now();
  let outcome = 'unknown';
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${limitMs} ms`)), limitMs);
  });
  try {
    // The race also handles the loser: a failure after the deadline is no unhandled rejection.
    const result = await Promise.race([send(), expiry]);
    ({ outcome } = result);
    return result;
  } catch (error) {
    watch.failed(call, reference, error);
    return error instanceof AnsweredWithoutOutcome
      ? { outcome: 'unknown', answered: true, refused: error.isRefused }
      : { outcome: 'unknown' };
  } finally {
    clearTimeout(timer);
    watch.ended(call, outcome, (performance.now() - beganAt) / 1000);
  }
}
