import { Injectable } from '@nestjs/common';
import { type Actor, type Caller, SYSTEM } from '../../accounts/access/caller.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { amountLimitsOf } from '../../platform/currency.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { madeWithin, pageOrCounted } from '../../platform/database/page.js';
import { search } from '../../platform/database/search.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import { claimColumns, type GivenKey } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { MAX_ORDERS_ENDED } from '../orders/orders.sql.js';
import { givenCustomer } from '../customers/customers.service.js';
import { refuseTestUrl } from '../orders/orders.service.js';
import { lockLink, withFreshLocks } from './link-locks.js';
import { END_ORDERS } from './link-orders.queries.js';
import type { PayerDto } from '../customers/customer.dto.js';
import type {
  CreatePaymentLinkDto,
  ListPaymentLinksDto,
  PaymentLinkDto,
  PaymentLinkPageDto,
} from './payment-link.dto.js';
import type { PublicPaymentLinkDto } from './public-payment-link.dto.js';
import { CREATE, DUE, END, GET, GET_PUBLIC, ORDERS_ENDED, REFERENCE_TAKEN, SEARCH } from './payment-links.queries.js';
import { isQrCode, linkJson } from './payment-links.sql.js';

interface Body {
  body: string;
}
/** `endsAt`: an expiry that is given as a time. `returnKey`: the API key that signs the payer's return. */
export interface LinkTerms {
  endsAt?: Date;
  returnKey?: string;
}
/** A link that the sweeper has to expire, or whose open orders it has to end. */
export interface DueLink {
  merchantId: string;
  id: string;
  isOverdue: boolean;
}

@Injectable()
export class PaymentLinksService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
  ) {}

  /** `terms`: what only another API's links have. */
  create(
    caller: Caller,
    link: CreatePaymentLinkDto,
    key: GivenKey | null,
    { endsAt, returnKey }: LinkTerms = {},
  ): Promise<StoredResponse<PaymentLinkDto>> {
    const { merchant, actor, requestId, traceParent } = caller;
    if (merchant.mode === 'live') refuseTestUrl('return_url', link.return_url);
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    const row = {
      merchant_id: merchant.id,
      mode: merchant.mode,
      id: newId('plink'),
      ...amountsOf(link),
      currency: link.currency ?? 'INR',
      title: link.title,
      description: link.description ?? null,
      reference_id: link.reference_id ?? null,
      reusable: link.reusable ?? false,
      notes: link.notes ?? {},
      expires_in: link.expires_in ?? null,
      ends_at: endsAt ?? null,
      customer: payerOf(link.customer),
      return_url: link.return_url ?? null,
      return_key: returnKey ?? null,
      event_id: newId('evt'),
      actor,
      request_id: requestId,
      trace_parent: traceParent,
      ...claimColumns(keyClaim),
    };
    return this.idempotency.firstOrReplay<PaymentLinkDto>(
      keyClaim,
      async () => {
        const created = await this.insert(row);
        if (!created) return undefined;
        this.queue.hint(...created.hints);
        return new StoredResponse(created.body);
      },
      () => this.refusal(merchant.id, row.reference_id),
    );
  }

  /** Undefined if the reference or the key is taken, also if another request takes the reference at the same time. */
  private async insert(row: object): Promise<(Body & WithHints) | undefined> {
    try {
      return (await this.database.query<Body & WithHints>(CREATE, [JSON.stringify(row)]))[0];
    } catch (error) {
      if (isReferenceTaken(error)) return undefined;
      throw error;
    }
  }

  private async refusal(merchantId: string, referenceId: string | null): Promise<ApiError> {
    const taken = await this.database.query(REFERENCE_TAKEN, [merchantId, referenceId]);
    return taken.length > 0
      ? referenceTaken()
      : new ApiError('idempotency_key_in_flight', 'The same idempotency key is still in flight', {
          retryAfterSeconds: 1,
        });
  }

  async get({ merchant }: Pick<Caller, 'merchant'>, linkId: string): Promise<StoredResponse<PaymentLinkDto>> {
    const [link] = await this.database.query<Body>(GET, [merchant.id, linkId]);
    return new StoredResponse((link ?? linkNotFound()).body);
  }

  async getPublic(linkId: string): Promise<StoredResponse<PublicPaymentLinkDto>> {
    const [link] = await this.database.query<Body>(GET_PUBLIC, [linkId]);
    return new StoredResponse((link ?? linkNotFound()).body);
  }

  /** `qrCodes`: only links that were made as QR codes, of one customer or of all; false: only others. */
  async list(
    { merchant }: Caller,
    query: ListPaymentLinksDto & { offset?: number; id?: string; qrCodes?: false | { customerId: string | undefined } },
  ): Promise<StoredResponse<PaymentLinkPageDto>> {
    const listed = { from: 'payment_links l', alias: 'l', json: linkJson('l') };
    const found = await search(this.database, SEARCH, merchant.id, query.q);
    return new StoredResponse(
      await pageOrCounted(this.database, listed, merchant.id, query, [
        ['l.status = ?', query.status],
        ['l.id = ?', query.id],
        [`NOT (${isQrCode('l')})`, query.qrCodes === false || undefined],
        [isQrCode('l'), Boolean(query.qrCodes) || undefined],
        [`l.notes->'_razorpay'->'qr_code'->>'customer_id' = ?`, (query.qrCodes || undefined)?.customerId],
        ['l.reference_id = ?', query.reference_id],
        ...madeWithin('l', 'plink', query),
        ['l.id = ANY(?)', found],
      ]),
    );
  }

  /**
   * Cancels a link and ends its open orders: they take no new payment. A payment at the bank is left until it ends, and may
   * still pay a single link. Repeating a finished cancel returns the cancelled link.
   */
  cancel(caller: Caller, linkId: string, key: GivenKey | null): Promise<StoredResponse<PaymentLinkDto>> {
    const merchantId = caller.merchant.id;
    const keyClaim = this.idempotency.keyFor(key, merchantId);
    return withFreshLocks(() =>
      this.idempotency.once<PaymentLinkDto>(keyClaim, 200, async (tx) => {
        const link = (await lockLink(tx, merchantId, linkId)) ?? linkNotFound();
        if (link.status === 'cancelled') return { id: linkId, body: link.body };
        if (link.status === 'paid') throw new ApiError('payment_link_paid', 'Payment link is already paid');
        if (link.status === 'expired') throw new ApiError('payment_link_expired', 'Payment link has expired');
        const body = await this.end(tx, merchantId, linkId, 'cancelled', caller);
        await this.endOrdersWithin(tx, merchantId, linkId);
        return { id: linkId, body: body ?? link.body };
      }),
    );
  }

  /** Links that {@link sweep} has work for. */
  due(tx: Tx, limit: number): Promise<DueLink[]> {
    return tx.query(DUE, [limit]);
  }

  /** Expires a link whose time has passed; its orders have the same time. Or ends open orders of a cancelled link. */
  async sweep({ merchantId, id, isOverdue }: DueLink): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (isOverdue) await this.end(tx, merchantId, id, 'expired', SYSTEM);
      else await this.endOrdersWithin(tx, merchantId, id);
    });
  }

  private async end(
    tx: Tx,
    merchantId: string,
    linkId: string,
    status: 'cancelled' | 'expired',
    { actor, requestId, traceParent }: Actor,
  ): Promise<string | undefined> {
    const values = [merchantId, linkId, status, newId('evt'), actor, requestId, traceParent];
    const [ended] = await tx.query<Body & WithHints>(END, values);
    if (ended) tx.afterCommit(() => this.queue.hint(...ended.hints));
    return ended?.body;
  }

  /** A reusable link may have more open orders than one statement ends: then the sweeper continues. */
  private async endOrdersWithin(tx: Tx, merchantId: string, linkId: string): Promise<void> {
    const ended = await tx.query(END_ORDERS, [merchantId, linkId]);
    if (ended.length < MAX_ORDERS_ENDED) await tx.query(ORDERS_ENDED, [merchantId, linkId]);
  }
}

