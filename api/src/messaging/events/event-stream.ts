import type { Socket } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { filter, map, Observable, type Subscriber, tap } from 'rxjs';
import type { Caller } from '../../accounts/access/caller.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { HEARTBEAT, LiveStreams, type StreamMessage } from '../../platform/http/live-streams.js';
import { isId, smallestIdAt, timeOfId } from '../../platform/ids.js';
import { EventFeed, type EventRow, OVERLAP_MS } from './event-feed.js';
import type { FollowEventsDto } from './event.dto.js';
import { AFTER, IDS_SINCE, NEW_SINCE } from './events.queries.js';

const PAGE_ROWS = 200;
const DRAIN_POLL_MS = 20;

/** The live events of a merchant. A listener resumes from its last event and receives each event at least once. */
@Injectable()
export class EventStream {
  private readonly logger = new Logger(EventStream.name);
  private readonly feeds = new Map<string, EventFeed>();

  constructor(
    private readonly database: Database,
    private readonly streams: LiveStreams,
    private readonly clock: Clock,
  ) {}

  /** Events from now on. With `lastEventId` or `since`, the events after it come first. */
  follow(caller: Caller, { types, last_event_id, since }: FollowEventsDto, header: string | undefined, socket: Socket) {
    const lastEventId = header || last_event_id;
    if (lastEventId !== undefined && !isId('evt', lastEventId)) {
      throw new ApiError('invalid_parameter', 'Last-Event-ID must be the id of an event', { field: 'last_event_id' });
    }
    const start = lastEventId ?? (since && smallestIdAt('evt', since));
    // Heartbeats carry the position too, so that a listener without events resumes from its start.
    let position = start ?? smallestIdAt('evt', this.clock.now());
    const messages = new Observable<EventRow | null>((subscriber) =>
      this.listen(subscriber, caller.merchant.id, start, socket),
    ).pipe(
      tap((event) => (position = event?.id ?? position)),
      filter((event) => !event || !types || types.includes(event.type)),
      map((event): StreamMessage => (event ? messageOf(event) : HEARTBEAT)),
    );
    return this.streams.keep(messages, socket).pipe(map((message) => ({ ...message, id: message.id ?? position })));
  }

  /** Emits null once the listener misses no event from then on. */
  private listen(
    subscriber: Subscriber<EventRow | null>,
    merchantId: string,
    since: string | undefined,
    socket: Socket,
  ) {
    const feed = this.feeds.get(merchantId) ?? this.open(merchantId);
    // New events are held while past ones are read, so that they arrive in order.
    let held: EventRow[] | null = since === undefined ? null : [];
    const listener = (event: EventRow) => (held ? held.push(event) : subscriber.next(event));
    const connect = async () => {
      await feed.add(listener);
      subscriber.next(null);
      if (since === undefined) return;
      const sent = await this.catchUp(subscriber, merchantId, since, socket);
      for (const event of held ?? []) if (!sent.has(event.id)) subscriber.next(event);
      held = null;
    };
    connect().catch((error: unknown) => subscriber.error(error));
    return () => {
      feed.remove(listener);
      if (feed.idle && this.feeds.get(merchantId) === feed) this.feeds.delete(merchantId);
    };
  }

  /** Sends past events at the client's speed. Returns the recent ids, which the feed may emit again. */
  private async catchUp(subscriber: Subscriber<EventRow | null>, merchantId: string, since: string, socket: Socket) {
    const recent = smallestIdAt('evt', new Date(this.clock.now().getTime() - 2 * OVERLAP_MS));
    const sent = new Set<string>();
    let after = smallestIdAt('evt', new Date(timeOfId(since).getTime() - OVERLAP_MS));
    for (let more = true; more && !subscriber.closed;) {
      const rows = await this.database.query<EventRow>(AFTER, [merchantId, after, PAGE_ROWS]);
      for (const row of rows) {
        if (row.id !== since) subscriber.next(row);
        if (row.id >= recent) sent.add(row.id);
        after = row.id;
      }
      more = rows.length === PAGE_ROWS;
      await drained(socket);
    }
    return sent;
  }

  private open(merchantId: string): EventFeed {
    const log = {
      idsSince: async (fromId: string) =>
        (await this.database.query<{ id: string }>(IDS_SINCE, [merchantId, fromId])).map(({ id }) => id),
      newSince: (fromId: string, known: readonly string[], limit: number) =>
        this.database.query<EventRow>(NEW_SINCE, [merchantId, fromId, known, limit]),
    };
    const failed = (error: Error) => this.logger.warn(`the event stream could not read new events: ${error.message}`);
    const feed = new EventFeed(log, () => this.clock.now().getTime(), failed);
    this.feeds.set(merchantId, feed);
    return feed;
  }
}

/** A resent event has its own message name, because its data has an id that the listener already knows. */
function messageOf({ id, resent, payload }: EventRow): StreamMessage {
  return { type: resent ? 'resend' : 'event', id, data: payload };
}

async function drained(socket: Socket): Promise<void> {
  await turn();
  while (socket.writableLength > 0 && !socket.destroyed) await pause(DRAIN_POLL_MS);
}
