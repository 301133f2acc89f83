import { Injectable } from '@nestjs/common';
import { type Actor, type Caller, SYSTEM } from '../../accounts/access/caller.js';
import type { PayableOrder } from '../../acquiring/routing/payable-methods.js';
import { Router } from '../../acquiring/routing/router.service.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { BatchedWrites } from '../../platform/database/batched-writes.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { type Backwards, madeWithin, pageOrCounted, seldom } from '../../platform/database/page.js';
import { caseless, search } from '../../platform/database/search.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService, keyInFlight } from '../../platform/idempotency/idempotency.service.js';
import { claimColumns, type GivenKey } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { withField } from '../../platform/json-text.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { changedFields } from '../../platform/validation/changed-fields.js';
import { returnUrlFault } from '../../platform/validation/return-url.js';
import { CustomersService, givenCustomer } from '../customers/customers.service.js';
import { refuseOtherSum } from './line-items.js';
import type { CreateOrderDto, ListOrdersDto, UpdateOrderDto } from './create-order.dto.js';
import { SET_RETURN_URL, UPDATE } from './order-edits.queries.js';
import type { OrderDto, OrderPageDto, PublicOrderDto } from './order.dto.js';
import type { OrderStatus } from './order.states.js';
import { CLOSE, CREATE, DUE, GET, GET_PUBLIC, LOCK, PAYMENT_AT_BANK, SEARCH } from './orders.queries.js';
import { orderJson } from './orders.sql.js';

interface Body {
  body: string;
}
interface LockedOrder extends Body {
  status: OrderStatus;
  overdue: boolean | null;
}

