import type { Random } from '../../chaos/random.js';

/** From `from` to `until` (seconds) the acquirer answers this share of attempts. */
export interface Spell {
  readonly from: number;
  readonly until: number;
  readonly answers: number;
}

/** An acquirer as the study makes it up. Routing sees only the outcomes of attempts. */
export interface HiddenAcquirer {
  readonly id: string;
  /** The share of attempts that it answers outside of its spells. */
  readonly answers: number;
  /** Seconds until an answer. A fault shows after the deadline. */
  readonly delay: number;
  readonly spells: readonly Spell[];
}

export const DEADLINE_S = 5;
/** At most this share is answered in an outage: routing is to leave the account. */
export const DEAD = 0.05;

const MINUTE = 60;

/** Three acquirers: each has outages, in which nothing is answered, and bad spells, in which a part is. */
export function hiddenAcquirers(random: Random, seconds: number): HiddenAcquirer[] {
  return ['first', 'second', 'third'].map((id) => {
    const spells: Spell[] = [];
    for (let at = random.wait(40 * MINUTE); at < seconds; at += random.wait(40 * MINUTE)) {
      const isOutage = random.chance(0.5);
      const from = Math.max(at, spells.at(-1)?.until ?? 0);
      const length = isOutage ? 2 * MINUTE + random.wait(6 * MINUTE) : 5 * MINUTE + random.wait(15 * MINUTE);
      spells.push({ from, until: from + length, answers: isOutage ? 0 : 0.3 + 0.6 * random.next() });
    }
    return { id, answers: 0.97 + 0.03 * random.next(), delay: 0.2 + random.next(), spells };
  });
}

export function answersAt({ answers, spells }: HiddenAcquirer, at: number): number {
  return spells.find(({ from, until }) => at >= from && at < until)?.answers ?? answers;
}
