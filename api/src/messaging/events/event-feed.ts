import { smallestIdAt } from '../../platform/ids.js';
import type { EventType } from './event-types.js';

/** One entry of the event stream. */
export interface EventRow {
  /** The event's id; of an event that was sent again, its new position in the stream. */
  id: string;
  /** Whether the event was sent again. */
  resent: boolean;
  type: EventType;
  payload: string;
}
export type EventListener = (event: EventRow) => void;

/** Where a feed reads from: one merchant's events. */
export interface EventLog {
  idsSince(fromId: string): Promise<string[]>;
  /** The first `limit` events at or after `fromId` that are not `known`, in the order of their ids. */
  newSince(fromId: string, known: readonly string[], limit: number): Promise<EventRow[]>;
}

/**
 * An event's id is made before its commit, so one with a smaller id may become visible after one with a greater. No
 * statement lives longer than 10 s, or waits longer than 3 s for its connection; the rest is for clocks that differ.
 */
export const OVERLAP_MS = 20_000;
const POLL_INTERVAL_MS = 500;
const MAX_ROWS_PER_READ = 500;

/**
 * One merchant's new events, read once for however many listen. Every look reads the last seconds again and tells what
 * it has not seen before: an event is told once, and none is passed over, whatever the order of the commits.
 */
export class EventFeed {
  private readonly listeners = new Set<EventListener>();
  private readonly known = new Set<string>();
  private from = '';
  private timer: NodeJS.Timeout | undefined;
  private priming: Promise<void> | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly now: () => number,
    private readonly onFailure: (error: Error) => void,
  ) {}

  get idle(): boolean {
    return this.listeners.size === 0;
  }

  /** From the moment this resolves, every event that becomes visible reaches the listener. */
  async add(listener: EventListener): Promise<void> {
    this.listeners.add(listener);
    await (this.priming ??= this.prime());
  }

  remove(listener: EventListener): void {
    this.listeners.delete(listener);
    if (this.idle) clearTimeout(this.timer);
  }

  /** What is visible already is not new to anybody. */
  private async prime(): Promise<void> {
    this.from = smallestIdAt('evt', new Date(this.now() - OVERLAP_MS));
    for (const id of await this.log.idsSince(this.from)) this.known.add(id);
    this.schedulePoll();
  }

  private schedulePoll(): void {
    if (this.idle) return;
    this.timer = setTimeout(() => {
      this.poll()
        .catch(this.onFailure)
        .finally(() => this.schedulePoll());
    }, POLL_INTERVAL_MS);
  }

  /** The window moves on only after a look that was complete: while the database is away it grows. */
  async poll(): Promise<void> {
    const next = smallestIdAt('evt', new Date(this.now() - OVERLAP_MS));
    for (let more = true; more;) {
      const rows = await this.log.newSince(this.from, [...this.known], MAX_ROWS_PER_READ);
      for (const row of rows) this.emit(row);
      more = rows.length === MAX_ROWS_PER_READ;
    }
    this.from = next;
    for (const id of this.known) if (id < next) this.known.delete(id);
  }

  private emit(row: EventRow): void {
    this.known.add(row.id);
    for (const listener of this.listeners) listener(row);
  }
}
