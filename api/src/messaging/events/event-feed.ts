import { smallestIdAt } from '../../platform/ids.js';
import type { EventType } from './event-types.js';

/** One entry of the event stream. */
export interface EventRow {
  /** The event's id; for a resent event its new position in the stream. */
  id: string;
  /** True if the event was resent. */
  resent: boolean;
  type: EventType;
  payload: string;
}
export type EventListener = (event: EventRow) => void;

/** The source of a feed: one merchant's events. */
export interface EventLog {
  idsSince(fromId: string): Promise<string[]>;
  /** The first `limit` events at or after `fromId` that are not `known`, in the order of their ids. */
  newSince(fromId: string, known: readonly string[], limit: number): Promise<EventRow[]>;
}

/**
 * How far back each poll reads. An event's id is made before its commit, so an event with a smaller id may become
 * visible after one with a greater id. A statement runs for at most 10 s and waits at most 3 s for its connection; the
 * rest allows for clocks that differ.
 */
export const OVERLAP_MS = 20_000;
const POLL_INTERVAL_MS = 500;
const MAX_ROWS_PER_READ = 500;

/**
 * One merchant's new events, read once for all listeners. Each poll reads the last seconds again and emits the events
 * that are new. So each event is emitted exactly once, whatever the order of the commits.
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

  /** Once this resolves, the listener receives every event that becomes visible. */
  async add(listener: EventListener): Promise<void> {
    this.listeners.add(listener);
    await (this.priming ??= this.prime());
  }

  remove(listener: EventListener): void {
    this.listeners.delete(listener);
    if (this.idle) clearTimeout(this.timer);
  }

  /** Marks the events that are already visible as known. */
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

  /** The window moves only after a complete poll, so it grows while the database is unavailable. */
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
