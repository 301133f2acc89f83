import { Injectable, Logger } from '@nestjs/common';
import type { Actor, Caller, CallingMerchant } from '../../accounts/access/caller.js';
import type { Mode } from '../../accounts/access/permissions.js';
import { ConnectorAccountsService } from '../../acquiring/connector-accounts/connector-accounts.service.js';
import { Connectors, type Offer } from '../../acquiring/connectors/connectors.service.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { Clock } from '../../platform/clock.js';
import { BatchedWrites } from '../../platform/database/batched-writes.js';
import { Database } from '../../platform/database/database.js';
import { type Backwards, madeWithin, pageOrCounted, seldom } from '../../platform/database/page.js';
import { caseless, search } from '../../platform/database/search.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService, keyInFlight } from '../../platform/idempotency/idempotency.service.js';
import { claimColumns, type GivenKey, type KeyClaim } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { traceIdOf } from '../../platform/telemetry/trace-parent.js';
import type { OrderStatus } from '../orders/order.states.js';
import { isAuthorized } from '../orders/orders.sql.js';
import { CustomersService, givenCustomer } from '../customers/customers.service.js';
import { CardTestingLimits } from './card-testing-limits.service.js';
import { refuseCvvOfOtherLength } from './card.js';
import type { CreatePaymentDto, CreatePublicPaymentDto, ListPaymentsDto } from './create-payment.dto.js';
import { type CheckedInstrument, checkInstrument, tokenize } from './instrument.js';
import { paymentHint } from './payment-hint.js';
import type { ShownInstrument } from './masked-instrument.js';
import type { NewPublicPaymentDto, PaymentDto, PaymentPageDto } from './payment.dto.js';
import type { PaymentStatus } from './payment.states.js';
import { type AskedOrder, type EnabledAccount, takersOf, whyNotTaken } from './sheet-rules.js';
import {
  CREATE,
  CREATE_PUBLIC,
  GET,
  GET_PUBLIC,
  LATEST_OF_ORDERS,
  MAX_FAILED_PER_ORDER,
  MERCHANT_OF_ORDER,
  SEARCH,
  WHY_NOT,
} from './payments.queries.js';
import { isInMoneyState, paymentJson, rowsShown } from './payments.sql.js';

/** A payment as the public look-up returns it. */
export interface PublicPayment {
  id: string;
  mode: Mode;
  merchantId: string;
  orderId: string;
  version: number;
  status: PaymentStatus;
  body: string;
  /** Null a day after its creation. */
  instrument: ShownInstrument | null;
}
interface NewPayment {
  id: string;
  order_id: string;
}
type Created = { id: string; body: string } & WithHints;
/** The order of a payment that was not created. */
interface RefusingOrder extends AskedOrder {
  status: OrderStatus;
  overdue: boolean | null;
  failures: number;
  takesCollect: boolean;
  accounts: EnabledAccount[];
}

