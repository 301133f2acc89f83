import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Observable, ReplaySubject, takeUntil } from 'rxjs';

/** One message of a server-sent stream, as Nest writes it. */
export interface StreamMessage {
  data: string;
  id?: string;
  type?: string;
}

const HEARTBEAT_MS = 15_000;
export const HEARTBEAT: StreamMessage = { type: 'heartbeat', data: '' };

/** Ends every open stream when the server closes, and keeps idle ones alive: an open stream would hold the shutdown. */
@Injectable()
export class LiveStreams implements BeforeApplicationShutdown {
  /** Replays: a stream that opens while the server closes ends too. */
  private readonly closing = new ReplaySubject<void>(1);

  /** `messages` with heartbeats, until they end or the server does. */
  keep(messages: Observable<StreamMessage>): Observable<StreamMessage> {
    return new Observable<StreamMessage>((subscriber) => {
      const beat = setInterval(() => subscriber.next(HEARTBEAT), HEARTBEAT_MS);
      const source = messages.pipe(takeUntil(this.closing)).subscribe(subscriber);
      return () => {
        clearInterval(beat);
        source.unsubscribe();
      };
    });
  }

  beforeApplicationShutdown(): void {
    this.closing.next();
  }
}
