import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Bench, FULL, QUICK } from './bench.js';
import { type Figure, verdictOn } from './figure.js';
import { accepting } from './figures/accepting.js';
import { deliveries } from './figures/deliveries.js';
import { facades } from './figures/facades.js';
import { lives } from './figures/lives.js';
import { growth, memory } from './figures/memory.js';
import { scaling } from './figures/scaling.js';
import { start } from './figures/start.js';
import { statements } from './figures/statements.js';
import { volume } from './figures/volume.js';
import { Profile } from './profile.js';
import { machineOf, report, rowsOf } from './report.js';
import { Stage, type StageMeans } from './stage.js';

export interface Means extends StageMeans {
  signal: AbortSignal;
  /** The checkout. */
  root: string;
}

/** Figures that are measured together, in order. */
const GROUPS: [ids: string[], measure: (bench: Bench, means: Means) => Promise<Figure[]>][] = [
  [['S1'], statements],
  [['S2', 'S3', 'S4'], accepting],
  [['S5', 'S6'], lives],
  [['S7'], deliveries],
  [['S8', 'S9'], volume],
  [['S10'], scaling],
  [['S11'], memory],
  [['S12'], start],
  [['S15'], facades],
];

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** The command line of `npm run bench`. Its exit code is 1 if a row was lost, or if a figure could not be measured. */
export async function runBench(args: string[], means: Means): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      profile: { type: 'boolean', default: false },
      soak: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  });
  const groups: typeof GROUPS = values.soak ? [[['S11'], growth]] : GROUPS;
  const known = groups.flatMap(([ids]) => ids);
  const wanted = values.only?.toUpperCase().split(',') ?? known;
  const unknown = wanted.filter((id) => !known.includes(id));
  if (unknown.length > 0) throw new Error(`--only takes ${known.join(', ')}, not ${unknown.join(', ')}`);

  const reports = path.join(means.root, 'bench');
  mkdirSync(reports, { recursive: true });
  const profile = values.profile ? new Profile(path.join(reports, 'profile')) : undefined;
  const began = Date.now();
  const stage = await Stage.start(means, profile);
  const figures: Figure[] = [];
  const failures: string[] = [];
  try {
    const machine = await machineOf(stage);
    const note = (what: string) => values.verbose && say(`    ${what}`);
    const bench: Bench = { stage, scale: values.quick ? QUICK : FULL, note, signal: means.signal };
    for (const [ids, measure] of groups) {
      if (!ids.some((id) => wanted.includes(id))) continue;
      say(`  … ${ids.join(', ')}`);
      try {
        const measured = (await measure(bench, means)).filter(({ id }) => wanted.includes(id));
        for (const figure of measured) say(`  ${rowsOf([figure])[0]?.join('  ')}`);
        figures.push(...measured);
      } catch (error) {
        if (means.signal.aborted) throw error;
        failures.push(`${ids.join(', ')}: ${(error as Error).stack}`);
        say(`  not measured: ${failures.at(-1)}`);
      } finally {
        await stage.clear();
      }
    }
    const minutes = (Date.now() - began) / 60_000;
    const text = report(figures, { machine, scale: bench.scale, quick: values.quick, minutes, failures });
    // Figures measured under a profiler are not stored.
    if (profile) say(`\n${profile.write()}`);
    else writeFileSync(path.join(reports, values.soak ? 'SOAK.md' : 'REPORT.md'), text);
    say(`\n${text}`);
  } finally {
    await stage.stop();
  }
  const isSound = failures.length === 0 && figures.every((figure) => verdictOn(figure) !== 'lost rows');
  return isSound ? 0 : 1;
}
