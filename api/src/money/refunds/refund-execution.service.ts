import { Injectable, Logger } from '@nestjs/common';
import type {
  CloseRefundResult,
  Connector,
  RefundRequest,
  RefundResult,
} from '../../acquiring/connectors/connector.js';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import type { PassedOver } from '../../platform/queue/turn-processor.js';
import type { Hint } from '../../platform/queue/jobs.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { traceIdOf } from '../../platform/telemetry/trace-parent.js';
import { Tracer } from '../../platform/telemetry/tracer.js';
import { Adoption } from '../payments/adoption.service.js';
import { ChargeLeases } from '../payments/charge-leases.service.js';
import { retryDelayOf } from '../payments/charge-times.js';
import { callAfterNotFound, firstCall, type RefundHistory } from './refund-call.js';
import type { RefundStatus } from './refund.states.js';
import * as sql from './refunds.queries.js';

interface LeasedRefund extends RefundHistory {
  merchantId: string;
  id: string;
  paymentId: string;
  /** Our reference of the charge that is refunded. */
  chargeId: string;
  chargeProviderId: string | null;
  accountId: string;
  connector: string;
  mode: 'test' | 'live';
  fence: number;
  /** How many notifications had come when the lease was taken. */
  wakeSequence: number;
  /** Part of the idempotency key. */
  keyNumber: number;
  amount: number;
  currency: string;
  consecutiveTimeouts: number;
  traceParent: string | null;
  requestId: string | null;
  takenOver: boolean;
}

export interface DueRefund {
  merchantId: string;
  id: string;
  accountId: string | null;
}

/** `missing`: the acquirer no longer knows a refund that it did know. */
type Result = RefundResult | CloseRefundResult | { outcome: 'missing' };
/** `isSend`: the call may have made the refund. */
interface Called {
  result: Result;
  isSend: boolean;
}

/** Takes a due refund to the bank: lease, call, record. No call to the bank is made inside a transaction. */
@Injectable()
export class RefundExecutionService {
  private readonly logger = new Logger(RefundExecutionService.name);

  constructor(
    private readonly database: Database,
    private readonly connectors: Connectors,
    private readonly leases: ChargeLeases,
    private readonly adoption: Adoption,
    private readonly queue: JobQueue,
    private readonly meters: Meters,
    private readonly tracer: Tracer,
    private readonly config: Config,
  ) {}

  /** Does what is due for one refund, unless another worker has it. Safe to call any number of times. */
  async advance(merchantId: string, refundId: string): Promise<void> {
    const refund = await this.take(merchantId, refundId);
    if (!refund) return;
    if (refund.takenOver) {
      this.meters.tookOver('refunds');
      this.logger.warn('refund taken over: its worker died or stalled', refundFacts(refund));
    }
    const attributes = { 'gateway.refund_id': refund.id, 'gateway.payment_id': refund.paymentId };
    const { traceParent: parent } = refund;
    await this.tracer.span('refund execute', { kind: 'consumer', parent, attributes }, async ({ traceParent }) => {
      const call = { kind: 'client', parent: traceParent, attributes } as const;
      await this.record(refund, await this.tracer.span('bank', call, () => this.callBank(refund)));
    });
  }

  /** Undefined if it is not due, or another worker has it. A payment of the version before charges gets its charge first. */
  private async take(merchantId: string, refundId: string): Promise<LeasedRefund | undefined> {
    const values = [merchantId, refundId, this.leases.leaseMs];
    const [refund] = await this.database.query<LeasedRefund>(sql.LEASE, values);
    if (refund) return refund;
    const [payment] = await this.database.query<{ id: string }>(sql.PAYMENT_TO_ADOPT, [merchantId, refundId]);
    if (!payment || !(await this.adoption.adopt(merchantId, payment.id))) return undefined;
    return (await this.database.query<LeasedRefund>(sql.LEASE, values))[0];
  }

  dueOf(merchantId: string, limit: number, { ids, missing }: PassedOver): Promise<DueRefund[]> {
    return this.database.query(sql.DUE_OF, [merchantId, limit, ids, missing]);
  }

  /** Merchants for whom refunds have been due for `graceMs`, because their hint was lost or workers are behind. */
  due(tx: Tx, merchants: number, graceMs: number): Promise<Omit<DueRefund, 'accountId'>[]> {
    return tx.query(sql.DUE, [merchants, graceMs]);
  }

  private async callBank(refund: LeasedRefund): Promise<Called> {
    const bank = await this.connectors.at(refund);
    const first = firstCall(refund, bank.sheet);
    if (first === 'send') return { result: await bank.refund(requestOf(refund)), isSend: true };
    if (first === 'repeat') return this.sendAgain(bank, refund);
    const found = await bank.findRefund(requestOf(refund));
    if (found.outcome !== 'not_found') return { result: found, isSend: false };
    const next = callAfterNotFound(refund, bank.sheet);
    if (next === 'missing') return { result: { outcome: 'missing' }, isSend: false };
    if (next === 'close' && bank.closeRefund) {
      const renewed = await this.database.query(sql.RENEW, this.fenced(refund));
      const isMine = renewed.length > 0;
      return { result: isMine ? await bank.closeRefund(requestOf(refund)) : { outcome: 'unknown' }, isSend: false };
    }
    return this.sendAgain(bank, refund);
  }

