import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { changedFields } from '../../platform/validation/changed-fields.js';
import type { UpdatePaymentDto } from './create-payment.dto.js';
import type { PaymentDto } from './payment.dto.js';
import { UPDATE } from './payment-edits.queries.js';

/** Changes what is written on a payment. Money and state do not change. */
@Injectable()
export class PaymentEdits {
  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
  ) {}

  update(
    caller: Caller,
    paymentId: string,
    change: UpdatePaymentDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<PaymentDto>> {
    const { merchant, actor, requestId, traceParent } = caller;
    const { fields, values } = changedFields(change, ['description', 'notes']);
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    return this.idempotency.once<PaymentDto>(keyClaim, 200, async (tx) => {
      const all = [merchant.id, paymentId, fields, ...values, newId('evt'), actor, requestId, traceParent];
      const [changed] = await tx.query<{ body: string } & WithHints>(UPDATE, all);
      if (!changed) throw new ApiError('payment_not_found', 'Payment not found');
      tx.afterCommit(() => this.queue.hint(...changed.hints));
      return { id: paymentId, body: changed.body };
    });
  }
}
