import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { Scale } from './bench.js';
import { type Figure, shown, valueOf, verdictOn } from './figure.js';
import type { Stage } from './stage.js';

const HEADINGS = ['#', 'figure', 'goal', 'median', 'spread', 'verdict'];

const goalOf = ({ goal: { least, most, text }, unit }: Figure): string =>
  text ?? (least !== undefined ? `≥ ${least}` : most !== undefined ? `≤ ${most}${unit && ` ${unit}`}` : '–');

/** One row of the table each. */
export const rowsOf = (figures: readonly Figure[]): string[][] =>
  figures.map((figure) => {
    const { id, what, unit, samples } = figure;
    const spread = samples.length > 0 ? `${shown(Math.min(...samples))} to ${shown(Math.max(...samples))}` : '–';
    return [id, what, goalOf(figure), `${shown(valueOf(figure))}${unit && ` ${unit}`}`, spread, verdictOn(figure)];
  });

export interface Circumstances {
  machine: string[];
  scale: Scale;
  quick: boolean;
  minutes: number;
  /** Figures that could not be measured, with the reason. */
  failures: string[];
}

/** The report of a run. */
export function report(
  figures: readonly Figure[],
  { machine, scale, quick, minutes, failures }: Circumstances,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const { rounds, seconds } = scale;
  const late = minutes > scale.minutes ? `, longer than the limit of ${scale.minutes}` : '';
  const notes = figures.flatMap(({ id, detail, unjudged, lost = [] }) => [
    `- **${id}** ${detail}${unjudged ? `. Not judged: ${unjudged}` : ''}`,
    ...lost.map((what) => `  - lost: ${what}`),
  ]);
  return [
    '# Benchmark',
    '',
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${minutes.toFixed(1)} minutes${late}: ${machine.join('; ')}.`,
    '',
    `Written by \`npm run bench\`. A ratio compares two things measured one after the other in the same run. The table shows`,
    `the median of ${rounds} samples of ${seconds} s each, and the smallest and largest sample. All processes, including the load`,
    'generators, share the machine. Every response is reconciled with the database rows: a figure that loses a row scores 0.',
    ...(quick ? ['', '**A quick run**: few and short samples, fewer rows. They give an estimate, not a verdict.'] : []),
    '',
    line(HEADINGS),
    line(HEADINGS.map(() => '---')),
    ...rowsOf(figures).map(line),
    '',
    'Details of each figure:',
    '',
    ...notes,
    ...failures.map((failure) => `- Not measured: ${failure.split('\n')[0]}`),
    '',
  ].join('\n');
}

/** Facts about the machine that a comparison needs. */
export async function machineOf({ postgres, redis }: Stage): Promise<string[]> {
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: postgres.adminUrl() });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  const { rows: durable } = await client.query<{ synchronous_commit: string }>('SHOW synchronous_commit');
  await client.end();
  const cores = os.availableParallelism();
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GB`;
  const versions = ['fastify', 'undici', 'bullmq'].map((name) => `${name} ${versionOf(name)}`);
  const cache = redis && (await redis.ask((connection) => connection.info('server')));
  const redisVersion = cache && `Redis ${/redis_version:(\S+)/.exec(cache)?.[1]}`;
  return [
    `${cores} cores of ${os.cpus()[0]?.model.trim() ?? 'unknown make'}, ${memory}, ${os.type()} ${os.release()}`,
    `Node ${process.versions.node}, ${versions.join(', ')}`,
    `PostgreSQL ${rows[0]?.server_version} with its defaults, synchronous_commit ${durable[0]?.synchronous_commit}`,
    redisVersion ?? 'no Redis installed',
    `load average before ${os.loadavg()[0]?.toFixed(2)}`,
  ];
}

function versionOf(name: string): string {
  const file = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
