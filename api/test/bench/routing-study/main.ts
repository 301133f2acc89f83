import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Random } from '../../chaos/random.js';
import { hiddenAcquirers } from './series.js';
import { type Policy, simulate, type Simulated } from './simulate.js';

const POLICIES: readonly Policy[] = ['oracle', 'gateway', 'fixed'];
const HOUR_S = 3_600;

/** The command line of `npm run routing-study`; its exit code. */
export function runStudy(args: string[], file: string): number {
  const { values } = parseArgs({
    args,
    options: { seeds: { type: 'string', default: '30' }, hours: { type: 'string', default: '4' } },
  });
  const [seeds, hours] = [Number(values.seeds), Number(values.hours)];
  if (!Number.isInteger(seeds) || seeds < 2 || !(hours > 0)) throw new Error('--seeds 30 --hours 4');
  const runs = Array.from({ length: seeds }, (_, i) => {
    const acquirers = hiddenAcquirers(new Random(1_000 + i), hours * HOUR_S);
    const one = (policy: Policy) => [policy, simulate(acquirers, policy, 7 * i, hours * HOUR_S)] as const;
    return Object.fromEntries(POLICIES.map(one)) as Record<Policy, Simulated>;
  });
  const text = report(runs, hours);
  writeFileSync(file, text);
  process.stdout.write(`\n${text}`);
  return 0;
}

type Run = Record<Policy, Simulated>;

function report(runs: readonly Run[], hours: number): string {
  const of = (figure: (run: Run) => number) => interval(runs.map(figure));
  const percent = (figure: (run: Run) => number) => of((run) => 100 * figure(run));
  const regret = (policy: Policy) => percent((run) => run.oracle.answered - run[policy].answered);
  const falsely = runs.reduce((sum, run) => sum + run.gateway.falsely, 0);
  const payments = runs.reduce((sum, run) => sum + run.gateway.attempts, 0);
  return `# Routing study

Written by \`npm run routing-study\`: ${runs.length} seeds, ${hours} simulated hours each, ${payments.toLocaleString('en')} payments,
three acquirers. Intervals are 95 % confidence intervals of the mean over the seeds. What the figures mean:
[docs/routing.md](../docs/routing.md#the-study).

| policy | first attempts answered, % | regret against the oracle, points |
|---|---|---|
${POLICIES.map((policy) => `| ${policy} | ${percent((run) => run[policy].answered)} | ${regret(policy)} |`).join('\n')}

| gateway | |
|---|---|
| answered more than the fixed order, points | ${percent((run) => run.gateway.answered - run.fixed.answered)} |
| seconds until 90 % of traffic has left a dead account | ${spread(runs.flatMap((run) => run.gateway.left))} |
| seconds until 90 % of traffic is back after its outage | ${spread(runs.flatMap((run) => run.gateway.returned))} |
| accounts passed over although nothing was wrong | ${falsely} in ${payments.toLocaleString('en')} payments |
`;
}

/** The mean with its 95 % confidence interval (t distribution, large enough samples). */
function interval(values: readonly number[]): string {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1);
  const half = 2.05 * Math.sqrt(variance / values.length);
  return `${mean.toFixed(2)} ± ${half.toFixed(2)}`;
}

/** The median, and the value that nine of ten do not exceed. */
function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return sorted.length === 0
    ? 'no such outage'
    : `median ${at(0.5).toFixed(0)}, 90 % within ${at(0.9).toFixed(0)} (${sorted.length} outages)`;
}
