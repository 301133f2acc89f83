import { Injectable, Logger } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { isFinal } from '../../platform/state-machine.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { type Span, Tracer } from '../../platform/telemetry/tracer.js';
import { BankCalls } from './bank-calls.service.js';
import type { LeasedPayment, NextState } from './charge-outcome.js';
import { OrderQueueService } from './order-queue.service.js';
import { OutcomeRecorder } from './outcome-recorder.service.js';
import { paymentFacts } from './payment-facts.js';
import { PaymentLeases } from './payment-leases.service.js';
import { PAYMENT_TRANSITIONS } from './payment.states.js';
import { ReversalsService } from './reversals.service.js';

/**
 * How many times a charge is sent while the bank does not know its reference. Then the reference is closed at the bank.
 */
const MAX_SENDS = 3;

/** Takes a due payment to the bank: lease, call, record. No call to the bank is made inside a transaction. */
@Injectable()
export class ChargingService {
  private readonly logger = new Logger(ChargingService.name);

  constructor(
    private readonly leases: PaymentLeases,
    private readonly orderQueue: OrderQueueService,
    private readonly bank: BankCalls,
    private readonly recorder: OutcomeRecorder,
    private readonly reversals: ReversalsService,
    private readonly meters: Meters,
    private readonly tracer: Tracer,
  ) {}

  get leaseMs(): number {
    return this.leases.leaseMs;
  }

  /** Does what is due for one payment, unless another worker has it. Safe to call any number of times. */
  async advance(merchantId: string, paymentId: string): Promise<void> {
    const payment = await this.leases.take(merchantId, paymentId);
    if (!payment) return this.orderQueue.review(merchantId, paymentId);
    const { traceParent: parent, fence } = payment;
    const attributes = { 'gateway.payment_id': payment.id, 'gateway.fence': fence };
    await this.tracer.span('payment charge', { kind: 'consumer', parent, attributes }, (span) =>
      this.proceed(payment, span),
    );
  }

  /** Payments that have been due for `graceMs`: their hint was lost. */
  due(tx: Tx, limit: number, graceMs: number): Promise<{ merchantId: string; id: string }[]> {
    return this.leases.due(tx, limit, graceMs);
  }

  private async proceed(payment: LeasedPayment, span: Span): Promise<void> {
    if (payment.takenOver) {
      this.meters.tookOver('payments');
      this.logger.warn('payment taken over: its worker died or stalled', paymentFacts(payment));
    }
    if (payment.reversal) return this.reversals.reverse(payment);
    if (isFinal(PAYMENT_TRANSITIONS, payment.status)) return this.reversals.checkLateApproval(payment);
    const next = await this.bank.traced(payment, span.traceParent, () => this.nextState(payment));
    const recorded = await this.recorder.record(payment, next);
    span.set({ 'gateway.status': recorded?.status });
  }

  /** The row alone decides which call to the bank is next. */
  private async nextState(payment: LeasedPayment): Promise<NextState> {
    if (payment.cancelCause) return this.bank.cancel(payment);
    if (payment.captureAmount !== null && !payment.captured) return this.bank.capture(payment);
    if (payment.status === 'success') return { status: 'success', untilCapture: true };
    if (payment.previousStatus === 'pending') return this.bank.charge(payment);
    return (await this.bank.find(payment)) ?? this.sendAgain(payment);
  }

  /** The bank does not know the reference. After the last send it is closed, so that no charge can arrive late. */
  private async sendAgain(payment: LeasedPayment): Promise<NextState> {
    const isLast = payment.sendCount >= MAX_SENDS;
    if (!(await this.leases.countSend(payment, isLast))) return this.bank.timedOut(payment);
    return isLast ? this.bank.cancel({ ...payment, cancelCause: 'unanswered' }) : this.bank.charge(payment);
  }
}
