import type { ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { type Received, Receiver } from '../support/receiver.js';

export interface Delivered {
  merchant: number;
  eventId: string;
  body: string;
  signed: boolean;
  /** The status that it returned; 0 if none. */
  status: number;
}

type Mood = (response: ServerResponse) => number;
const answer =
  (status: number, headers: Record<string, string> = {}): Mood =>
  (response) => {
    response.writeHead(status, headers).end();
    return status;
  };

/** How receivers misbehave. `good` is the one that is healed to. */
export const BEHAVIOURS = {
  good: answer(200),
  errors: answer(500),
  busy: answer(429, { 'Retry-After': '1' }),
  redirects: answer(302, { Location: 'http://127.0.0.1:9/elsewhere' }),
  resets: (response) => {
    response.socket?.destroy();
    return 0;
  },
  hangs: () => 0,
  drips: (response) => {
    response.writeHead(200, { 'Content-Length': '1000' });
    const timer = setInterval(() => response.write('.'), 200);
    response.on('close', () => clearInterval(timer));
    return 200; // a 2xx counts even if the rest of the response is late
  },
} satisfies Record<string, Mood>;
export type MoodName = keyof typeof BEHAVIOURS;

/** The receivers of all shops: checks each signature with an independent library and records its responses. */
export class ShopReceiver {
  readonly delivered: Delivered[] = [];
  mood: MoodName = 'good';

  private constructor(
    private readonly receiver: Receiver,
    private readonly secrets: Map<number, Webhook>,
  ) {
    receiver.behave = (request, response) => this.take(request, response);
  }

  static async start(): Promise<ShopReceiver> {
    return new ShopReceiver(await Receiver.start(), new Map());
  }

  urlOf(merchant: number): string {
    return `${this.receiver.url}/${merchant}`;
  }

  knows(merchant: number, secret: string): void {
    this.secrets.set(merchant, new Webhook(secret));
  }

  /** Stops listening until it is opened again. */
  close(): Promise<void> {
    return this.receiver.stop();
  }

  open(): Promise<void> {
    return this.receiver.restart();
  }

  private take({ path, headers, body }: Received, response: ServerResponse): void {
    const merchant = Number(path.split('/').pop());
    const mood: Mood = BEHAVIOURS[this.mood];
    const eventId = String(headers['webhook-id']);
    const signed = this.isSigned(merchant, body, headers as Record<string, string>);
    this.delivered.push({ merchant, eventId, body, signed, status: mood(response) });
    this.receiver.received.length = 0; // the records are kept in this object
  }

  private isSigned(merchant: number, body: string, headers: Record<string, string>): boolean {
    try {
      this.secrets.get(merchant)?.verify(body, headers);
      return true;
    } catch {
      return false;
    }
  }
}