  private async sendAgain(bank: Connector, refund: LeasedRefund): Promise<Called> {
    const isForgotten = refund.sentMsAgo >= bank.sheet.idempotencyMs;
    const values = [...this.fenced(refund), isForgotten];
    const [counted] = await this.database.query<{ keyNumber: number }>(sql.COUNT_SEND, values);
    if (!counted) return { result: { outcome: 'unknown' }, isSend: false };
    return { result: await bank.refund({ ...requestOf(refund), ...counted }), isSend: true };
  }

  private fenced({ merchantId, id, fence }: LeasedRefund): unknown[] {
    return [merchantId, id, fence, this.leases.leaseMs];
  }

  private async record(refund: LeasedRefund, { result, isSend }: Called): Promise<void> {
    const { outcome } = result;
    if (outcome === 'missing') return this.reportMissing(refund);
    if (outcome === 'pending' || outcome === 'unknown') return this.retryLater(refund, result, isSend);
    if (outcome === 'approved' && refund.previousStatus === 'processed') return this.release(refund, null);
    const { merchantId, id, fence, wakeSequence, previousStatus } = refund;
    const [status, reference, reason, description] = outcomeOf(result);
    const values = [merchantId, id, fence, status, reference, reason, description, newId('evt'), wakeSequence];
    const [recorded] = await this.database.query<WithHints & { isWoken: boolean }>(sql.RECORD, values);
    if (!recorded) return;
    this.queue.hint(...recorded.hints, ...(recorded.isWoken ? [refundHint(refund)] : []));
    this.meters.refunds.inc({ status });
    this.logger.log('refund outcome recorded', { ...refundFacts(refund), status, reason: reason ?? undefined });
    if (previousStatus === 'processed') await this.takenBack(refund);
  }

  private retryLater(
    refund: LeasedRefund,
    result: Extract<RefundResult, { outcome: 'pending' | 'unknown' }>,
    isSend: boolean,
  ): Promise<void> {
    const delayMs = retryDelayOf(refund, result, this.config.BANK_TIMEOUT);
    if (result.outcome === 'pending') {
      return this.release(refund, delayMs, { providerId: result.connectorReference });
    }
    const timeouts = refund.consecutiveTimeouts + 1;
    const { answered = false, refused = false } = result;
    return this.release(refund, delayMs, {
      timeouts,
      answered: isSend && answered && !refused,
      refused: isSend && refused,
    });
  }

  /** Ends the lease. The refund is due again after the delay; null: never. */
  private async release(
    refund: LeasedRefund,
    delayMs: number | null,
    { timeouts = 0, answered = false, refused = false, providerId }: Released = {},
  ): Promise<void> {
    const { merchantId, id, fence, wakeSequence } = refund;
    const values = [merchantId, id, fence, delayMs, wakeSequence, timeouts, providerId, answered, refused];
    const [released] = await this.database.query<{ isWoken: boolean }>(sql.RETRY_LATER, values);
    if (released?.isWoken) this.queue.hint(refundHint(refund));
    else if (released && delayMs !== null && delayMs < MAX_HINT_DELAY_MS) this.queue.hint(refundHint(refund, delayMs));
  }

  /** The amount can be refunded again. What the acquirer states about the charge has changed with it. */
  private async takenBack(refund: LeasedRefund): Promise<void> {
    this.meters.differed('refund_taken_back');
    this.logger.warn('the acquirer has taken a processed refund back', refundFacts(refund));
    const woken = await this.database.query<{ hint: Hint }>(sql.WAKE_CHARGE, [refund.merchantId, refund.id]);
    this.queue.hint(...woken.map(({ hint }) => hint));
  }

  /** Neither a failure nor a reason to send it again: an operator has to compare both records. */
  private async reportMissing(refund: LeasedRefund): Promise<void> {
    this.meters.differed('unknown_provider_id');
    this.logger.error('the acquirer no longer knows a refund that it had an id for', refundFacts(refund));
    await this.release(refund, refund.previousStatus === 'processed' ? null : MISSING_RETRY_MS);
  }
}

const MISSING_RETRY_MS = 3_600_000;
/** Up to this delay a hint is sent. The sweeper finds what is due later. */
const MAX_HINT_DELAY_MS = 60_000;

interface Released {
  timeouts?: number;
  answered?: boolean;
  refused?: boolean;
  providerId?: string | undefined;
}

function refundHint({ merchantId, id }: LeasedRefund, delayMs = 0): Hint<'refunds'> {
  return { queue: 'refunds', data: { merchantId, refundId: id }, delayMs };
}

function requestOf(refund: LeasedRefund): RefundRequest {
  const { id: reference, providerId, chargeId, chargeProviderId, merchantId, amount, currency, keyNumber } = refund;
  const charge = { reference: chargeId, providerId: chargeProviderId };
  return { reference, providerId, charge, merchantId, amount, currency, keyNumber };
}

/** The fields of every log line about a refund. */
function refundFacts({ id, paymentId, merchantId, requestId, traceParent }: LeasedRefund) {
  return {
    refund_id: id,
    payment_id: paymentId,
    merchant_id: merchantId,
    request_id: requestId ?? undefined,
    trace_id: traceIdOf(traceParent),
  };
}

type Decided = Exclude<Result, { outcome: 'pending' | 'unknown' | 'missing' }>;

/** Status, the bank's reference, error reason and error description. */
function outcomeOf(result: Decided): [RefundStatus, string | null, string | null, string | null] {
  switch (result.outcome) {
    case 'approved':
      return ['processed', result.connectorReference, null, null];
    case 'declined':
      return ['failed', result.connectorReference ?? null, result.reason, result.description];
    case 'cancelled':
      return ['failed', null, 'bank_timeout', 'The bank did not answer in time. Nothing was refunded: try again.'];
  }
}
