import { Injectable, Logger } from '@nestjs/common';
import { type Actor, SYSTEM } from '../../accounts/access/caller.js';
import type { Connector, NotFound, ChargeResult } from '../../acquiring/connectors/connector.js';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { BatchedWrites } from '../../platform/database/batched-writes.js';
import type { KeyClaim } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import type { Hint } from '../../platform/queue/jobs.js';
import { isFinal } from '../../platform/state-machine.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { traceIdOf } from '../../platform/telemetry/trace-parent.js';
import { type Span, Tracer } from '../../platform/telemetry/tracer.js';
import { PAYMENT_TRANSITIONS, type PaymentStatus } from './payment.states.js';
import { LEASE, COUNT_SEND, GIVE_UP, RECORD } from './charging.queries.js';
import {
  stateAfterCancel,
  stateAfterCapture,
  type LeasedPayment,
  failed,
  type Timeouts,
  type NextState,
  nextStateOf,
} from './charge-outcome.js';
import { DUE, RECORD_REVERSAL, RELEASE, REQUEST_REVERSAL } from './order-queue.queries.js';
import { OrderQueueService } from './order-queue.service.js';

/** A reference that the bank does not know is sent again, this often in all; then it is closed. */
const MAX_SENDS = 3;

interface Recorded extends WithHints {
  id: string;
  status: PaymentStatus;
  body: string;
  woken: Hint<'payments'>[];
}

interface Due {
  merchant_id: string;
  id: string;
  event_id: string;
  lease_ms: number;
  pending_ms: number;
}
type Fenced = Pick<LeasedPayment, 'merchantId' | 'id' | 'fence'> & { orderId?: string };
type VerdictRow = { id: string; order_id: string | undefined } & Record<string, unknown>;

/** Who is told and answered besides the row: the origin of the events, the begun key and the shape of its answer. */
export interface ActionRequest {
  actor: Actor;
  key: KeyClaim | null;
  /** The request is refused: its key is freed. */
  refused?: boolean;
  public?: boolean;
}
const ORDER_CLOSED = failed('order_already_paid', 'The order was closed meanwhile. The charge is given back.');
const NO_REQUEST: ActionRequest = { actor: SYSTEM, key: null };

/** Takes a payment to the bank and records the verdict. Claim, ask, record: never a network call inside a transaction. */
@Injectable()
export class ChargingService {
  private readonly logger = new Logger(ChargingService.name);
  private readonly timeouts: Timeouts;
  private readonly claims: BatchedWrites<Due, LeasedPayment & WithHints>;
  private readonly verdicts: BatchedWrites<VerdictRow, Recorded>;

  constructor(
    private readonly database: Database,
    private readonly connectors: Connectors,
    private readonly waiting: OrderQueueService,
    private readonly queue: JobQueue,
    private readonly meters: Meters,
    private readonly tracer: Tracer,
    private readonly config: Config,
  ) {
    this.timeouts = { bankMs: config.BANK_TIMEOUT, actionMs: config.ACTION_TIMEOUT, captureMs: config.CAPTURE_TIMEOUT };
    this.claims = new BatchedWrites(database, LEASE);
    this.verdicts = new BatchedWrites(database, RECORD, ({ order_id, id }) => order_id ?? id);
  }

  /** The lease of every claim: twice the bank's deadline, so that a live worker always finishes within it. */
  get leaseMs(): number {
    return 2 * this.config.BANK_TIMEOUT;
  }

  /** Does what is due for one payment, if anything is and nobody else is at it. Safe to call any number of times. */
  async advance(merchantId: string, paymentId: string): Promise<void> {
    const pendingMs = this.config.PAYMENT_PENDING_TIMEOUT;
    const due = {
      merchant_id: merchantId,
      id: paymentId,
      event_id: newId('evt'),
      lease_ms: this.leaseMs,
      pending_ms: pendingMs,
    };
    const payment = await this.claims.write(due).catch((error: unknown) => {
      if (isPlaceTaken(error)) return undefined;
      throw error;
    });
    if (!payment)
      return this.waiting.review(merchantId, paymentId, (tx, row, verdict) => this.write(tx, row, verdict, NO_REQUEST));
    this.queue.hint(...payment.hints);
    const { traceParent: parent, fence } = payment;
    const attributes = { 'gateway.payment_id': payment.id, 'gateway.fence': fence };
    await this.tracer.span('payment settle', { kind: 'consumer', parent, attributes }, (span) =>
      this.settle(payment, span),
    );
  }

