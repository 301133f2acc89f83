import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import pg from 'pg';
import type { Queryable } from '../../src/platform/database/database.js';
import type { Statement } from '../../src/platform/database/sql.js';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** EXPLAIN's output for one step. */
interface Step {
  'Node Type': string;
  Schema?: string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Subplan Name'?: string;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  Plans?: Step[];
}
export interface Plan {
  /** Tables that are read whole. */
  scanned: string[];
  /** Indexes that are scanned without a bound: as expensive as reading the whole table, in another order. */
  walked: string[];
  indexes: string[];
  /** Tables that are hashed whole for a condition, independent of the requested rows. */
  hashed: string[];
}

function* stepsOf(step: Step): Generator<Step> {
  yield step;
  for (const below of step.Plans ?? []) yield* stepsOf(below);
}

function planOf(rows: { 'QUERY PLAN': { Plan: Step }[] }[]): Plan {
  const steps = rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => [...stepsOf(Plan)]));
  const scans = steps.filter((step) => step['Node Type'] === 'Seq Scan' && step.Schema === 'public');
  const walks = steps.filter((step) => /^Index (Only )?Scan/.test(step['Node Type']) && !step['Index Cond']);
  return {
    scanned: [...new Set(scans.map((step) => step['Relation Name'] ?? ''))],
    walked: [...new Set(walks.map((step) => step['Index Name'] ?? ''))],
    indexes: [...new Set(steps.flatMap((step) => step['Index Name'] ?? []))],
    hashed: [...new Set(steps.flatMap((step) => (isHashed(step, steps) ? tablesOf(step) : [])))],
  };
}

const isHashed = ({ 'Subplan Name': name }: Step, steps: readonly Step[]) =>
  name !== undefined &&
  steps.some((step) => Object.values(step).some((value) => typeof value === 'string' && asksHashed(value, name)));
const asksHashed = (condition: string, name: string) => new RegExp(`hashed ${name}\\b`).test(condition);
const tablesOf = (step: Step) => [...stepsOf(step)].flatMap((below) => below['Relation Name'] ?? []);

/** The plan for any values, which PostgreSQL keeps after a statement has been used a few times. */
export async function genericPlan(client: Pick<pg.ClientBase, 'query'>, { text }: Statement): Promise<Plan> {
  return planOf((await client.query(`EXPLAIN (GENERIC_PLAN, VERBOSE, FORMAT JSON) ${text}`)).rows);
}

/** After this many executions PostgreSQL decides whether a statement is planned each time. */
const PLAN_CACHE_CALLS = 6;

/** Every plan that a prepared statement gets for these values, including the one that is kept. */
export async function plansFor(
  client: pg.Client,
  { name, text }: Statement,
  values: readonly unknown[],
): Promise<Plan> {
  await client.query('DEALLOCATE ALL');
  await client.query(`PREPARE ${name} AS ${text}`);
  const given = values.map((value) => literal(client, value)).join(', ');
  const plans: Plan[] = [];
  for (let time = 0; time < PLAN_CACHE_CALLS; time++)
    plans.push(
      planOf((await client.query(`EXPLAIN (VERBOSE, FORMAT JSON) EXECUTE ${name}${given && `(${given})`}`)).rows),
    );
  return {
    scanned: [...new Set(plans.flatMap(({ scanned }) => scanned))],
    walked: [...new Set(plans.flatMap(({ walked }) => walked))],
    indexes: [...new Set(plans.flatMap(({ indexes }) => indexes))],
    hashed: [...new Set(plans.flatMap(({ hashed }) => hashed))],
  };
}

/** Rows that a statement reads and discards; its changes are rolled back. */
export async function discardedRows(
  client: pg.Client,
  { text }: Statement,
  values: readonly unknown[],
): Promise<number> {
  await client.query('BEGIN');
  try {
    const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Step }[] }>({
      text: `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
      values: [...values],
    });
    const steps = rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => [...stepsOf(Plan)]));
    return Math.max(...steps.map((step) => (step['Rows Removed by Filter'] ?? 0) * (step['Actual Loops'] ?? 1)));
  } finally {
    await client.query('ROLLBACK');
  }
}

function literal(client: pg.Client, value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return client.escapeLiteral(`{${value.map((one) => JSON.stringify(one)).join(',')}}`);
  if (value instanceof Date) return client.escapeLiteral(value.toISOString());
  return client.escapeLiteral(`${value as string | number | boolean}`);
}

/** Stands in for the database of a service and records the statements; returns `rows`, else nothing. */
export class Recorder implements Queryable {
  readonly sent: { statement: Statement; values: readonly unknown[] }[] = [];

  constructor(private readonly rows: (statement: Statement) => object[] = () => []) {}

  query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    this.sent.push({ statement, values });
    return Promise.resolve(this.rows(statement) as Row[]);
  }

  list<Row extends object>(_merchantId: string, statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return this.query(statement, values);
  }

  transaction<T>(work: (tx: Recorder & { afterCommit: () => void }) => Promise<T>): Promise<T> {
    return work(Object.assign(this, { afterCommit: () => undefined }));
  }
}

const PLANNED = /^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)\b/;
const isStatement = (value: unknown): value is Statement =>
  typeof value === 'object' && value !== null && 'name' in value && PLANNED.test((value as Statement).text);

const WRITTEN_OUT = /\bstatement\(\s*'(\w+)',\s*(?:`([^`]*)`|'([^']*)'),?\s*\)/g;

/** Every statement that a file of queries exports, and those written in other files. */
export async function everyStatement(): Promise<Statement[]> {
  const all = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const files = all.filter((file) => file.endsWith('.queries.ts'));
  const found: Statement[] = [];
  for (const file of all.filter((each) => !files.includes(each) && !each.endsWith('.spec.ts')))
    for (const [, name = '', text, short] of readFileSync(path.join(SRC, file), 'utf8').matchAll(WRITTEN_OUT)) {
      const statement = { name, text: text ?? short ?? '' };
      if (isStatement(statement) && !statement.text.includes('${')) found.push(statement);
    }
  for (const file of files.sort()) {
    const exported = Object.values((await import(path.join(SRC, file))) as object);
    for (const value of exported) {
      if (isStatement(value)) found.push(value);
      else if (typeof value === 'object' && value !== null) found.push(...Object.values(value).filter(isStatement));
    }
  }
  return found;
}