/** The amount, or the limits of what the payer enters. */
function amountsOf({ amount, min_amount: min, max_amount: max, currency }: CreatePaymentLinkDto) {
  if (amount) {
    if (min ?? max) {
      const field = min ? 'min_amount' : 'max_amount';
      throw new ApiError('conflicting_parameters', `${field} and amount exclude each other: send one of them`, {
        field,
      });
    }
    return { amount, min_amount: null, max_amount: null };
  }
  if (!min && !max) {
    throw new ApiError(
      'conflicting_parameters',
      'Send amount, or min_amount or max_amount if the payer enters the amount',
      { field: 'amount' },
    );
  }
  const { minimum, maximum } = amountLimitsOf(currency ?? 'INR');
  const limits = { min_amount: min ?? minimum, max_amount: max ?? maximum };
  if (limits.min_amount > limits.max_amount) {
    const description = `max_amount must be at least min_amount, ${limits.min_amount}`;
    throw new ApiError('invalid_parameter', description, { field: 'max_amount' });
  }
  return { amount: null, ...limits };
}

/** The payer in the form in which orders keep their customer's copy. */
function payerOf(payer: PayerDto | undefined) {
  if (!payer) return null;
  const { given_name: name, given_email: email, given_contact: contact } = givenCustomer(payer);
  return { id: null, name, email, contact };
}

export const isReferenceTaken = (error: unknown) =>
  (error as { constraint?: string }).constraint === 'payment_links_reference';

export const referenceTaken = () =>
  new ApiError('reference_id_taken', 'Another payment link has this reference_id: send another one', {
    field: 'reference_id',
  });

export function linkNotFound(): never {
  throw new ApiError('payment_link_not_found', 'Payment link not found');
}
