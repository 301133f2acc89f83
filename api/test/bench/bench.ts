import { Child } from './child.js';
import type { LoadOrder, LoadResult } from './load-order.js';
import { SEEDED_IDS } from './seed.js';
import type { Ledger, Stage } from './stage.js';

/** The size of a measurement. */
export interface Scale {
  /** Samples of each side. */
  rounds: number;
  seconds: number;
  warmUpSeconds: number;
  /** Rows of the full database: orders, and as many payments. */
  rows: number;
  /** Samples of S6 and of the lists, where percentiles need many requests. */
  latencySeconds: number;
  /** The number of queues that S5 to S7 are measured on: Redis first, if it is installed. */
  queues: number;
  /** Seconds of load before memory is read. */
  memorySeconds: number;
  /** The time limit for filling the full database; the rows present by then are measured. */
  fillSeconds: number;
  /** The longest duration of the whole run. */
  minutes: number;
}

export const FULL: Scale = {
  rounds: 5,
  seconds: 5,
  warmUpSeconds: 4,
  rows: 1_000_000,
  latencySeconds: 10,
  queues: 2,
  memorySeconds: 60,
  fillSeconds: 360,
  minutes: 30,
};
export const QUICK: Scale = {
  rounds: 2,
  seconds: 1,
  warmUpSeconds: 0.5,
  rows: 30_000,
  latencySeconds: 1,
  queues: 1,
  memorySeconds: 5,
  fillSeconds: 8,
  minutes: 3,
};

export interface Bench {
  stage: Stage;
  scale: Scale;
  note: (what: string) => void;
  signal: AbortSignal;
}

export const queuesOf = ({ stage, scale }: Bench) => stage.queues.slice(0, scale.queues);

/**
 * Measures the sides in turn, in alternating order: a slow phase of the machine affects all sides, and no side always
 * follows the same other one.
 */
export async function interleaved<Name extends string>(
  { stage, scale, signal, note }: Bench,
  sides: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(sides) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 1; round <= scale.rounds; round++)
    for (const name of round % 2 === 1 ? names : names.toReversed()) {
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

/**
 * Compares the responses with the tables, id by id. Rows of `seeded` were inserted directly; their ids have a known
 * prefix.
 */
export class Books {
  private readonly answered = new Map<Table, string[]>();
  readonly lost: string[] = [];

  constructor(private readonly ledger: Ledger) {}

  /** Adds the successful responses of a load to the expected rows of `table`; any other response counts as a loss. */
  enter(table: Table, { ids, good, bad }: Pick<LoadResult, 'ids' | 'good' | 'bad'>): void {
    const known = this.answered.get(table) ?? [];
    for (const id of ids) known.push(id);
    this.answered.set(table, known);
    if (ids.length !== good) this.lost.push(`${table}: ${good} good answers, ${ids.length} ids in them`);
    for (const [what, times] of Object.entries(bad)) this.lost.push(`${table}: ${times} x ${what}`);
  }

  /** Checks that each response has a row, each row a response, and each its key. */
  async close(): Promise<string[]> {
    for (const [table, ids] of this.answered) {
      if (new Set(ids).size !== ids.length)
        this.lost.push(`${table}: ${ids.length - new Set(ids).size} ids came twice`);
      const { rows } = await this.ledger.db.query<Record<string, number>>(
        `WITH answered AS MATERIALIZED (SELECT DISTINCT unnest($1::text[]) COLLATE "C" AS id),
          stored AS MATERIALIZED (SELECT id FROM ${table} WHERE id !~ $2),
          claimed AS MATERIALIZED (SELECT resource_id AS id FROM idempotency_keys WHERE resource_id ~ $3 AND resource_id !~ $2)
        SELECT ${without('answered', 'stored')} AS "answers without a row",
          ${without('stored', 'answered')} AS "rows without an answer",
          ${without('answered', 'claimed')} AS "answers without a key",
          ${without('claimed', 'answered')} AS "keys without an answer"`,
        [ids, SEEDED_IDS, `^${PREFIX[table]}_`],
      );
      for (const [what, count] of Object.entries(rows[0] ?? {}))
        if (count !== 0) this.lost.push(`${table}: ${count} ${what}`);
    }
    return this.lost;
  }
}

const without = (some: string, others: string) =>
  `(SELECT count(*) FROM ${some} WHERE NOT EXISTS (SELECT FROM ${others} WHERE ${others}.id = ${some}.id))`;

type Table = 'orders' | 'payments';
const PREFIX = { orders: 'order', payments: 'pay' } as const;
