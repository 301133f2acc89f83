import { Injectable } from '@nestjs/common';
import { ReturnSecretsService } from '../../accounts/merchants/return-secrets.service.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { PaymentStatus } from './payment.states.js';
import type { ReturnDto } from './return.dto.js';
import { FIND } from './returns.queries.js';
import { KeySignedReturns } from './key-signed-returns.js';
import { type Returned, signedParameters, withParameters, withQuery } from './signed-return.js';

interface Found {
  merchantId: string;
  returnUrl: string | null;
  cancelUrl: string | null;
  linkId: string | null;
  referenceId: string | null;
  linkStatus: string | null;
  /** The link's payer returns in the form of another API, signed with this key. */
  returnKey: string | null;
  paymentId: string | null;
  /** As shown: never `processing`. */
  status: PaymentStatus | null;
  authorized: boolean;
  expired: boolean;
  final: boolean;
}

/** Signs the outcome with which a shopper returns to the merchant. Only the order's id comes from the shopper. */
@Injectable()
export class ReturnsService {
  constructor(
    private readonly database: Database,
    private readonly secrets: ReturnSecretsService,
    private readonly keySigned: KeySignedReturns,
    private readonly clock: Clock,
  ) {}

  async get(orderId: string): Promise<ReturnDto> {
    const [found] = await this.database.query<Found>(FIND, [orderId]);
    if (!found) throw new ApiError('order_not_found', 'Order not found');
    const returned: Returned = {
      order_id: orderId,
      payment_id: found.paymentId,
      status: found.status ?? (found.expired ? 'expired' : 'cancelled'),
      authorized: found.authorized,
      timestamp: Math.floor(this.clock.now().getTime() / 1000),
    };
    const parameters = signedParameters(returned, await this.secrets.of(found.merchantId));
    const signed = (url: string | null) => url && withParameters(url, parameters);
    const { order_id, payment_id, status, authorized } = returned;
    const shown = {
      ...{ order_id, payment_id, status, authorized, final: found.final },
      query: withParameters('https://shop.invalid', parameters).replace(/^[^?]*/, ''),
    };
    if (found.returnKey !== null) {
      const url = await this.keySignedUrl(found, found.returnKey, returned);
      return { ...shown, return_url: url, cancel_url: url };
    }
    return {
      ...shown,
      return_url: signed(found.returnUrl),
      cancel_url: signed(status === 'success' ? found.returnUrl : (found.cancelUrl ?? found.returnUrl)),
    };
  }

  /** Only of a payment that has paid this very link: the other API has no return without a payment. */
  private async keySignedUrl(
    { merchantId, linkId, referenceId, linkStatus, returnUrl }: Found,
    keyId: string,
    { payment_id: paymentId, status }: Returned,
  ): Promise<string | null> {
    if (!returnUrl || !linkId || !paymentId || status !== 'success' || linkStatus !== 'paid') return null;
    const query = await this.keySigned.of({ merchantId, linkId, referenceId, paymentId, keyId });
    return query && withQuery(returnUrl, query);
  }
}
