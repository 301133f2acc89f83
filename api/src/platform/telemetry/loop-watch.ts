import { performance } from 'node:perf_hooks';

const SAMPLE_INTERVAL_MS = 50;
/** A sample that is this late means that work is waiting which no counter shows, such as unread sockets. */
const LATE_MS = 100;
/** Total lateness of consecutive late samples at which the process is overloaded; a single burst stays below. */
const OVERLOAD_MS = 500;

/** Detects an event loop that is late continuously, which means that the process lacks CPU. */
export class LoopWatch {
  private lateMs = 0;
  private sampledAt: number;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.sampledAt = now();
  }

  start(): this {
    setInterval(() => this.sample(), SAMPLE_INTERVAL_MS).unref();
    return this;
  }

  sample(): void {
    const now = this.now();
    const lateBy = now - this.sampledAt - SAMPLE_INTERVAL_MS;
    this.sampledAt = now;
    this.lateMs = lateBy > LATE_MS ? this.lateMs + lateBy : 0;
  }

  get late(): boolean {
    return this.lateMs >= OVERLOAD_MS;
  }
}