@Injectable()
export class OrdersService {
  private readonly creates: BatchedWrites<{ id: string }, Body & WithHints & { id: string }>;

  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
    private readonly customers: CustomersService,
    private readonly router: Router,
  ) {
    this.creates = new BatchedWrites(database, CREATE);
  }

  /** `id`: for a caller who needs it before the order exists. */
  create(
    { merchant, actor, requestId, traceParent }: Caller,
    order: CreateOrderDto,
    key: GivenKey | null,
    id = newId('order'),
  ): Promise<StoredResponse<OrderDto>> {
    if (merchant.mode === 'live') {
      refuseTestUrl('return_url', order.return_url);
      refuseTestUrl('cancel_url', order.cancel_url);
    }
    refuseOtherSum(order.amount, order.line_items);
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    const row = {
      merchant_id: merchant.id,
      mode: merchant.mode,
      id,
      amount: order.amount,
      currency: order.currency ?? 'INR',
      receipt: order.receipt ?? null,
      notes: order.notes ?? {},
      capture: order.capture ?? 'automatic',
      return_url: order.return_url ?? null,
      cancel_url: order.cancel_url ?? null,
      expires_in: order.expires_in ?? null,
      description: order.description ?? null,
      line_items: order.line_items ?? null,
      event_id: newId('evt'),
      actor,
      request_id: requestId,
      trace_parent: traceParent,
      ...givenCustomer(order.customer),
      ...claimColumns(keyClaim),
    };
    return this.idempotency.firstOrReplay<OrderDto>(
      keyClaim,
      async () => {
        const created = await this.creates.write(row);
        if (!created) return undefined;
        this.queue.hint(...created.hints);
        return new StoredResponse(created.body);
      },
      async () => (await this.customers.refusal(merchant.id, order.customer?.id, 'customer.id')) ?? keyInFlight(),
    );
  }

  async get({ merchant }: Caller, orderId: string): Promise<StoredResponse<OrderDto>> {
    const [order] = await this.database.query<Body>(GET, [merchant.id, orderId]);
    return new StoredResponse((order ?? notFound()).body);
  }

  async getPublic(orderId: string): Promise<StoredResponse<PublicOrderDto>> {
    const [order] = await this.database.query<Body & PayableOrder>(GET_PUBLIC, [orderId]);
    const { body, ...payable } = order ?? notFound();
    return new StoredResponse(withField(body, 'methods', this.router.payableMethods(payable)));
  }

  /** `itemized`: only orders with line items. */
  async list(
    { merchant }: Caller,
    query: ListOrdersDto & Backwards & { itemized?: true },
  ): Promise<StoredResponse<OrderPageDto>> {
    const listed = { from: 'orders o', alias: 'o', json: orderJson('o') };
    const found = await search(this.database, SEARCH, merchant.id, query.q);
    return new StoredResponse(
      await pageOrCounted(this.database, listed, merchant.id, query, [
        ...seldom('o.status', query.status, ['paid']),
        ...madeWithin('o', 'order', query),
        [`(o.receipt = ? AND ${caseless('o.receipt')} = ${caseless('?::text')})`, query.receipt],
        ['o.customer_id = ?', query.customer_id],
        ['o.line_items IS NOT NULL', query.itemized],
        ['o.id = ANY(?)', found],
      ]),
    );
  }

  update(
    caller: Caller,
    orderId: string,
    change: UpdateOrderDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<OrderDto>> {
    const { merchant, actor, requestId, traceParent } = caller;
    const { fields, values } = changedFields(change, ['description', 'receipt', 'notes']);
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    return this.idempotency.once<OrderDto>(keyClaim, 200, async (tx) => {
      const author = [newId('evt'), actor, requestId, traceParent];
      const [changed] = await tx.query<Body & WithHints>(UPDATE, [merchant.id, orderId, ...author, fields, ...values]);
      if (!changed) return notFound();
      tx.afterCommit(() => this.queue.hint(...changed.hints));
      return { id: orderId, body: changed.body };
    });
  }

  /** Where the shopper is sent after the payment. The URL was checked by the caller. */
  async setReturnUrl({ merchant, actor, requestId, traceParent }: Caller, orderId: string, url: string): Promise<void> {
    const values = [merchant.id, orderId, newId('evt'), actor, requestId, traceParent, url];
    const [changed] = await this.database.query<WithHints>(SET_RETURN_URL, values);
    this.queue.hint(...(changed ?? notFound()).hints);
  }

  /**
   * Refused while a payment is at the bank or has succeeded. Repeating a finished cancel returns the cancelled order.
   */
  cancel(caller: Caller, orderId: string, key: GivenKey | null): Promise<StoredResponse<OrderDto>> {
    const keyClaim = this.idempotency.keyFor(key, caller.merchant.id);
    return this.idempotency.once<OrderDto>(keyClaim, 200, async (tx) => {
      const [order] = await tx.query<LockedOrder>(LOCK, [caller.merchant.id, orderId]);
      if (!order) return notFound();
      if (order.status === 'cancelled') return { id: orderId, body: order.body };
      if (order.status === 'paid') throw new ApiError('order_already_paid', 'Order is already paid');
      if (order.status === 'expired') throw new ApiError('order_expired', 'Order has expired');
      if (await this.hasPaymentAtBank(tx, caller.merchant.id, orderId)) {
        throw new ApiError(
          'order_payment_under_way',
          'Order cannot be cancelled while a payment is under way: cancel the payment first',
        );
      }
      return { id: orderId, body: await this.close(tx, caller.merchant.id, orderId, 'cancelled', caller) };
    });
  }

  /** Expires an order whose time has passed, unless a payment of it is at the bank: then a later sweep expires it. */
  expire(merchantId: string, orderId: string): Promise<void> {
    return this.database.transaction(async (tx) => {
      const [order] = await tx.query<LockedOrder>(LOCK, [merchantId, orderId]);
      const isOpen = order?.status === 'created' || order?.status === 'attempted';
      if (!isOpen || !order.overdue || (await this.hasPaymentAtBank(tx, merchantId, orderId))) return;
      await this.close(tx, merchantId, orderId, 'expired', SYSTEM);
    });
  }

  /** Orders whose time has passed. */
  due(tx: Tx, limit: number): Promise<{ merchantId: string; id: string }[]> {
    return tx.query(DUE, [limit]);
  }

  /** Cancels an open order that the caller has locked. False, and nothing changes, while a payment is at the bank or approved. */
  async cancelLocked(tx: Tx, merchantId: string, orderId: string, actor: Actor): Promise<boolean> {
    if (await this.hasPaymentAtBank(tx, merchantId, orderId)) return false;
    await this.close(tx, merchantId, orderId, 'cancelled', actor);
    return true;
  }

  private async hasPaymentAtBank(tx: Tx, merchantId: string, orderId: string): Promise<boolean> {
    return (await tx.query(PAYMENT_AT_BANK, [merchantId, orderId])).length > 0;
  }

  private async close(tx: Tx, merchantId: string, orderId: string, status: OrderStatus, actor: Actor): Promise<string> {
    const values = [merchantId, orderId, status, newId('evt'), actor.actor, actor.requestId, actor.traceParent];
    const [closed] = await tx.query<Body & WithHints>(CLOSE, values);
    if (!closed) throw new Error(`order ${orderId} is no longer open, although its row is locked`);
    tx.afterCommit(() => this.queue.hint(...closed.hints));
    return closed.body;
  }
}

/** The validation does not have the merchant's mode, so it accepts the URLs that only test merchants may use. */
export function refuseTestUrl(field: 'return_url' | 'cancel_url', url: string | undefined): void {
  const fault = url && returnUrlFault(url, 'live');
  if (fault) throw new ApiError('invalid_parameter', `${field} ${fault}`, { field });
}

function notFound(): never {
  throw new ApiError('order_not_found', 'Order not found');
}
