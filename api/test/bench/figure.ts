/** Figures are medians of samples with their spread; a loss makes a figure void. */

export interface Goal {
  least?: number;
  most?: number;
  /** Shown instead of the bound. */
  text?: string;
}

export interface Figure {
  /** S1 to S12, S15; S13 and S14 are measured elsewhere (docs/performance.md). */
  id: string;
  what: string;
  /** '' for a ratio. */
  unit: '' | 'ms' | 'MB' | 's' | '%';
  goal: Goal;
  /** One per round; a ratio is that of two samples measured next to each other. */
  samples: number[];
  /** The values behind a ratio. */
  detail: string;
  /** Why the goal cannot be compared here. */
  unjudged?: string;
  /** Rows and responses that do not agree, and failed requests: then the figure is 0. */
  lost?: string[];
}

export type Verdict = 'met' | 'not met' | 'not judged' | 'lost rows';

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);

export function percentile(values: readonly number[], share: number): number {
  const order = sorted(values);
  return order[Math.max(0, Math.ceil(order.length * share) - 1)] ?? NaN;
}

export function median(values: readonly number[]): number {
  const order = sorted(values);
  const middle = Math.floor(order.length / 2);
  const upper = order[middle] ?? NaN;
  return order.length % 2 === 1 ? upper : ((order[middle - 1] ?? NaN) + upper) / 2;
}

/** The ratio of each round, whose two sides were measured one after the other. */
export const ratios = (above: readonly number[], below: readonly number[]): number[] =>
  above.map((value, round) => value / (below[round] ?? NaN));

export const valueOf = ({ samples, lost = [] }: Figure): number => (lost.length > 0 ? 0 : median(samples));

export function verdictOn(figure: Figure): Verdict {
  const { goal, unjudged, lost = [] } = figure;
  if (lost.length > 0) return 'lost rows';
  const value = valueOf(figure);
  if (Number.isNaN(value) || unjudged !== undefined) return 'not judged';
  const { least = -Infinity, most = Infinity } = goal;
  return value >= least && value <= most ? 'met' : 'not met';
}

export function shown(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
  return Math.abs(value) >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** `4 310 (3 900 to 4 400)`. */
export function withSpread(values: readonly number[], unit = ''): string {
  const space = unit && ` ${unit}`;
  return `${shown(median(values))}${space} (${shown(Math.min(...values))} to ${shown(Math.max(...values))})`;
}
