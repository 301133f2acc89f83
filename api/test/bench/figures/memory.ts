import { type Bench, FULL } from '../bench.js';
import { type Figure, median, shown } from '../figure.js';
import { LOAD_TEXT, watchMemory } from '../memory.js';

const MAX_MB: Record<string, number> = { API: 180, worker: 160, checkout: 160, dashboard: 160 };
/** Only the last part of the load counts, one sample per second. */
const LAST_SHARE = 1 / 4;
const GROWTH_SECONDS = 600;
const MINUTE = 60;
const MAX_GROWTH_PERCENT = 5;

/** S11: resident memory of each process after the load. */
export async function memory(bench: Bench, { root }: { root: string }): Promise<Figure[]> {
  const { memorySeconds } = bench.scale;
  const { readings, refused, lost } = await watchMemory(bench, root, memorySeconds);
  return Object.entries(readings).map(([name, megabytes]) => ({
    id: 'S11',
    what: `memory of the ${name} after ${memorySeconds} s of load`,
    unit: 'MB',
    goal: { most: MAX_MB[name] ?? 0 },
    samples: megabytes.slice(-Math.max(5, Math.round(megabytes.length * LAST_SHARE))),
    detail: `${name}: at start ${shown(megabytes[0] ?? NaN)} MB, at most ${shown(Math.max(...megabytes))} MB; ${LOAD_TEXT}, ${refused} refused; growth: npm run bench:soak`,
    lost,
  }));
}

/** S11, growth: the last minute of ten compared with the second, when all code has run once. */
export async function growth(bench: Bench, { root }: { root: string }): Promise<Figure[]> {
  const seconds = bench.scale === FULL ? GROWTH_SECONDS : 3 * MINUTE;
  const { readings, refused, lost } = await watchMemory(bench, root, seconds);
  return Object.entries(readings).map(([name, megabytes]) => {
    const early = median(megabytes.slice(MINUTE, 2 * MINUTE));
    const late = megabytes.slice(-MINUTE);
    return {
      id: 'S11',
      what: `growth of the ${name}'s memory over ${seconds / MINUTE} minutes of load`,
      unit: '%',
      goal: { most: MAX_GROWTH_PERCENT, text: `< ${MAX_GROWTH_PERCENT} %` },
      samples: late.map((each) => (100 * (each - early)) / early),
      detail: `${name}: second minute ${shown(early)} MB, last minute ${shown(median(late))} MB; ${LOAD_TEXT}, ${refused} refused`,
      lost,
    };
  });
}