  private async settle(payment: LeasedPayment, span: Span): Promise<void> {
    if (payment.takenOver) {
      this.meters.tookOver('payments');
      this.logger.warn('payment taken over: its worker died or stalled', factsOf(payment));
    }
    if (payment.reversal) return this.reverse(payment);
    if (isFinal(PAYMENT_TRANSITIONS, payment.status)) return this.lookLate(payment);
    const recorded = await this.record(
      payment,
      await this.askTraced(payment, span.traceParent, () => this.ask(payment)),
    );
    span.set({ 'gateway.status': recorded?.status });
  }

  /** A conversation with the bank as a span below `parent`. */
  askTraced(payment: LeasedPayment, parent: string | null, ask: () => Promise<NextState>): Promise<NextState> {
    return this.tracer.span('bank', { kind: 'client', parent }, async (span) => {
      const verdict = await ask();
      span.set({ 'gateway.payment_id': payment.id, 'gateway.status': verdict.status, 'gateway.open': verdict.open });
      return verdict;
    });
  }

  /** Payments that have been due for `graceMs`: those whose hint was lost. */
  due(tx: Tx, limit: number, graceMs: number): Promise<{ merchantId: string; id: string }[]> {
    return tx.query(DUE, [limit, graceMs]);
  }

  /** The next question to the bank, from the row alone. */
  private async ask(payment: LeasedPayment): Promise<NextState> {
    const bank = this.connectors.for(payment.mode);
    if (payment.cancelCause) return this.cancel(payment);
    if (payment.captureAmount !== null && !payment.captured) return this.capture(payment);
    if (payment.status === 'success') return { status: 'success', untilCapture: true };
    if (payment.previousStatus === 'pending') return nextStateOf(payment, await this.charge(bank, payment), this.timeouts);
    const found = await bank.findCharge(payment.id);
    return found.outcome === 'not_found' ? this.sendAgain(bank, payment) : nextStateOf(payment, found, this.timeouts);
  }

  /** Asks for the capture whose intent is on the row. */
  async capture(payment: LeasedPayment): Promise<NextState> {
    const result = await this.connectors.for(payment.mode).capture(payment.id, payment.captureAmount ?? payment.amount);
    return stateAfterCapture(payment, result, this.timeouts);
  }

  /** Asks for the cancel whose intent is on the row. */
  async cancel(payment: LeasedPayment): Promise<NextState> {
    return stateAfterCancel(payment, await this.connectors.for(payment.mode).cancel(payment.id), this.timeouts);
  }

  /** The verdict on a step-up's answer. A reference unknown to the bank is asked about again later. */
  answerVerdict(payment: LeasedPayment, result: ChargeResult | NotFound): NextState {
    return nextStateOf(payment, result.outcome === 'not_found' ? { outcome: 'unknown' } : result, this.timeouts);
  }

  private charge(bank: Connector, { id, merchantId, amount, currency, instrument, capture }: LeasedPayment) {
    return bank.charge({ reference: id, merchantId, amount, currency, instrument, capture });
  }

  /** The sending is counted before it happens; after the last one the reference is closed, so that nothing can land late. */
  private async sendAgain(bank: Connector, payment: LeasedPayment): Promise<NextState> {
    const giveUp = payment.sendCount >= MAX_SENDS;
    const mine = await this.database.query(giveUp ? GIVE_UP : COUNT_SEND, [
      payment.merchantId,
      payment.id,
      payment.fence,
    ]);
    if (mine.length === 0) return nextStateOf(payment, { outcome: 'unknown' }, this.timeouts);
    if (giveUp) return this.cancel({ ...payment, cancelCause: 'unanswered' });
    return nextStateOf(payment, await this.charge(bank, payment), this.timeouts);
  }

  /**
   * Writes a verdict under the fence. Null: somebody else has taken over, or the order is closed to money; an approval
   * that then has no place is given back.
   */
  async record(payment: LeasedPayment, verdict: NextState, asked: ActionRequest = NO_REQUEST): Promise<Recorded | null> {
    const recorded = await this.verdicts.write(rowOf(payment, verdict, asked));
    if (recorded) {
      this.queue.hint(...recorded.hints, ...recorded.woken);
      this.tell(payment, verdict, asked);
      if (verdict.dueMs !== undefined && verdict.dueMs < 60_000) this.hint(payment, verdict.dueMs);
    } else if (verdict.event === 'payment.success') {
      await this.verdicts.write(rowOf(payment, ORDER_CLOSED, NO_REQUEST)); // no effect unless the fence is still ours
      await this.giveBack(payment);
    }
    return recorded ?? null;
  }

