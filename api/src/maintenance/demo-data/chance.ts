/** Numbers that look random and are the same in every run (mulberry32). */
export class Chance {
  constructor(private state: number) {}

  /** At least 0 and below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  oneOf<const T>(all: readonly [T, ...T[]]): T {
    return all[this.whole(0, all.length - 1)] ?? all[0];
  }

  /** One of the entries, in proportion to their weights. */
  weighted<const T>(all: readonly [readonly [T, number], ...(readonly [T, number])[]]): T {
    let left = this.next() * all.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of all) {
      left -= weight;
      if (left < 0) return value;
    }
    return all[0][0];
  }
}
