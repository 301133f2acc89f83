import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import type { Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { changedFields } from '../../platform/validation/changed-fields.js';
import { type LockedLink, lockLink, withFreshLocks } from './link-locks.js';
import { MOVE_ORDER } from './link-orders.queries.js';
import type { PaymentLinkDto, UpdatePaymentLinkDto } from './payment-link.dto.js';
import { UPDATE } from './payment-links.queries.js';
import { isReferenceTaken, linkNotFound, referenceTaken } from './payment-links.service.js';

/** `ends_at`: an expiry that is given as a time. */
export type LinkChange = UpdatePaymentLinkDto & { ends_at?: string };

/** Changes of links that still take payments. */
@Injectable()
export class PaymentLinkEdits {
  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
  ) {}

  update(
    caller: Caller,
    linkId: string,
    change: LinkChange,
    key: GivenKey | null,
  ): Promise<StoredResponse<PaymentLinkDto>> {
    const merchantId = caller.merchant.id;
    const given = changedFields(change, ['reference_id', 'notes', 'expires_in', 'ends_at']);
    const keyClaim = this.idempotency.keyFor(key, merchantId);
    return withFreshLocks(() =>
      this.idempotency.once<PaymentLinkDto>(keyClaim, 200, async (tx) => {
        const link = (await lockLink(tx, merchantId, linkId)) ?? linkNotFound();
        refuseEnded(link);
        const isMoved = given.fields.some((field) => field === 'expires_in' || field === 'ends_at');
        if (isMoved && link.reusable) refuseReusable();
        const body = await this.change(tx, caller, linkId, given);
        if (isMoved && link.order) await tx.query(MOVE_ORDER, [merchantId, linkId]);
        return { id: linkId, body };
      }),
    );
  }

  private async change(
    tx: Tx,
    { merchant, actor, requestId, traceParent }: Caller,
    linkId: string,
    { fields, values }: ReturnType<typeof changedFields>,
  ): Promise<string> {
    const author = [newId('evt'), actor, requestId, traceParent];
    const parameters = [merchant.id, linkId, ...author, fields, ...values];
    const [changed] = await tx.query<{ body: string } & WithHints>(UPDATE, parameters).catch((error: unknown) => {
      throw isReferenceTaken(error) ? referenceTaken() : error;
    });
    if (!changed) throw new Error(`payment link ${linkId} is gone, although its row is locked`);
    tx.afterCommit(() => this.queue.hint(...changed.hints));
    return changed.body;
  }
}

function refuseEnded({ status, overdue }: LockedLink): void {
  if (status === 'paid') throw new ApiError('payment_link_paid', 'Payment link is already paid');
  if (status === 'cancelled') throw new ApiError('payment_link_cancelled', 'Payment link is cancelled');
  if (status === 'expired' || overdue) throw new ApiError('payment_link_expired', 'Payment link has expired');
}

function refuseReusable(): never {
  const description = 'The expiry of a reusable link cannot be changed: cancel the link and create another one';
  throw new ApiError('invalid_parameter', description, { field: 'expires_in' });
}
