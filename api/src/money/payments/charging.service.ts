import { Injectable, Logger } from '@nestjs/common';
import { type Decision, healthKey } from '../../acquiring/routing/choose-account.js';
import { HealthRecorder } from '../../acquiring/routing/health-recorder.service.js';
import { Router } from '../../acquiring/routing/router.service.js';
import { Config } from '../../platform/config/config.module.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { type Span, Tracer } from '../../platform/telemetry/tracer.js';
import { AccountSlots } from './account-slots.service.js';
import { Adoption } from './adoption.service.js';
import { BankCalls, isUnshownPage } from './bank-calls.service.js';
import { CapturedCharges } from './captured-charges.service.js';
import { ChargeLeases, type DuePayment, type UnroutedPayment } from './charge-leases.service.js';
import { Failover } from './failover.service.js';
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
    private readonly router: Router,
    private readonly leases: ChargeLeases,
    private readonly adoption: Adoption,
    private readonly orderQueue: OrderQueueService,
    private readonly bank: BankCalls,
    private readonly failover: Failover,
    private readonly health: HealthRecorder,
    private readonly slots: AccountSlots,
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
  async advance(due: DuePayment): Promise<void> {
    if (due.orderId === null) return this.advanceCharge(due.merchantId, due.id);
    const { merchantId, paymentId } = due;
    const decision = due.decision ?? (await this.choose(due));
    const opened = await this.leases.open(due, decision);
    if (opened) return this.work(opened);
    const next = await this.orderQueue.review(merchantId, paymentId, decision.account !== null);
    if (next === 'adopt') {
      const adopted = await this.adoption.adopt(merchantId, paymentId);
      if (adopted) await this.advanceCharge(merchantId, adopted);
    }
    if (next === 'open') {
      const routing = await this.router.load(merchantId);
      const late = await this.leases.open(due, await this.choose({ ...due, routing }));
      if (late) await this.work(late);
    }
  }

  /** The account that the payment goes to. */
  choose(due: UnroutedPayment): Promise<Decision> {
    return this.router.choose(due.merchantId, due.routing, due, { trialMs: this.leases.leaseMs });
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
    const moved = await this.failover.move(charge, next);
    if (moved) return this.work(moved);
    if (saysNothingNew(charge, next)) return this.recorder.postpone(charge, next);
    await this.recorder.record(charge, next);
  }

  /** The charge alone decides which call to the bank is next. */
  private async nextState(charge: LeasedCharge): Promise<NextState> {
    if (charge.isNew) return this.attempt(charge);
    if (charge.cancelCause) return this.bank.cancel(charge);
    if (charge.captureAmount !== null && !charge.captured) return this.bank.capture(charge);
    if (charge.status === 'approved') return this.bank.findAuthorised(charge);
    if (isUnshownPage(charge)) return this.sendAgain(charge);
    const found = await this.bank.find(charge);
    if (found?.open === 'unknown') this.observe(charge, false);
    return found ?? this.sendAgain(charge);
  }

  /** A call that begins something: its answer says how the account is. An acquirer that asks for patience is well. */
  private async attempt(charge: LeasedCharge): Promise<NextState> {
    const next = await this.bank.charge(charge);
    if (!next.notSent) this.observe(charge, next.open !== 'unknown');
    return next;
  }

  private observe(charge: LeasedCharge, isAnswered: boolean): void {
    const { merchantId, accountId, connector } = charge;
    this.slots.observe(accountId, isAnswered);
    this.health.observe({ merchantId, accountId, connector, method: healthKey(charge) }, isAnswered);
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
      : this.attempt(renewed);
  }
}

/** A different answer changes the payment and is announced; the same one, or none, is not. */
function saysNothingNew(charge: LeasedCharge, next: NextState): boolean {
  return next.status === charge.paymentStatus && next.charge === charge.status && !next.capturedNow;
}
