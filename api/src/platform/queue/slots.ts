/** While all places are taken, those that become free are given away together after this time, so that batches stay large. */
const GATHER_MS = 2;

/** A number of places for work. Work that finds none waits, in the order of arrival. */
export class Slots {
  private readonly waiting: { most: number; resolve: (taken: number) => void }[] = [];
  private gathering: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private free: number) {}

  get hasFree(): boolean {
    return this.free > 0 && this.waiting.length === 0;
  }

  get isWaitedFor(): boolean {
    return this.waiting.length > 0;
  }

  /** Takes at least one place and at most so many; 0 if the slots are closed. */
  take(most: number): Promise<number> {
    if (this.closed) return Promise.resolve(0);
    if (this.hasFree) return Promise.resolve(this.taken(most));
    return new Promise((resolve) => this.waiting.push({ most, resolve }));
  }

  release(count: number): void {
    this.free += count;
    if (this.free > 0 && this.waiting.length > 0) this.gathering ??= setTimeout(() => this.give(), GATHER_MS);
  }

  /** No place is given any more. */
  close(): void {
    this.closed = true;
    for (const { resolve } of this.waiting.splice(0)) resolve(0);
  }

  private give(): void {
    this.gathering = undefined;
    while (this.free > 0) {
      const next = this.waiting.shift();
      if (!next) return;
      next.resolve(this.taken(next.most));
    }
  }

  private taken(most: number): number {
    const count = Math.min(most, this.free);
    this.free -= count;
    return count;
  }
}
