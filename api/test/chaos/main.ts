import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { QueueKind } from './cluster.js';
import type { StartPostgres } from './postgres.js';
import { measureRecovery } from './recovery.js';
import { run, type RunResult } from './run.js';

interface Means {
  folder: string;
  startPostgres: StartPostgres;
  signal: AbortSignal;
  /** Whether a redis-server is installed. */
  redis: boolean;
  /** The folder for the logs of failed runs. */
  logs: string;
}

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** The command line of `npm run chaos`; its exit code. */
export async function runChaos(args: string[], { folder, startPostgres, signal, redis, logs }: Means): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '2' },
      queue: { type: 'string', default: redis ? 'redis,postgres' : 'postgres' },
      report: { type: 'string' },
      recovery: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  });
  const seeds = values.seed.split(',').map(Number);
  const seconds = Number(values.minutes) * 60;
  const queues = values.queue.split(',');
  if (seeds.some((seed) => !Number.isInteger(seed)) || !(seconds > 0)) throw new Error('--seed 1,2,3 --minutes 2');
  const unknown = queues.filter((queue) => queue !== 'redis' && queue !== 'postgres');
  if (unknown.length > 0) throw new Error(`--queue redis or postgres, not ${unknown.join(', ')}`);
  if (values.recovery) return recovery(queues as QueueKind[], { folder, startPostgres });
  const results: RunResult[] = [];
  for (const queue of queues as QueueKind[]) {
    if (queue === 'redis' && !redis) {
      say('No redis-server is installed: the queue on Redis is not tried.');
      continue;
    }
    for (const seed of seeds) {
      if (signal.aborted) return 130;
      const began = Date.now();
      const at = () => `${((Date.now() - began) / 1_000).toFixed(1).padStart(6)} s`;
      const note = (what: string) => values.verbose && say(`    ${at()}  ${what}`);
      say(`\nqueue on ${queue}, seed ${seed}, ${seconds} s`);
      const kept = path.join(logs, `${queue}-${seed}`);
      const result = await run({ seed, queue, seconds, folder, startPostgres, signal, note, logs: kept });
      results.push(result);
      describe(result);
      if (result.findings.length > 0) say(`  logs: ${kept}`);
    }
  }
  if (values.report) writeFileSync(values.report, `${JSON.stringify(results, null, 2)}\n`);
  const bad = results.filter(({ findings }) => findings.length > 0).length;
  say(`\n${results.length - bad} passed, ${bad} failed`);
  return bad === 0 ? 0 : 1;
}

const ROUNDS = 3;

async function recovery(queues: QueueKind[], means: Pick<Means, 'folder' | 'startPostgres'>): Promise<number> {
  say(`\nFrom SIGKILL, restarted at once; seconds, median of ${ROUNDS} (range)`);
  for (const queue of queues) {
    const all = await measureRecovery(queue, ROUNDS, means);
    say(`\n| queue on ${queue}: killed | first accepted | first final | drained |\n|---|---|---|---|`);
    for (const part of new Set(all.map((one) => one.part))) {
      const rounds = all.filter((one) => one.part === part);
      const cells = (['accepted', 'final', 'drained'] as const).map((what) => spread(rounds.map((one) => one[what])));
      say(`| ${[part, ...cells].join(' | ')} |`);
    }
  }
  return 0;
}

function spread(milliseconds: number[]): string {
  const sorted = [...milliseconds].sort((a, b) => a - b).map((value) => (value / 1_000).toFixed(2));
  return `${sorted[Math.floor(sorted.length / 2)]} (${sorted[0]} to ${sorted.at(-1)})`;
}

function describe(result: RunResult): void {
  const { faults, deaths, failovers, operations, payments, captured, refunds, deliveries, findings } = result;
  const { ok, failed, unknown } = operations;
  say(`  ${faults} faults; ${ok + failed + unknown} operations: ${ok} ok, ${failed} refused, ${unknown} unknown`);
  say(`  ${payments} payments (${captured} captured), ${refunds} refunds, ${deliveries} deliveries`);
  const { unanswered, declined } = failovers;
  say(`  ${unanswered} payments left an account that did not answer (${deaths} deaths), ${declined} one that declined`);
  if (findings.length === 0) say('  match: nothing missing, duplicate, mismatched or stuck');
  for (const { kind, what } of findings.slice(0, 20)) say(`  ${kind}: ${what.slice(0, 400)}`);
  if (findings.length > 0) say(`  ${findings.length} findings`);
}
