import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

/** What an acquirer states that differs from the gateway's record: each is for a person to look at. */
const DIFFERENCES = [
  ...(['amount_mismatch', 'unknown_provider_id', 'foreign_page', 'reversal_declined'] as const),
  ...(['disputed', 'refunded_elsewhere', 'refund_taken_back', 'captured_elsewhere', 'not_captured'] as const),
  'surplus_kept',
] as const;
export type Difference = (typeof DIFFERENCES)[number];

const NOTIFICATIONS = ['accepted', 'known', 'duplicate', 'unmatched', 'refused', 'not_stored'];

/** Counters of this process since its start. Label values come from fixed lists, never from callers. */
@Injectable()
export class Meters {
  readonly registry = new Registry();
  private readonly registers = [this.registry];

  readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the first byte of a request to the last of its response',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: this.registers,
  });
  readonly payments = new Counter({
    name: 'gateway_payments_total',
    help: 'Outcomes of payments, by the resulting status',
    labelNames: ['status'],
    registers: this.registers,
  });
  readonly refunds = new Counter({
    name: 'gateway_refunds_total',
    help: 'Outcomes of refunds, by the resulting status',
    labelNames: ['status'],
    registers: this.registers,
  });
  readonly bankCalls = new Histogram({
    name: 'gateway_bank_call_duration_seconds',
    help: 'Calls to acquirers, by connector; outcome unknown: no response within the deadline, or one without an outcome',
    labelNames: ['connector', 'call', 'outcome'],
    buckets: SECONDS,
    registers: this.registers,
  });
  private readonly differences = new Counter({
    name: 'gateway_acquirer_differences_total',
    help: "What an acquirer states that differs from the gateway's record, or its refusal to give money back",
    labelNames: ['kind'],
    registers: this.registers,
  });
  readonly mails = new Counter({
    name: 'gateway_mails_total',
    help: 'Attempts to send a mail, by outcome: sent, retry (failed, another follows), failed (refused, or the last)',
    labelNames: ['outcome'],
    registers: this.registers,
  });
  /** `retry`: failed, with an attempt ahead; `failed`: the last one. */
  readonly deliveries = new Counter({
    name: 'gateway_deliveries_total',
    help: 'Attempts to deliver a webhook, by outcome: success, retry (failed, another follows), failed (the last)',
    labelNames: ['outcome'],
    registers: this.registers,
  });
  readonly deliveryDurations = new Histogram({
    name: 'gateway_delivery_duration_seconds',
    help: 'Duration of delivery attempts, with or without a response',
    buckets: SECONDS,
    registers: this.registers,
  });
  readonly notifications = new Counter({
    name: 'gateway_notifications_total',
    help: 'Notifications of acquirers: accepted, known (nothing new), duplicate, unmatched (yet), refused (not verified), not_stored',
    labelNames: ['outcome'],
    registers: this.registers,
  });
  readonly accountChanges = new Counter({
    name: 'gateway_account_health_changes_total',
    help: 'Connector accounts that payments began to pass over because their acquirer did not answer, or use again',
    labelNames: ['connector', 'to'],
    registers: this.registers,
  });
  readonly failovers = new Counter({
    name: 'gateway_failovers_total',
    help: 'Payments that moved to their next connector account: the page was not made, was left, or the charge was declined',
    labelNames: ['because'],
    registers: this.registers,
  });
  private readonly takeovers = new Counter({
    name: 'gateway_lease_takeovers_total',
    help: 'Rows taken over after their lease expired: the worker that held them died or stalled',
    labelNames: ['queue'],
    registers: this.registers,
  });
  readonly rowsDeleted = new Counter({
    name: 'gateway_rows_deleted_total',
    help: 'Rows deleted because their retention expired',
    labelNames: ['table'],
    registers: this.registers,
  });
  readonly swept = new Gauge({
    name: 'gateway_sweep_timestamp_seconds',
    help: 'Unix time of the last completed sweep of this process; 0: none',
    registers: this.registers,
  });

  constructor() {
    // A series that begins at 1 hides its first event from rate(), so each series begins at 0.
    for (const outcome of ['success', 'retry', 'failed']) this.deliveries.inc({ outcome }, 0);
    for (const because of ['not_prepared', 'declined', 'left']) this.failovers.inc({ because }, 0);
    for (const outcome of NOTIFICATIONS) this.notifications.inc({ outcome }, 0);
    for (const kind of DIFFERENCES) this.differences.inc({ kind }, 0);
    for (const queue of ['payments', 'refunds', 'webhooks']) this.takeovers.inc({ queue }, 0);
    for (const status of ['success', 'failed']) this.payments.inc({ status }, 0);
    for (const status of ['processed', 'failed']) this.refunds.inc({ status }, 0);
  }

  differed(kind: Difference): void {
    this.differences.inc({ kind });
  }

  tookOver(queue: 'payments' | 'refunds' | 'webhooks'): void {
    this.takeovers.inc({ queue });
  }
}
