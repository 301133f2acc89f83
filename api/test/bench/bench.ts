import { Child } from './child.js';
import type { LoadOrder, LoadResult } from './load-order.js';
import type { Ledger, Stage } from './stage.js';

/** How much is measured. */
export interface Scale {
  /** Samples of each side. */
  rounds: number;
  seconds: number;
  warmUpSeconds: number;
  /** Rows of the full database: orders, and as many payments. */
  rows: number;
  /** Samples of S6 and of the lists, where percentiles need many requests. */
  latencySeconds: number;
  /** Load before memory is looked at. */
  memorySeconds: number;
}

export const FULL: Scale = {
  rounds: 5,
  seconds: 5,
  warmUpSeconds: 4,
  rows: 1_000_000,
  latencySeconds: 10,
  memorySeconds: 60,
};
export const QUICK: Scale = {
  rounds: 2,
  seconds: 1,
  warmUpSeconds: 0.5,
  rows: 50_000,
  latencySeconds: 1.5,
  memorySeconds: 8,
};

export interface Bench {
  stage: Stage;
  scale: Scale;
  note: (what: string) => void;
  signal: AbortSignal;
}

/** Measures the sides one after the other, again and again: what slows the machine down slows all of them. */
export async function interleaved<Name extends string>(
  { stage, scale, signal, note }: Bench,
  sides: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(sides) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 1; round <= scale.rounds; round++)
    for (const name of names) {
      signal.throwIfAborted();
      await stage.settle();
      const value = await sides[name]();
      samples[name].push(value);
      note(`round ${round}, ${name}: ${value.toFixed(1)}`);
    }
  return samples;
}

export const newGenerator = () => Child.start<LoadOrder, LoadResult>('load');
export type Generator = Child<LoadOrder, LoadResult>;

/** Compares what was answered with what is in the tables. */
export class Books {
  private readonly expected = new Map<string, number>();
  readonly lost: string[] = [];

  constructor(private readonly ledger: Ledger) {}

  /** Adds a load's good answers to what `table` must hold; any other answer is a loss already. */
  enter(table: 'orders' | 'payments', { good, bad }: Pick<LoadResult, 'good' | 'bad'>): void {
    this.expected.set(table, (this.expected.get(table) ?? 0) + good);
    for (const [what, times] of Object.entries(bad)) this.lost.push(`${table}: ${times} x ${what}`);
  }

  /** A row for each answer and an answer for each row, and as many keys. What is `seeded` came another way. */
  async close(seeded: Record<string, number> = {}): Promise<string[]> {
    let keys = 0;
    for (const [table, answers] of this.expected) {
      const rows = (await this.count(table)) - (seeded[table] ?? 0);
      if (rows !== answers) this.lost.push(`${table}: ${answers} answers, ${rows} rows`);
      keys += answers;
    }
    const claimed = await this.count('idempotency_keys');
    if (claimed !== keys) this.lost.push(`idempotency_keys: ${keys} answers, ${claimed} rows`);
    return this.lost;
  }

  private async count(table: string): Promise<number> {
    const { rows } = await this.ledger.db.query<{ count: number }>(`SELECT count(*) AS count FROM ${table}`);
    return rows[0]?.count ?? 0;
  }
}
