import { randomBytes } from 'node:crypto';
import type { Faults } from '../faults/faults.js';
import type { ApiKey } from '../keys/api-keys.js';
import { signatureOf } from './signature.js';

/**
 * Delays before each attempt. Then the acquirer gives up: a gateway must not depend on notifications. As at real acquirers
 * the first one leaves after the response, so that the gateway has stored the outcome before.
 */
const SCHEDULE_MS = [250, 1_000, 5_000, 30_000];
const TIMEOUT_MS = 5_000;
const DEFAULT_DELAY_MS = 1_000;

interface Notification {
  account: string;
  url: string;
  secret: string;
  id: string;
  body: string;
}

/**
 * Sends signed notifications to the `notification_url` of a charge, or else of its account. They are in memory only: a restart loses those that
 * are not delivered yet.
 */
export class Notifications {
  private readonly timers = new Set<NodeJS.Timeout>();
  /** Notifications that wait for the next one of their account, which is sent before them. */
  private readonly held = new Map<string, Notification[]>();

  constructor(
    private readonly faults: Faults,
    private readonly gaveUp: (id: string, url: string, error: unknown) => void,
  ) {}

  send({ account, ...key }: ApiKey, type: string, data: object, address?: string): void {
    const url = address ?? key.notificationUrl;
    if (url === undefined) return;
    const id = `evt_${randomBytes(12).toString('hex')}`;
    const created = new Date(this.now(account)).toISOString();
    const body = JSON.stringify({ id, type, created, data });
    const notification = { account, url, secret: key.notificationSecret, id, body };
    if (this.faults.take('notify_drop', account)) return;
    if (this.faults.take('notify_reorder', account)) {
      this.held.set(account, [...(this.held.get(account) ?? []), notification]);
      return;
    }
    const delay = this.faults.take('notify_delay', account);
    this.attempt(notification, 0, delay ? (delay.ms ?? DEFAULT_DELAY_MS) : 0);
    if (this.faults.take('notify_duplicate', account)) this.attempt(notification, 0);
  }

  /** Runs `work` later, unless the acquirer stops before. */
  later(delayMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, delayMs);
    this.timers.add(timer);
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.held.clear();
  }

  private now(account: string): number {
    return Date.now() + this.faults.skewOf(account);
  }

  private attempt(notification: Notification, number: number, extraMs = 0): void {
    const delay = SCHEDULE_MS[number];
    if (delay === undefined) return;
    this.later(delay + extraMs, () => {
      void this.deliver(notification).then(
        () => this.sendHeld(notification.account),
        (error: unknown) => {
          if (number + 1 === SCHEDULE_MS.length) this.gaveUp(notification.id, notification.url, error);
          this.attempt(notification, number + 1);
        },
      );
    });
  }

  private async deliver({ account, url, secret, id, body }: Notification): Promise<void> {
    const signature = signatureOf(secret, body, Math.floor(this.now(account) / 1000));
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { 'content-type': 'application/json', 'acquirer-signature': signature, 'acquirer-event-id': id },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The receiver returned ${response.status}`);
  }

  private sendHeld(account: string): void {
    const held = this.held.get(account) ?? [];
    this.held.delete(account);
    for (const notification of held) this.attempt(notification, 0);
  }
}
