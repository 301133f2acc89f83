import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { TIME_ZONE_FORMAT } from '../../platform/time-zone.js';
import type { Caller } from '../access/caller.js';
import { textColorOn } from './brand-color.js';
import { readLogo } from './logo.js';
import type { MerchantDto, UpdateMerchantDto } from './merchant.dto.js';
import { GET, UPDATE } from './merchants.queries.js';

/** A merchant's own settings. */
@Injectable()
export class MerchantsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
  ) {}

  async get({ merchant }: Caller): Promise<StoredResponse<MerchantDto>> {
    const [found] = await this.database.query<{ body: string }>(GET, [merchant.id]);
    return new StoredResponse((found ?? notFound()).body);
  }

  update({ merchant }: Caller, patch: UpdateMerchantDto, key: GivenKey | null): Promise<StoredResponse<MerchantDto>> {
    if (merchant.mode === 'live' && patch.allowed_origins?.some((origin) => origin.startsWith('http:'))) {
      throw new ApiError('invalid_parameter', 'allowed_origins of a live merchant must be https', {
        field: 'allowed_origins',
      });
    }
    const { name, email, allowed_origins: origins, time_zone: timeZone, upi_collect: upiCollect } = patch;
    const changed = [name, email !== undefined, email ?? null, origins, timeZone, upiCollect, patch.locale];
    const switches = [patch.mail_receipts ?? null, patch.compatible_apis ?? null];
    const values = [merchant.id, ...changed, JSON.stringify(brandingOf(patch)), ...switches];
    return this.idempotency.once<MerchantDto>(this.idempotency.keyFor(key, merchant.id), 200, async (tx) => {
      const [updated] = await tx.query<{ body: string }>(UPDATE, values).catch(refuseTimeZone);
      return { id: merchant.id, body: (updated ?? notFound()).body };
    });
  }
}

/** The columns of branding and contact that the change names. JSON.stringify leaves absent ones out; null removes. */
function brandingOf({ brand_color: given, logo, support_email, support_phone }: UpdateMerchantDto) {
  const color = given?.toLowerCase();
  return {
    ...(given !== undefined && { brand_color: color ?? null, brand_text_color: color ? textColorOn(color) : null }),
    ...(logo !== undefined && { logo: storedLogo(logo) }),
    support_email,
    support_phone,
  };
}

/** Without what the picture does not need. The DTO has refused everything that is no logo. */
function storedLogo(given: string | null): string | null {
  const read = readLogo(given);
  return 'logo' in read ? read.logo : null;
}

const UNKNOWN_TIME_ZONE = '22023';
function refuseTimeZone(error: unknown): never {
  if ((error as { code?: unknown }).code !== UNKNOWN_TIME_ZONE) throw error;
  throw new ApiError('invalid_parameter', TIME_ZONE_FORMAT, { field: 'time_zone' });
}

function notFound(): never {
  throw new ApiError('merchant_not_found', 'Merchant not found');
}
