import { Injectable, Logger } from '@nestjs/common';
import type {
  CloseRefundResult,
  Connector,
  RefundRequest,
  RefundResult,
  Unknown,
} from '../../acquiring/connectors/connector.js';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { traceIdOf } from '../../platform/telemetry/trace-parent.js';
import { Tracer } from '../../platform/telemetry/tracer.js';
import { Adoption } from '../payments/adoption.service.js';
import { ChargeLeases } from '../payments/charge-leases.service.js';
import { retryDelayOf } from '../payments/charge-times.js';
import type { RefundStatus } from './refund.states.js';
import { COUNT_SEND, DUE, LEASE, PAYMENT_TO_ADOPT, RECORD, RETRY_LATER } from './refunds.queries.js';

/**
 * How many times a refund is sent while the bank does not know its reference. Then the reference is closed at the bank.
 */
const MAX_SENDS = 3;

interface LeasedRefund {
  merchantId: string;
  id: string;
  paymentId: string;
  /** The bank's reference of what is refunded. */
  chargeId: string;
  chargeProviderId: string | null;
  providerId: string | null;
  keyNumber: number;
  /** The call before had a response that did not tell its outcome. */
  answered: boolean;
  accountId: string;
  connector: string;
  mode: 'test' | 'live';
  fence: number;
  previousStatus: RefundStatus;
  amount: number;
  currency: string;
  sendCount: number;
  consecutiveTimeouts: number;
  traceParent: string | null;
  requestId: string | null;
  takenOver: boolean;
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
    const [refund] = await this.database.query<LeasedRefund>(LEASE, values);
    if (refund) return refund;
    const [payment] = await this.database.query<{ id: string }>(PAYMENT_TO_ADOPT, [merchantId, refundId]);
    if (!payment || !(await this.adoption.adopt(merchantId, payment.id))) return undefined;
    return (await this.database.query<LeasedRefund>(LEASE, values))[0];
  }

  /** Refunds that have been due for `graceMs`: their hint was lost. */
  due(tx: Tx, limit: number, graceMs: number): Promise<{ merchantId: string; id: string }[]> {
    return tx.query(DUE, [limit, graceMs]);
  }

  /** A refund that the acquirer cannot close never ends by silence: the same request, under the same key, is the question. */
  private async callBank(refund: LeasedRefund): Promise<RefundResult | CloseRefundResult> {
    const connector = this.connectors.at(refund);
    if (refund.previousStatus === 'pending') return connector.refund(requestOf(refund));
    const found = await connector.findRefund(requestOf(refund));
    if (found.outcome !== 'not_found') return found;
    const isLast = refund.sendCount >= MAX_SENDS && connector.closeRefund !== undefined;
    const [counted] = await this.database.query<{ keyNumber: number }>(COUNT_SEND, [
      ...[refund.merchantId, refund.id, refund.fence, this.leases.leaseMs],
    ]);
    if (!counted) return { outcome: 'unknown' };
    const request = { ...requestOf(refund), ...counted };
    return isLast ? this.close(connector, request) : connector.refund(request);
  }

  private async close(connector: Connector, request: RefundRequest): Promise<CloseRefundResult | Unknown> {
    return (await connector.closeRefund?.(request)) ?? { outcome: 'unknown' };
  }

  private async record(refund: LeasedRefund, result: RefundResult | CloseRefundResult): Promise<void> {
    const { merchantId, id, fence } = refund;
    if (result.outcome === 'pending' || result.outcome === 'unknown') {
      const delayMs = retryDelayOf(refund, result, this.config.BANK_TIMEOUT);
      const consecutiveTimeouts = result.outcome === 'pending' ? 0 : refund.consecutiveTimeouts + 1;
      const isAnswered = result.outcome === 'pending' || (result.answered === true && result.refused !== true);
      const isUnsent = result.outcome === 'unknown' && result.refused === true;
      const values = [merchantId, id, fence, delayMs, consecutiveTimeouts, isAnswered, isUnsent];
      await this.database.query(RETRY_LATER, values);
      return this.queue.hint({ queue: 'refunds', data: { merchantId, refundId: id }, delayMs });
    }
    const [status, reference, reason, description] = outcomeOf(result);
    const values = [merchantId, id, fence, status, reference, reason, description, newId('evt')];
    const [recorded] = await this.database.query<WithHints>(RECORD, values);
    if (!recorded) return;
    this.queue.hint(...recorded.hints);
    this.meters.refunds.inc({ status });
    this.logger.log('refund outcome recorded', { ...refundFacts(refund), status, reason: reason ?? undefined });
  }
}

const requestOf = (refund: LeasedRefund): RefundRequest => ({
  reference: refund.id,
  providerId: refund.providerId,
  charge: { reference: refund.chargeId, providerId: refund.chargeProviderId },
  merchantId: refund.merchantId,
  amount: refund.amount,
  currency: refund.currency,
  keyNumber: refund.keyNumber,
});

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

type Decided = Exclude<RefundResult | CloseRefundResult, { outcome: 'pending' | 'unknown' }>;

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
