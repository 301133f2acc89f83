import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { Answer } from '../common/answer.js';
import { ApiError } from '../common/api-error.js';
import { Database } from '../database/database.js';
import type { GivenKey } from '../idempotency/claim.js';
import { IdempotencyService } from '../idempotency/idempotency.service.js';
import type { MerchantDto, UpdateMerchantDto } from './merchant.dto.js';
import { GET, UPDATE } from './merchants.queries.js';

/** What a merchant says of itself. */
@Injectable()
export class MerchantsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
  ) {}

  async get({ merchant }: Caller): Promise<Answer<MerchantDto>> {
    const [found] = await this.database.query<{ body: string }>(GET, [merchant.id]);
    return new Answer((found ?? notFound()).body);
  }

  update({ merchant }: Caller, patch: UpdateMerchantDto, key: GivenKey | null): Promise<Answer<MerchantDto>> {
    if (merchant.mode === 'live' && patch.allowed_origins?.some((origin) => origin.startsWith('http:'))) {
      throw new ApiError('invalid_parameter', 'allowed_origins of a live merchant must be https', {
        field: 'allowed_origins',
      });
    }
    const values = [merchant.id, patch.name, patch.email !== undefined, patch.email ?? null, patch.allowed_origins];
    return this.idempotency.once<MerchantDto>(this.idempotency.claim(key, merchant.id), 200, async (tx) => {
      const [updated] = await tx.query<{ body: string }>(UPDATE, values);
      return { id: merchant.id, body: (updated ?? notFound()).body };
    });
  }
}

function notFound(): never {
  throw new ApiError('merchant_not_found', 'Merchant not found');
}
