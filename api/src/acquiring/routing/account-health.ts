/**
 * How well an account answers for one method: a score from 1 (every attempt is answered) to 0. Only the acquirer's own
 * faults lower it: no answer, one that says nothing, an error of its server. A decline is an answer. Times are
 * milliseconds since 1970.
 */
export interface AccountHealth {
  readonly method: string;
  readonly score: number;
  /** Attempts since the account was added. */
  readonly attempts: number;
  /** How often in a row the account was passed over; 0 again once it is well. */
  readonly trips: number;
  /** Payments pass the account over until then; afterwards the next one that fits tries it. Null: it is well. */
  readonly passedOverUntil: number | null;
  /** Another payment tries the account until then. */
  readonly trialUntil: number | null;
}

export interface Attempts {
  readonly answered: number;
  readonly failed: number;
}

/** The weight of one attempt in the score: about the last ten count. */
const WEIGHT = 0.1;
/** Below this score an account is passed over: after four faults in a row, or if three of ten fail for a while. */
export const THRESHOLD = 0.7;
/** From this score on an account is well, and its next trouble begins with the shortest time. */
const WELL = 0.95;
/** The score after a trial that was answered: two more faults in a row, and the account is passed over again. */
const SCORE_AFTER_TRIAL = 0.85;
/** A new account is judged after so many attempts. */
const MIN_ATTEMPTS = 5;
export const FIRST_PASS_MS = 10_000;
export const LONGEST_PASS_MS = 120_000;

export const newHealth = (method: string): AccountHealth => ({
  ...{ method, score: 1, attempts: 0, trips: 0, passedOverUntil: null, trialUntil: null },
});

/** How long an account is passed over: twice as long each time, up to two minutes. */
export const passMs = (trips: number): number => Math.min(LONGEST_PASS_MS, FIRST_PASS_MS * 2 ** (trips - 1));

/** The health after some attempts that have ended. Their order does not matter. */
export function healthAfter(health: AccountHealth, { answered, failed }: Attempts, now: number): AccountHealth {
  const count = answered + failed;
  if (count === 0) return health;
  const kept = (1 - WEIGHT) ** count;
  const score = health.score * kept + (1 - kept) * (answered / count);
  const next = { ...health, score, attempts: health.attempts + count };
  if (health.passedOverUntil !== null) return afterTrial(next, health.passedOverUntil, failed === 0, now);
  if (score < THRESHOLD && next.attempts >= MIN_ATTEMPTS) return passedOver(next, now);
  return score >= WELL ? { ...next, trips: 0 } : next;
}

/** Attempts that had begun before the account was passed over say nothing about the trial. */
function afterTrial(health: AccountHealth, until: number, isAnswered: boolean, now: number): AccountHealth {
  if (now < until) return health;
  if (!isAnswered) return passedOver(health, now);
  return { ...health, score: Math.max(health.score, SCORE_AFTER_TRIAL), passedOverUntil: null, trialUntil: null };
}

function passedOver(health: AccountHealth, now: number): AccountHealth {
  const trips = health.trips + 1;
  return { ...health, trips, passedOverUntil: now + passMs(trips), trialUntil: null };
}

/** `trial`: the next payment that fits may try the account. */
export type HealthState = 'well' | 'passed_over' | 'trial';

export function stateOf({ passedOverUntil, trialUntil }: AccountHealth, now: number): HealthState {
  if (passedOverUntil === null) return 'well';
  return passedOverUntil <= now && (trialUntil === null || trialUntil <= now) ? 'trial' : 'passed_over';
}
