import { Injectable } from '@nestjs/common';
import { ReturnSecretsService } from '../../accounts/merchants/return-secrets.service.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { PaymentStatus } from './payment.states.js';
import type { ReturnDto } from './return.dto.js';
import { FIND } from './returns.queries.js';
import { type Returned, signedParameters, withParameters } from './signed-return.js';

interface Found {
  merchantId: string;
  returnUrl: string | null;
  cancelUrl: string | null;
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
    return {
      ...{ order_id, payment_id, status, authorized, final: found.final },
      query: withParameters('https://shop.invalid', parameters).replace(/^[^?]*/, ''),
      return_url: signed(found.returnUrl),
      cancel_url: signed(status === 'success' ? found.returnUrl : (found.cancelUrl ?? found.returnUrl)),
    };
  }
}
