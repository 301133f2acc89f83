import { Injectable } from '@nestjs/common';
import type { Actor } from '../../accounts/access/caller.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { OrdersService } from '../orders/orders.service.js';
import { type LockedLink, lockLink, withFreshLocks } from './link-locks.js';
import { OPEN } from './link-orders.queries.js';
import type { LinkOrderDto, OpenLinkOrderDto } from './public-payment-link.dto.js';
import { MERCHANT_OF_LINK } from './payment-links.queries.js';
import { linkNotFound } from './payment-links.service.js';

/** Opens the orders that payers of links pay at the checkout. */
@Injectable()
export class LinkOrdersService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
    private readonly orders: OrdersService,
  ) {}

  /** A reusable link opens a new order for each call, a single link has at most one order that is open or paid. */
  async open(
    shopper: Actor,
    linkId: string,
    { amount }: OpenLinkOrderDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<LinkOrderDto>> {
    const [found] = await this.database.query<{ merchantId: string }>(MERCHANT_OF_LINK, [linkId]);
    const { merchantId } = found ?? linkNotFound();
    const keyClaim = this.idempotency.keyFor(key, merchantId, `payment_link:${linkId}`);
    return withFreshLocks(() =>
      this.idempotency.once<LinkOrderDto>(keyClaim, 201, async (tx) => {
        const link = (await lockLink(tx, merchantId, linkId)) ?? linkNotFound();
        return this.openWithin(tx, { merchantId, linkId, amount: payable(link, amount ?? undefined) }, link, shopper);
      }),
    );
  }

  private async openWithin(
    tx: Tx,
    { merchantId, linkId, amount }: { merchantId: string; linkId: string; amount: number },
    { order, currency }: LockedLink,
    shopper: Actor,
  ): Promise<{ id: string; body: string }> {
    if (order?.status === 'paid') throw new ApiError('payment_link_paid', 'Payment link is already paid');
    if (order?.status === 'created' || order?.status === 'attempted') {
      if (order.amount === amount && !order.overdue) {
        const shown = { order_id: order.id, payment_link_id: linkId, amount, currency };
        return { id: order.id, body: JSON.stringify(shown) };
      }
      // The payer has entered another amount.
      if (!(await this.orders.cancelLocked(tx, merchantId, order.id, shopper))) {
        const description = 'A payment of this link is under way: wait for its end';
        throw new ApiError('order_payment_under_way', description);
      }
    }
    const orderId = newId('order');
    const { actor, requestId, traceParent } = shopper;
    const values = [merchantId, linkId, orderId, amount, newId('evt'), actor, requestId, traceParent];
    const [opened] = await tx.query<{ body: string } & WithHints>(OPEN, values);
    if (!opened) throw new Error(`payment link ${linkId} opens no order, although its row is locked`);
    tx.afterCommit(() => this.queue.hint(...opened.hints));
    return { id: orderId, body: opened.body };
  }
}

/** The amount to pay. Refuses links that take no payments, and amounts outside of the limits. */
function payable({ status, overdue, amount, minAmount, maxAmount }: LockedLink, entered: number | undefined): number {
  if (status === 'paid') throw new ApiError('payment_link_paid', 'Payment link is already paid');
  if (status === 'cancelled') throw new ApiError('payment_link_cancelled', 'Payment link is cancelled');
  if (status === 'expired' || overdue) throw new ApiError('payment_link_expired', 'Payment link has expired');
  const field = 'amount';
  if (amount !== null) {
    if ((entered ?? amount) === amount) return amount;
    throw new ApiError('invalid_parameter', `amount of this link is fixed: send ${amount}, or leave it out`, { field });
  }
  if (entered === undefined)
    throw new ApiError('missing_parameter', 'amount is required: the payer enters it', { field });
  if (minAmount !== null && entered < minAmount) {
    throw new ApiError('amount_too_small', `amount must be at least ${minAmount}`, { field });
  }
  if (maxAmount !== null && entered > maxAmount) {
    throw new ApiError('amount_too_large', `amount must be at most ${maxAmount}`, { field });
  }
  return entered;
}