  private tell(payment: LeasedPayment, verdict: NextState, { actor: origin }: ActionRequest): void {
    if (!verdict.event) return;
    const requestId = origin.requestId ?? payment.requestId;
    const told = { status: verdict.status, event: verdict.event, reason: verdict.error?.reason };
    this.meters.payments.inc({ status: verdict.status });
    this.logger.log('payment settled', { ...factsOf({ ...payment, requestId }), ...told });
  }

  /** As {@link record}, as part of a transaction. */
  async write(tx: Tx, payment: Fenced, verdict: NextState, asked: ActionRequest): Promise<Recorded | undefined> {
    const [recorded] = await tx.query<Recorded>(RECORD.one, [JSON.stringify(rowOf(payment, verdict, asked))]);
    return recorded;
  }

  /** The approval of a payment that ended otherwise: reversed at the bank, retried until done. */
  private async giveBack(payment: LeasedPayment): Promise<void> {
    const requested = await this.database.query(REQUEST_REVERSAL, [payment.merchantId, payment.id]);
    if (requested.length > 0) this.hint(payment);
  }

  private async reverse(payment: LeasedPayment): Promise<void> {
    const { merchantId, id, fence, mode } = payment;
    const result = await this.connectors.for(mode).reverse(id);
    if (result.outcome === 'cancelled') {
      await this.database.query(RECORD_REVERSAL, [merchantId, id, fence]);
    } else {
      const { dueMs } = nextStateOf(payment, result, this.timeouts);
      await this.database.query(RELEASE, [merchantId, id, fence, dueMs]);
    }
  }

  private async lookLate(payment: LeasedPayment): Promise<void> {
    const { merchantId, id, fence, mode } = payment;
    const found = await this.connectors.for(mode).findCharge(id);
    if (found.outcome === 'approved') return this.giveBack(payment);
    const again = found.outcome === 'unknown' || found.outcome === 'pending';
    await this.database.query(RELEASE, [
      merchantId,
      id,
      fence,
      again ? nextStateOf(payment, found, this.timeouts).dueMs : null,
    ]);
  }

  hint({ merchantId, id }: { merchantId: string; id: string }, delayMs = 0): void {
    this.queue.hint({ queue: 'payments', data: { merchantId, paymentId: id }, delayMs });
  }
}

/** The columns of a verdict; those of one order are recorded one after the other. */
function rowOf(payment: Fenced, verdict: NextState, asked: ActionRequest): VerdictRow {
  const { error, capturedNow = 0 } = verdict;
  return {
    merchant_id: payment.merchantId,
    id: payment.id,
    order_id: payment.orderId,
    fence: payment.fence,
    status: verdict.status,
    captured_now: capturedNow,
    capture_ms: verdict.captureMs,
    connector_reference: verdict.connectorReference,
    next_action: verdict.nextAction,
    action_ms: verdict.actionMs,
    error_code: error?.code,
    error_reason: error?.reason,
    error_description: error?.description,
    due_ms: verdict.dueMs,
    until_capture: verdict.untilCapture ?? false,
    keep_intent: verdict.open !== undefined,
    silent: verdict.open === 'unknown',
    answered: !asked.refused,
    event: verdict.event,
    event_id: verdict.event && newId('evt'),
    paid_event_id: capturedNow > 0 ? newId('evt') : undefined,
    by_actor: asked.actor.actor,
    by_request_id: asked.actor.requestId,
    by_trace_parent: asked.actor.traceParent,
    public: asked.public ?? false,
    key: asked.key?.key,
    scope: asked.key?.scope,
  };
}

/** What every line about a payment says. */
function factsOf({ id, orderId, merchantId, requestId, traceParent }: LeasedPayment) {
  return {
    payment_id: id,
    order_id: orderId,
    merchant_id: merchantId,
    request_id: requestId ?? undefined,
    trace_id: traceIdOf(traceParent),
  };
}

/** The unique index says that a sibling took the order's place at the bank in the same moment. */
function isPlaceTaken(error: unknown): boolean {
  return (error as { constraint?: string } | null)?.constraint === 'payments_at_bank';
}