@Injectable()
export class PaymentsService {
  private readonly logger = new Logger(PaymentsService.name);
  private readonly creates: BatchedWrites<NewPayment, Created>;
  private readonly publicCreates: BatchedWrites<NewPayment, Created>;
  private readonly merchantsWithAccount = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly connectors: Connectors,
    private readonly queue: JobQueue,
    private readonly cardTesting: CardTestingLimits,
    private readonly accounts: ConnectorAccountsService,
    private readonly clock: Clock,
    private readonly customers: CustomersService,
  ) {
    const byOrder = ({ order_id }: NewPayment) => order_id;
    this.creates = new BatchedWrites(database, CREATE, byOrder);
    this.publicCreates = new BatchedWrites(database, CREATE_PUBLIC, byOrder);
  }

  create(caller: Caller, body: CreatePaymentDto, key: GivenKey | null): Promise<StoredResponse<PaymentDto>> {
    const checked = checkInstrument(body, this.clock.now());
    return this.accept(caller.merchant, body, checked, caller, this.idempotency.keyFor(key, caller.merchant.id), null);
  }

  /** From the checkout. The key's scope is the order, and the attempts are limited against card testing. */
  async createPublic(
    shopper: Actor & { address: string },
    body: CreatePublicPaymentDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<NewPublicPaymentDto>> {
    const checked = checkInstrument(body, this.clock.now());
    const [merchant] = await this.database.query<CallingMerchant>(MERCHANT_OF_ORDER, [body.order_id]);
    if (!merchant) throw new ApiError('order_not_found', 'Order not found');
    const keyClaim = this.idempotency.keyFor(key, merchant.id, `order:${body.order_id}`);
    return this.cardTesting.guard(merchant.id, shopper.address, (fingerprint) =>
      this.accept(merchant, body, checked, shopper, keyClaim, fingerprint),
    );
  }

  private async accept(
    merchant: CallingMerchant,
    body: CreatePaymentDto,
    checked: CheckedInstrument,
    actor: Actor,
    keyClaim: KeyClaim | null,
    shopper: string | null,
  ): Promise<StoredResponse<PaymentDto>> {
    if (merchant.mode === 'live' && 'card' in checked) refuseCvvOfOtherLength(checked.card);
    const { columns, takers } = tokenize(checked, this.connectors.offersTo(merchant.mode));
    if (merchant.mode === 'test') await this.ensureAccount(merchant.id);
    const row = {
      merchant_id: merchant.id,
      id: newId('pay'),
      order_id: body.order_id,
      ...columns,
      takers: takersOf(takers),
      given_description: body.description ?? null,
      notes: body.notes ?? {},
      ...givenCustomer(body.customer),
      event_id: newId('evt'),
      actor: actor.actor,
      shopper,
      request_id: actor.requestId,
      trace_parent: actor.traceParent,
      ...claimColumns(keyClaim),
    };
    return this.idempotency.firstOrReplay<PaymentDto>(
      keyClaim,
      async () => {
        const created = await (shopper === null ? this.creates : this.publicCreates).write(row);
        if (!created) return undefined;
        this.queue.hint(paymentHint(merchant.id, row.id), ...created.hints);
        this.logger.log('payment accepted', {
          payment_id: row.id,
          order_id: row.order_id,
          merchant_id: merchant.id,
          request_id: actor.requestId,
          trace_id: traceIdOf(actor.traceParent),
        });
        return new StoredResponse(created.body);
      },
      () => this.refusal(merchant.id, body, takers, shopper !== null),
    );
  }

  /** Before a merchant's first payment in this process, so that its payments reach the bank in the order of creation. */
  private async ensureAccount(merchantId: string): Promise<void> {
    if (this.merchantsWithAccount.has(merchantId)) return;
    await this.accounts.ensureSimulated(merchantId);
    this.merchantsWithAccount.add(merchantId);
  }

  private async refusal(
    merchantId: string,
    { order_id, method, flow, customer }: CreatePaymentDto,
    takers: readonly Offer[],
    isPublic: boolean,
  ): Promise<ApiError> {
    const [order] = await this.database.query<RefusingOrder>(WHY_NOT, [merchantId, order_id]);
    if (!order) return new ApiError('order_not_found', 'Order not found', { field: 'order_id' });
    if (order.status === 'paid') return new ApiError('order_already_paid', 'Order is already paid');
    if (order.status === 'cancelled') return new ApiError('order_cancelled', 'Order is cancelled');
    if (order.status === 'expired' || order.overdue) return new ApiError('order_expired', 'Order has expired');
    if (method === 'upi' && order.currency !== 'INR') {
      return new ApiError('method_currency_mismatch', 'UPI takes INR only', { field: 'method' });
    }
    if (method === 'upi' && (flow ?? 'collect') === 'collect' && !order.takesCollect) {
      return new ApiError(
        'upi_collect_off',
        'This merchant does not take UPI collect: send flow intent, without a vpa',
        {
          field: 'vpa',
        },
      );
    }
    const untaken = whyNotTaken(order.accounts, takers, method ?? null, order);
    if (untaken) return untaken;
    if (isPublic && order.failures >= MAX_FAILED_PER_ORDER) {
      return new ApiError('order_attempts_exceeded', 'Too many attempts for this order');
    }
    return (await this.customers.refusal(merchantId, customer?.id, 'customer.id')) ?? keyInFlight();
  }

  async get({ merchant }: Caller, paymentId: string): Promise<StoredResponse<PaymentDto>> {
    const [payment] = await this.database.query<{ body: string }>(GET, [merchant.id, paymentId]);
    return new StoredResponse((payment ?? notFound()).body);
  }

  /** Of each of these orders the payment that succeeded, or else the newest. Orders without payments have none. */
  async latestOf({ merchant }: Caller, orderIds: readonly string[]): Promise<PaymentDto[]> {
    if (orderIds.length === 0) return [];
    const rows = await this.database.query<{ body: string }>(LATEST_OF_ORDERS, [merchant.id, orderIds]);
    return rows.map(({ body }) => JSON.parse(body) as PaymentDto);
  }

  async getPublic(paymentId: string): Promise<PublicPayment> {
    const [payment] = await this.database.query<PublicPayment>(GET_PUBLIC, [[paymentId]]);
    return payment ?? notFound();
  }

  async list({ merchant }: Caller, query: ListPaymentsDto & Backwards): Promise<StoredResponse<PaymentPageDto>> {
    const state = query.money_state;
    const isPending = state === 'pending';
    const parts = rowsShown('p', isPending ? 'pending' : query.status);
    const listed = { from: 'payments p', alias: 'p', json: paymentJson('p'), parts };
    const found = await search(this.database, SEARCH, merchant.id, query.q);
    return new StoredResponse(
      await pageOrCounted(this.database, listed, merchant.id, query, [
        ...seldom('p.status', query.status === 'pending' ? null : query.status, ['success']),
        [state && !isPending ? isInMoneyState('p', state) : '', isPending ? null : state],
        [query.authorized ? isAuthorized('p') : `NOT (${isAuthorized('p')})`, query.authorized],
        ['p.method = ?', query.method],
        ['p.order_id = ?', query.order_id],
        ['p.customer_id = ?', query.customer_id],
        ['p.payment_link_id = ?', query.payment_link_id],
        ...madeWithin('p', 'pay', query),
        [`(p.id = ANY(?) OR p.order_id = ANY(?) OR ${caseless('p.vpa')} = ANY(?) OR p.card_last4 = ANY(?))`, found],
      ]),
    );
  }
}

function notFound(): never {
  throw new ApiError('payment_not_found', 'Payment not found');
}
