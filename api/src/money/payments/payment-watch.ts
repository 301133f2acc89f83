import { Injectable, Logger } from '@nestjs/common';
import { filter, firstValueFrom, Observable, type Subscriber, takeUntil, timer } from 'rxjs';
import { Database } from '../../platform/database/database.js';
import { LiveStreams, type StreamMessage } from '../../platform/http/live-streams.js';
import { isFinal } from '../../platform/state-machine.js';
import { PAYMENT_TRANSITIONS } from './payment.states.js';
import { GET_PUBLIC } from './payments.queries.js';
import { type PublicPayment, PaymentsService } from './payments.service.js';

/** One query per interval, however many payments are watched. */
const POLL_INTERVAL_MS = 250;

interface Watched {
  version: number;
  /** A version may change only what no shopper sees. */
  body: string;
  subscribers: Set<Subscriber<StreamMessage>>;
}

/**
 * Follows payments for the checkout's streams. It polls the watched rows, because LISTEN/NOTIFY would slow down every
 * commit.
 */
@Injectable()
export class PaymentWatch {
  private readonly logger = new Logger(PaymentWatch.name);
  private readonly watched = new Map<string, Watched>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly payments: PaymentsService,
    private readonly streams: LiveStreams,
  ) {}

  /** The payment now and after each change. Completes at a final status. */
  async follow(paymentId: string): Promise<Observable<StreamMessage>> {
    const payment = await this.payments.getPublic(paymentId);
    return this.streams.keep(
      new Observable<StreamMessage>((subscriber) => {
        subscriber.next(messageOf(payment));
        if (ended(payment)) return subscriber.complete();
        const entry = this.watched.get(paymentId) ?? {
          version: payment.version,
          body: payment.body,
          subscribers: new Set(),
        };
        this.watched.set(paymentId, entry);
        entry.subscribers.add(subscriber);
        this.timer ??= setTimeout(() => void this.poll(), POLL_INTERVAL_MS);
        return () => {
          entry.subscribers.delete(subscriber);
          if (entry.subscribers.size === 0) this.watched.delete(paymentId);
        };
      }),
    );
  }

  /** Returns when the payment is no longer pending, after `withinMs`, or when the server closes. */
  async decided(paymentId: string, withinMs: number): Promise<void> {
    const messages = await this.follow(paymentId);
    const decisions = messages.pipe(filter(isDecision), takeUntil(timer(withinMs)));
    await firstValueFrom(decisions, { defaultValue: null });
  }

  private async poll(): Promise<void> {
    try {
      const rows = await this.database.query<PublicPayment>(GET_PUBLIC, [[...this.watched.keys()]]);
      for (const row of rows) this.emit(row);
    } catch (error) {
      this.logger.warn(`could not poll the watched payments: ${(error as Error).message}`);
    } finally {
      this.timer = this.watched.size > 0 ? setTimeout(() => void this.poll(), POLL_INTERVAL_MS) : undefined;
    }
  }

  private emit(row: PublicPayment): void {
    const entry = this.watched.get(row.id);
    if (!entry || entry.version === row.version) return;
    entry.version = row.version;
    if (entry.body === row.body) return;
    entry.body = row.body;
    for (const subscriber of entry.subscribers) {
      subscriber.next(messageOf(row));
      if (ended(row)) subscriber.complete();
    }
  }
}

function messageOf({ version, body }: PublicPayment): StreamMessage {
  return { type: 'payment', id: String(version), data: body };
}

const isDecision = ({ type, data }: StreamMessage) =>
  type === 'payment' && (JSON.parse(data) as { status: string }).status !== 'pending';

/** For the shopper `success` is final, captured or not. */
function ended({ status }: PublicPayment): boolean {
  return status === 'success' || isFinal(PAYMENT_TRANSITIONS, status);
}
