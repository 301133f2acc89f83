import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { type Span, Tracer } from '../../platform/telemetry/tracer.js';
import { Adoption } from './adoption.service.js';
import { BankCalls, isUnshownPage } from './bank-calls.service.js';
import { CapturedCharges } from './captured-charges.service.js';
import { ChargeLeases, type DuePayment } from './charge-leases.service.js';
import type { LeasedCharge, NextState } from './leased-charge.js';
import { OrderQueueService } from './order-queue.service.js';
import { OutcomeRecorder } from './outcome-recorder.service.js';
import { paymentFacts } from './payment-facts.js';
import { ReversalsService } from './reversals.service.js';

/**
 * How many times a charge is sent while the bank does not know its reference. Then the reference is closed at the bank.
 */
const MAX_SENDS = 3;
/** A page that cannot be made within so many times BANK_TIMEOUT fails the payment. */
const PAGE_LIMIT_TIMEOUTS = 6;

/** Takes a due payment to the bank: lease its charge, call, record. No call to the bank is made inside a transaction. */
@Injectable()
export class ChargingService {
  private readonly logger = new Logger(ChargingService.name);
  private readonly pageLimitMs: number;

  constructor(
    private readonly leases: ChargeLeases,
    private readonly adoption: Adoption,
    private readonly orderQueue: OrderQueueService,
    private readonly bank: BankCalls,
    private readonly recorder: OutcomeRecorder,
    private readonly reversals: ReversalsService,
    private readonly captured: CapturedCharges,
    private readonly meters: Meters,
    private readonly tracer: Tracer,
    config: Config,
  ) {
    this.pageLimitMs = PAGE_LIMIT_TIMEOUTS * config.BANK_TIMEOUT;
  }

  /** Does what is due for one payment, unless another worker has it. Safe to call any number of times. */
  async advance({ merchantId, paymentId, orderId, id }: DuePayment): Promise<void> {
    if (orderId === null) return this.advanceCharge(merchantId, id);
    const opened = await this.leases.open(merchantId, paymentId, orderId);
    if (opened) return this.work(opened);
    const next = await this.orderQueue.review(merchantId, paymentId);
    if (next === 'adopt') {
      const adopted = await this.adoption.adopt(merchantId, paymentId);
      if (adopted) await this.advanceCharge(merchantId, adopted);
    }
    if (next === 'open') {
      const late = await this.leases.open(merchantId, paymentId, orderId);
      if (late) await this.work(late);
    }
  }

  private async advanceCharge(merchantId: string, chargeId: string): Promise<void> {
    const charge = await this.leases.take(merchantId, chargeId);
    if (charge) await this.work(charge);
  }

  private async work(charge: LeasedCharge): Promise<void> {
    const { traceParent: parent, fence } = charge;
    const attributes = {
      'gateway.payment_id': charge.paymentId,
      'gateway.charge_id': charge.id,
      'gateway.fence': fence,
    };
    await this.tracer.span('payment charge', { kind: 'consumer', parent, attributes }, (span) =>
      this.proceed(charge, span),
    );
  }

  private async proceed(charge: LeasedCharge, span: Span): Promise<void> {
    if (charge.takenOver) {
      this.meters.tookOver('payments');
      this.logger.warn('payment taken over: its worker died or stalled', paymentFacts(charge));
    }
    if (charge.status === 'reversing') return this.reversals.reverse(charge);
    if (charge.status === 'closed' || charge.status === 'failed') return this.reversals.checkLateApproval(charge);
    if (charge.status === 'approved' && charge.captured) return this.captured.check(charge);
    const next = await this.bank.traced(charge, span.traceParent, () => this.nextState(charge));
    span.set({ 'gateway.status': next.status });
    if (saysNothingNew(charge, next)) return this.recorder.postpone(charge, next);
    await this.recorder.record(charge, next);
  }

  /** The charge alone decides which call to the bank is next. */
  private async nextState(charge: LeasedCharge): Promise<NextState> {
    if (charge.isNew) return this.bank.charge(charge);
    if (charge.cancelCause) return this.bank.cancel(charge);
    if (charge.captureAmount !== null && !charge.captured) return this.bank.capture(charge);
    if (charge.status === 'approved') return this.bank.findAuthorised(charge);
    if (isUnshownPage(charge)) return this.sendAgain(charge);
    return (await this.bank.find(charge)) ?? this.sendAgain(charge);
  }

  /**
   * The bank does not know the reference. After the last send it is closed, so that no charge can arrive late. Making a
   * page is harmless and no find comes before it, so that it is tried for a while, whatever the count.
   */
  private async sendAgain(charge: LeasedCharge): Promise<NextState> {
    const isLast = charge.sendCount >= MAX_SENDS && (!isUnshownPage(charge) || charge.ageMs >= this.pageLimitMs);
    const renewed = await this.leases.countSend(charge, isLast);
    if (!renewed) return this.bank.timedOut(charge);
    return isLast
      ? this.bank.cancel({ ...renewed, cancelCause: 'unanswered', answered: false })
      : this.bank.charge(renewed);
  }
}

/** A different answer changes the payment and is announced; the same one, or none, is not. */
function saysNothingNew(charge: LeasedCharge, next: NextState): boolean {
  return next.status === charge.paymentStatus && next.charge === charge.status && !next.capturedNow;
}
