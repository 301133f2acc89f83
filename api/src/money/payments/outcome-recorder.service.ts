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
import { failed } from './charge-outcome.js';
import type { LeasedCharge, NextState } from './leased-charge.js';
import { POSTPONE, RECORD } from './outcome.queries.js';
import { paymentFacts } from './payment-facts.js';
import { chargeHint } from './payment-hint.js';
import type { PaymentStatus } from './payment.states.js';

/** A recorded payment, and the hints for what has become due. */
export interface RecordedPayment extends WithHints {
  id: string;
  status: PaymentStatus;
  body: string;
  /** For the payments of the same order that were waiting for this one. */
  awakened: Hint<'payments'>[];
  /** A notification came during the call: the charge is due at once. */
  isWoken: boolean;
}

/** A payment that has no charge. Its outcome is written only if its own fence is unchanged. */
export interface Uncharged {
  merchantId: string;
  id: string;
  fence: number;
}
type OutcomeRow = { id: string; order_id?: string } & Record<string, unknown>;

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

const ORDER_CLOSED: NextState = {
  ...failed('order_already_paid', 'The order was closed meanwhile. The charge is given back.'),
  charge: 'reversing',
  dueMs: 0,
};
/** Up to this delay a hint is sent. The sweeper finds what is due later. */
const MAX_HINT_DELAY_MS = 60_000;

/** Writes the next state of a charge and its payment: money, order, key, events and deliveries in one statement. */
@Injectable()
export class OutcomeRecorder {
  private readonly logger = new Logger(OutcomeRecorder.name);
  private readonly outcomes: BatchedWrites<OutcomeRow, RecordedPayment>;
  private readonly postponements: BatchedWrites<OutcomeRow, Pick<RecordedPayment, 'id' | 'isWoken'>>;

  constructor(
    database: Database,
    private readonly queue: JobQueue,
    private readonly meters: Meters,
  ) {
    this.outcomes = new BatchedWrites(database, RECORD, ({ order_id, id }) => order_id ?? id);
    this.postponements = new BatchedWrites(database, POSTPONE);
  }

  /**
   * Null if another worker has taken the charge, or the order is closed. If the order is closed, the payment fails and
   * its charge is reversed at the bank.
   */
  async record(charge: LeasedCharge, next: NextState, request = NO_REQUEST): Promise<RecordedPayment | null> {
    const recorded = await this.outcomes.write(outcomeOf(charge, next, request));
    if (recorded) {
      this.queue.hint(...recorded.hints, ...recorded.awakened);
      this.report(charge, next, request);
      this.hint(charge, recorded.isWoken ? { ...next, dueMs: 0 } : next);
      return recorded;
    }
    if (next.event === 'payment.success') {
      const refused = { ...ORDER_CLOSED, stated: next.stated, connectorReference: next.connectorReference };
      const closed = await this.outcomes.write(outcomeOf(charge, refused, NO_REQUEST)); // none if the fence was lost
      if (closed) this.hint(charge, refused);
    }
    return null;
  }

  /** For a result that changes neither the payment nor the charge's status: writes when the charge is due again. */
  async postpone(charge: LeasedCharge, next: NextState): Promise<void> {
    const postponed = await this.postponements.write(outcomeOf(charge, next, NO_REQUEST));
    if (postponed) this.hint(charge, postponed.isWoken ? { ...next, dueMs: 0 } : next);
  }

  /** Ends a payment without a charge, within a transaction. The caller sends the hints after the commit. */
  async end(tx: Tx, payment: Uncharged, next: NextState, request = NO_REQUEST): Promise<RecordedPayment | undefined> {
    const row = { ...columnsOf(next, request), merchant_id: payment.merchantId, id: payment.id, fence: payment.fence };
    const [recorded] = await tx.query<RecordedPayment>(RECORD.one, [JSON.stringify(row)]);
    return recorded;
  }

  private hint(charge: LeasedCharge, { dueMs }: NextState): void {
    if (dueMs !== undefined && dueMs < MAX_HINT_DELAY_MS) this.queue.hint(chargeHint(charge, dueMs));
  }

  private report(charge: LeasedCharge, { event, status, error }: NextState, { actor }: WaitingRequest): void {
    if (error?.reason === 'amount_mismatch') this.meters.differed('amount_mismatch');
    if (!event) return;
    const requestId = actor.requestId ?? charge.requestId;
    this.meters.payments.inc({ status });
    const facts = paymentFacts({ ...charge, requestId });
    this.logger.log('payment outcome recorded', { ...facts, status, event, reason: error?.reason });
  }
}

/** The row of a charge's outcome. Outcomes of one order are recorded one after the other. */
function outcomeOf(charge: LeasedCharge, next: NextState, request: WaitingRequest): OutcomeRow {
  return {
    ...columnsOf(next, request),
    merchant_id: charge.merchantId,
    id: charge.paymentId,
    charge_id: charge.id,
    order_id: charge.orderId,
    fence: charge.fence,
    wake_seq: charge.wakeSequence,
  };
}

function columnsOf(next: NextState, request: WaitingRequest) {
  const { error, capturedNow = 0 } = next;
  return {
    charge_status: next.charge,
    status: next.status,
    captured_now: capturedNow,
    capture_ms: next.captureMs,
    provider_id: next.connectorReference,
    ids: next.ids ?? [],
    method: next.method,
    next_action: next.nextAction,
    action_ms: next.actionMs,
    error_code: error?.code,
    error_reason: error?.reason,
    error_description: error?.description,
    stated_amount: next.stated?.amount,
    stated_currency: next.stated?.currency,
    stated_captured: next.stated?.captured,
    capture_intent: next.intent && 'capture' in next.intent ? next.intent.capture : undefined,
    cancel_intent: next.intent && 'cancel' in next.intent ? next.intent.cancel : undefined,
    due_ms: next.dueMs,
    watch_ms: next.watchMs,
    until_capture: next.untilCapture ?? false,
    keep_intent: next.open !== undefined,
    timed_out: next.open === 'unknown',
    answered: next.answered ?? false,
    not_sent: next.notSent ?? false,
    store_response: !request.refused,
    event: next.event,
    event_id: next.event && newId('evt'),
    paid_event_id: capturedNow > 0 ? newId('evt') : undefined,
    link_event_id: capturedNow > 0 ? newId('evt') : undefined,
    by_actor: request.actor.actor,
    by_request_id: request.actor.requestId,
    by_trace_parent: request.actor.traceParent,
    public: request.public ?? false,
    key: request.key?.key,
    scope: request.key?.scope,
  };
}
