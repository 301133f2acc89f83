import type { CheckoutMessage, FailureData, SuccessData } from './protocol.js';

/**
 * Why the dialog closed:
 * - `success`: the order is paid, in this dialog or before it was opened
 * - `failed`: the last attempt failed, and the shopper left
 * - `expired`, `cancelled`: the order takes no payment any more
 * - `error`: the checkout could not be shown; `onError` has the reason
 * - `dismissed`: any other reason: the shopper left, or your page called `close()`. A payment may be in progress
 */
export type CloseReason = 'success' | 'failed' | 'expired' | 'cancelled' | 'error' | 'dismissed';

/**
 * Why the checkout could not be shown:
 * - `blocked`: the merchant's allowed origins lack this page's origin, or this page's Content-Security-Policy forbids
 * the frame
 * - `not_found`: there is no such order
 * - `offline`: the browser has no network
 * - `timeout`: the checkout was not ready within `timeout`
 */
export type ErrorReason = 'blocked' | 'not_found' | 'offline' | 'timeout';

/**
 * Time from the frame's load event to its `ready` message. A frame without a message by then contains no checkout, or a
 * slow one.
 */
const GRACE_MS = 1_000;
/** Time for the shopper to read that the order is paid. */
const CLOSE_AFTER_MS = 2_000;

export interface Host {
  isOnline(): boolean;
  /** Returns why the checkout may not be framed here; undefined if it may, or if the reason is unknown. */
  check(): Promise<ErrorReason | undefined>;
  onReady(): void;
  onHeight(height: number): void;
  onSuccess(data: SuccessData): void;
  onFailure(data: FailureData): void;
  /** Called once; `error` is set only with the reason `error`. */
  onEnd(reason: CloseReason, error: ErrorReason | undefined): void;
}

/** One opening of the dialog, from the request for the frame to the close, without the DOM. */
export class Session {
  private state: 'loading' | 'checking' | 'ready' | 'ended' = 'loading';
  private outcome: CloseReason = 'dismissed';
  private readonly timers: ReturnType<typeof setTimeout>[] = [];

  constructor(
    private readonly host: Host,
    timeoutMs: number,
  ) {
    this.after(timeoutMs, () => this.fail(host.isOnline() ? 'timeout' : 'offline'));
  }

  /** The frame has loaded a page: the checkout, or the browser's own error page. */
  loaded(): void {
    if (this.state !== 'loading') return;
    this.state = 'checking';
    this.after(GRACE_MS, () => void this.findFault());
  }

  receive(message: CheckoutMessage): void {
    if (this.state === 'ended') return;
    if (this.state !== 'ready') {
      this.state = 'ready';
      this.clear();
      this.host.onReady();
    }
    if (message.type === 'payment_success') {
      this.succeed();
      this.host.onSuccess(message.data);
    } else if (message.type === 'payment_failed') {
      const { paymentId, status } = message.data;
      this.outcome = paymentId ? 'failed' : status;
      this.host.onFailure(message.data);
    } else if (message.type === 'order_paid') this.succeed();
    else if (message.type === 'height') this.host.onHeight(message.height);
    else if (message.type === 'close_modal') this.end();
  }

  /** Does nothing once the checkout is ready. */
  fail(error: ErrorReason): void {
    if (this.state === 'ready') return;
    this.outcome = 'error';
    this.end(error);
  }

  end(error?: ErrorReason): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.clear();
    this.host.onEnd(this.outcome, error);
  }

  private async findFault(): Promise<void> {
    const error = this.host.isOnline() ? await this.host.check() : 'offline';
    if (error) this.fail(error);
  }

  private succeed(): void {
    this.outcome = 'success';
    this.after(CLOSE_AFTER_MS, () => this.end());
  }

  private after(ms: number, act: () => void): void {
    this.timers.push(setTimeout(act, ms));
  }

  private clear(): void {
    this.timers.splice(0).forEach(clearTimeout);
  }
}
