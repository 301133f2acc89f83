import { Injectable, Logger } from '@nestjs/common';
import { type Actor, SYSTEM } from '../../accounts/access/caller.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { BatchedWrites } from '../../platform/database/batched-writes.js';
import { Database, type Tx } from '../../platform/database/database.js';
import type { KeyClaim } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import type { Hint } from '../../platform/queue/jobs.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { failed, type LeasedPayment, type NextState } from './charge-outcome.js';
import { RECORD } from './charging.queries.js';
import { paymentFacts } from './payment-facts.js';
import { paymentHint } from './payment-hint.js';
import type { PaymentStatus } from './payment.states.js';
import { ReversalsService } from './reversals.service.js';

/** A recorded payment, and the hints for what has become due. */
export interface RecordedPayment extends WithHints {
  id: string;
  status: PaymentStatus;
  body: string;
  /** For the payments of the same order that were waiting for this one. */
  awakened: Hint<'payments'>[];
}

/** The row of an outcome. It is written only if the fence is unchanged. */
export type Fenced = Pick<LeasedPayment, 'merchantId' | 'id' | 'fence'> & { orderId?: string };
type OutcomeRow = { id: string; order_id: string | undefined } & Record<string, unknown>;

/** The HTTP request that waits for an outcome: events name its actor, and its key stores the response. */
export interface WaitingRequest {
  actor: Actor;
  key: KeyClaim | null;
  /** The request ends with an error, so its key is freed. */
  refused?: boolean;
  /** The key stores the payment as a shopper may see it. */
  public?: boolean;
}
export const NO_REQUEST: WaitingRequest = { actor: SYSTEM, key: null };

const ORDER_CLOSED = failed('order_already_paid', 'The order was closed meanwhile. The charge is given back.');
/** Up to this delay a hint is sent. The sweeper finds what is due later. */
const MAX_HINT_DELAY_MS = 60_000;

/** Writes a payment's next state under its fence: status, money, order, key, events and deliveries in one statement. */
@Injectable()
export class OutcomeRecorder {
  private readonly logger = new Logger(OutcomeRecorder.name);
  private readonly outcomes: BatchedWrites<OutcomeRow, RecordedPayment>;

  constructor(
    database: Database,
    private readonly reversals: ReversalsService,
    private readonly queue: JobQueue,
    private readonly meters: Meters,
  ) {
    this.outcomes = new BatchedWrites(database, RECORD, ({ order_id, id }) => order_id ?? id);
  }

  /**
   * Null if another worker has taken the payment, or the order is closed. If the order is closed, the payment fails and
   * its charge is reversed at the bank.
   */
  async record(payment: LeasedPayment, next: NextState, request = NO_REQUEST): Promise<RecordedPayment | null> {
    const recorded = await this.outcomes.write(rowOf(payment, next, request));
    if (recorded) {
      this.queue.hint(...recorded.hints, ...recorded.awakened);
      this.report(payment, next, request);
      if (next.dueMs !== undefined && next.dueMs < MAX_HINT_DELAY_MS) {
        this.queue.hint(paymentHint(payment.merchantId, payment.id, next.dueMs));
      }
      return recorded;
    }
    if (next.event === 'payment.success') {
      await this.outcomes.write(rowOf(payment, ORDER_CLOSED, NO_REQUEST)); // changes nothing if the fence was lost
      await this.reversals.request(payment);
    }
    return null;
  }

  /** Writes an outcome within a transaction. The caller sends the hints after the commit. */
  async write(tx: Tx, payment: Fenced, next: NextState, request = NO_REQUEST): Promise<RecordedPayment | undefined> {
    const [recorded] = await tx.query<RecordedPayment>(RECORD.one, [JSON.stringify(rowOf(payment, next, request))]);
    return recorded;
  }

  private report(payment: LeasedPayment, { event, status, error }: NextState, { actor }: WaitingRequest): void {
    if (!event) return;
    const requestId = actor.requestId ?? payment.requestId;
    this.meters.payments.inc({ status });
    const facts = paymentFacts({ ...payment, requestId });
    this.logger.log('payment outcome recorded', { ...facts, status, event, reason: error?.reason });
  }
}

/** The columns of an outcome. Outcomes of one order are recorded one after the other. */
function rowOf(payment: Fenced, next: NextState, request: WaitingRequest): OutcomeRow {
  const { error, capturedNow = 0 } = next;
  return {
    merchant_id: payment.merchantId,
    id: payment.id,
    order_id: payment.orderId,
    fence: payment.fence,
    status: next.status,
    captured_now: capturedNow,
    capture_ms: next.captureMs,
    connector_reference: next.connectorReference,
    next_action: next.nextAction,
    action_ms: next.actionMs,
    error_code: error?.code,
    error_reason: error?.reason,
    error_description: error?.description,
    due_ms: next.dueMs,
    until_capture: next.untilCapture ?? false,
    keep_intent: next.open !== undefined,
    timed_out: next.open === 'unknown',
    store_response: !request.refused,
    event: next.event,
    event_id: next.event && newId('evt'),
    paid_event_id: capturedNow > 0 ? newId('evt') : undefined,
    by_actor: request.actor.actor,
    by_request_id: request.actor.requestId,
    by_trace_parent: request.actor.traceParent,
    public: request.public ?? false,
    key: request.key?.key,
    scope: request.key?.scope,
  };
}
