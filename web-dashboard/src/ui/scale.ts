/** Round numbers from at most `least` to at least `most`, about `count` steps apart; zero is always among them. */
export function ticksFor(least: number, most: number, count = 4): number[] {
  const [low, high] = [Math.min(0, least), Math.max(0, most)];
  const range = high - low;
  const rough = (range < Number.MIN_VALUE / Number.EPSILON ? 1 : range) / count; // below, numbers lose their precision
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5].find((one) => one * power >= rough) ?? 10) * power;
  const [first, last] = [Math.floor(low / step), Math.max(Math.ceil(high / step), 1)];
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** For shares: from half to all if no share is less, so that their differences are seen; else from nothing. */
export const shareTicks = (shares: readonly number[]): number[] =>
  shares.every((share) => share >= 0.5) ? [0.5, 0.6, 0.7, 0.8, 0.9, 1] : [0, 0.25, 0.5, 0.75, 1];
