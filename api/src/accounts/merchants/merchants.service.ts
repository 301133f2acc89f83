import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { TIME_ZONE_FORMAT } from '../../platform/time-zone.js';
import type { Caller } from '../access/caller.js';
import { requireFreshFactor } from '../access/fresh-factor.js';
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

  update(
    { merchant, user }: Caller,
    patch: UpdateMerchantDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<MerchantDto>> {
    if (merchant.mode === 'live' && patch.allowed_origins?.some((origin) => origin.startsWith('http:'))) {
      throw new ApiError('invalid_parameter', 'allowed_origins of a live merchant must be https', {
        field: 'allowed_origins',
      });
    }
    const { requires_second_factor: requiresFactor } = patch;
    if (requiresFactor !== undefined) refuseFactorRule(user, requiresFactor);
    // It stores the secrets of new live keys.
    if (user && merchant.mode === 'live' && patch.compatible_apis !== undefined) requireFreshFactor(user);
    const { name, email, allowed_origins: origins, time_zone: timeZone, upi_collect: upiCollect } = patch;
    const changed = [name, email !== undefined, email ?? null, origins, timeZone, upiCollect, patch.locale];
    const switches = [patch.mail_receipts ?? null, patch.compatible_apis ?? null, requiresFactor ?? null];
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

/** An owner sets the rule, and has a second factor: otherwise the rule would lock out the owner as well. */
function refuseFactorRule(user: Caller['user'], requires: boolean): void {
  if (user?.role !== 'owner') throw new ApiError('owner_required', 'Only an owner may change this rule');
  requireFreshFactor(user);
  if (requires && !user.hasFactor) {
    throw new ApiError('second_factor_missing', 'Add a second factor to your own account first');
  }
}

const UNKNOWN_TIME_ZONE = '22023';
function refuseTimeZone(error: unknown): never {
  if ((error as { code?: unknown }).code !== UNKNOWN_TIME_ZONE) throw error;
  throw new ApiError('invalid_parameter', TIME_ZONE_FORMAT, { field: 'time_zone' });
}

function notFound(): never {
  throw new ApiError('merchant_not_found', 'Merchant not found');
}
