import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { BatchedWrites } from '../../platform/database/batched-writes.js';
import { Database } from '../../platform/database/database.js';
import { type Backwards, madeWithin, pageOrCounted } from '../../platform/database/page.js';
import { search } from '../../platform/database/search.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import { claimColumns, type GivenKey } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { traceIdOf } from '../../platform/telemetry/trace-parent.js';
import { changedFields } from '../../platform/validation/changed-fields.js';
import { rowsShown } from '../payments/payments.sql.js';
import type { ListRefundsDto, RefundDto, RefundPageDto, UpdateRefundDto } from './refund.dto.js';
import { CREATE, GET, SEARCH, UPDATE, WHY_NOT } from './refunds.queries.js';
import { demandsOnRefunds, type RefundablePayment, unmetByRefund } from './refund-rules.js';
import { refundJson, refundWithPaymentJson } from './refunds.sql.js';

/** Without an amount, all that is left is refunded. */
export interface RefundRequest {
  paymentId: string;
  amount?: number;
  reason?: string;
  notes?: Record<string, unknown>;
}

interface RefundedPayment extends RefundablePayment {
  captured: boolean;
  connector: string;
}

@Injectable()
export class RefundsService {
  private readonly logger = new Logger(RefundsService.name);
  private readonly creates: BatchedWrites<{ id: string; payment_id: string }, { id: string; body: string } & WithHints>;

  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
    private readonly connectors: Connectors,
  ) {
    this.creates = new BatchedWrites(database, CREATE, ({ payment_id }) => payment_id);
  }

  create(caller: Caller, refund: RefundRequest, key: GivenKey | null): Promise<StoredResponse<RefundDto>> {
    const { merchant, actor, requestId, traceParent } = caller;
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    const row = {
      merchant_id: merchant.id,
      id: newId('rfnd'),
      payment_id: refund.paymentId,
      wanted: refund.amount,
      reason: refund.reason,
      notes: refund.notes ?? {},
      event_id: newId('evt'),
      payment_event_id: newId('evt'),
      actor,
      request_id: requestId,
      trace_parent: traceParent,
      demands: demandsOnRefunds(this.connectors.all),
      ...claimColumns(keyClaim),
    };
    return this.idempotency.firstOrReplay<RefundDto>(
      keyClaim,
      async () => {
        const created = await this.creates.write(row);
        if (!created) return undefined;
        this.queue.hint({ queue: 'refunds', data: { merchantId: merchant.id, refundId: row.id } }, ...created.hints);
        this.logger.log('refund accepted', {
          refund_id: row.id,
          payment_id: row.payment_id,
          merchant_id: merchant.id,
          request_id: requestId,
          trace_id: traceIdOf(traceParent),
        });
        return new StoredResponse(created.body);
      },
      () => this.refusal(merchant.id, refund),
    );
  }

  private async refusal(merchantId: string, refund: RefundRequest): Promise<ApiError> {
    const values = [merchantId, refund.paymentId];
    const [payment] = await this.database.query<RefundedPayment>(WHY_NOT, values);
    if (!payment) return new ApiError('payment_not_found', 'Payment not found');
    if (!payment.captured) return new ApiError('payment_not_captured', 'Payment is not captured');
    const isEnough = payment.refundable >= (refund.amount ?? 1);
    const sheet = this.connectors.sheetOf(payment.connector);
    const unmet = isEnough ? unmetByRefund(sheet, payment, refund.amount) : null;
    if (unmet) return unmet;
    return new ApiError('refund_exceeds_captured', 'Refund amount exceeds available amount', { field: 'amount' });
  }

  update(
    caller: Caller,
    refundId: string,
    change: UpdateRefundDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<RefundDto>> {
    const { merchant, actor, requestId, traceParent } = caller;
    const { values } = changedFields(change, ['notes']);
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    return this.idempotency.once<RefundDto>(keyClaim, 200, async (tx) => {
      const all = [merchant.id, refundId, ...values, newId('evt'), actor, requestId, traceParent];
      const [changed] = await tx.query<{ body: string } & WithHints>(UPDATE, all);
      if (!changed) throw new ApiError('refund_not_found', 'Refund not found');
      tx.afterCommit(() => this.queue.hint(...changed.hints));
      return { id: refundId, body: changed.body };
    });
  }

  async get({ merchant }: Caller, refundId: string): Promise<StoredResponse<RefundDto>> {
    const [refund] = await this.database.query<{ body: string }>(GET, [merchant.id, refundId]);
    if (!refund) throw new ApiError('refund_not_found', 'Refund not found');
    return new StoredResponse(refund.body);
  }

  async list(
    { merchant, permissions }: Caller,
    query: ListRefundsDto & Backwards,
  ): Promise<StoredResponse<RefundPageDto>> {
    const isExpanded = query.expand === 'payment';
    if (isExpanded && !permissions.has('payments:read')) {
      const description = 'These credentials may not expand payment: it needs the permission payments:read';
      throw new ApiError('permission_missing', description, { field: 'expand' });
    }
    const parts = rowsShown('r', query.status);
    const json = isExpanded ? refundWithPaymentJson('r') : refundJson('r');
    const listed = { from: 'refunds r', alias: 'r', json, parts };
    const found = await search(this.database, SEARCH, merchant.id, query.q);
    return new StoredResponse(
      await pageOrCounted(this.database, listed, merchant.id, query, [
        ['r.status = ?', parts.length > 0 ? null : query.status],
        ['r.payment_id = ?', query.payment_id],
        ['r.order_id = ?', query.order_id],
        ...madeWithin('r', 'rfnd', query),
        ['(r.id = ANY(?) OR r.payment_id = ANY(?) OR r.order_id = ANY(?))', found],
      ]),
    );
  }
}
