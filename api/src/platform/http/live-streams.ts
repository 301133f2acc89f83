import type { Socket } from 'node:net';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { filter, merge, Observable, ReplaySubject, Subject, takeUntil } from 'rxjs';

/** One message of a server-sent stream, as Nest writes it. */
export interface StreamMessage {
  data: string;
  id?: string;
  type?: string;
}

const HEARTBEAT_MS = 15_000;
export const HEARTBEAT: StreamMessage = { type: 'heartbeat', data: '' };

/** Adds heartbeats to streams, and ends them when the server closes, since an open stream would block the shutdown. */
@Injectable()
export class LiveStreams implements BeforeApplicationShutdown {
  /** A ReplaySubject, so that a stream that opens while the server closes ends too. */
  private readonly closing = new ReplaySubject<void>(1);
  private readonly ending = new Subject<Socket>();

  /** `messages` with heartbeats, until they end, the server closes, or `end` is called for the connection. */
  keep(messages: Observable<StreamMessage>, connection?: Socket): Observable<StreamMessage> {
    const end = merge(this.closing, this.ending.pipe(filter((socket) => socket === connection)));
    return new Observable<StreamMessage>((subscriber) => {
      const beat = setInterval(() => subscriber.next(HEARTBEAT), HEARTBEAT_MS);
      const source = messages.pipe(takeUntil(end)).subscribe(subscriber);
      return () => {
        clearInterval(beat);
        source.unsubscribe();
      };
    });
  }

  /** Ends the stream of this connection as a complete response. */
  end(connection: Socket): void {
    this.ending.next(connection);
  }

  beforeApplicationShutdown(): void {
    this.closing.next();
  }
}
