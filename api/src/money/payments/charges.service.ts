import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import type { ChargeListDto } from './charge.dto.js';
import { CHARGES_OF_PAYMENT } from './charges.queries.js';

/** What merchants see of charges: every try of a payment at an acquirer. */
@Injectable()
export class ChargesService {
  constructor(private readonly database: Database) {}

  async list({ merchant }: Caller, paymentId: string): Promise<StoredResponse<ChargeListDto>> {
    const [payment] = await this.database.query<{ body: string }>(CHARGES_OF_PAYMENT, [merchant.id, paymentId]);
    if (!payment) throw new ApiError('payment_not_found', 'Payment not found');
    return new StoredResponse(payment.body);
  }
}
