import { performance } from 'node:perf_hooks';

const LOOK_EVERY_MS = 50;
/** A look that comes this much after its time found work waiting that no counter sees: unread sockets. */
const LATE_MS = 100;
/** A burst is worked off; a loop that is late for this long, in one piece or in several, has more than it can do. */
const TOO_LATE_MS = 500;

/** Tells whether the event loop keeps being late, which is how a process without enough CPU shows it. */
export class LoopWatch {
  private lateMs = 0;
  private lookedAt: number;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.lookedAt = now();
  }

  start(): this {
    setInterval(() => this.sample(), LOOK_EVERY_MS).unref();
    return this;
  }

  sample(): void {
    const now = this.now();
    const lateBy = now - this.lookedAt - LOOK_EVERY_MS;
    this.lookedAt = now;
    this.lateMs = lateBy > LATE_MS ? this.lateMs + lateBy : 0;
  }

  get late(): boolean {
    return this.lateMs >= TOO_LATE_MS;
  }
}
