import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import type { Rate } from '../../platform/config/rate.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { rangesOf, type ShopperRange, shopperOf } from './card-testing.js';
import { DECLINES, DECLINES_OF_SITE } from './payments.queries.js';

/** Refuses public payments from an address after too many declines (DECLINE_LIMIT): a defence against card testing. */
@Injectable()
export class CardTestingLimits {
  /** Public payments that this process is creating, by merchant and range. They are not in the database yet. */
  private readonly inFlight = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly config: Config,
  ) {}

  /**
   * Runs `create` with the address's fingerprint if no limit is reached. Payments in flight count as well: of a burst,
   * each server admits at most what is left of the limit.
   */
  async guard<T>(merchantId: string, address: string, create: (shopper: string) => Promise<T>): Promise<T> {
    const shopper = shopperOf(this.secrets, address);
    const limit = this.config.DECLINE_LIMIT;
    if (limit === 'off') return create(shopper);
    const ranges = rangesOf(shopper, address).map((range) => ({ ...range, key: `${merchantId} ${range.first}` }));
    const ahead = ranges.map(({ key }) => this.inFlight.get(key) ?? 0);
    for (const { key } of ranges) this.count(key, 1);
    try {
      for (const [index, range] of ranges.entries()) {
        await this.refuseAbove(limit, merchantId, range, ahead[index] ?? 0);
      }
      return await create(shopper);
    } finally {
      for (const { key } of ranges) this.count(key, -1);
    }
  }

  private count(key: string, change: 1 | -1): void {
    const count = (this.inFlight.get(key) ?? 0) + change;
    if (count > 0) this.inFlight.set(key, count);
    else this.inFlight.delete(key);
  }

  private async refuseAbove(
    { count, periodMs }: Rate,
    merchantId: string,
    { first, last, factor }: ShopperRange,
    inFlight: number,
  ): Promise<void> {
    const [row] =
      first === last
        ? await this.database.query<{ declines: number }>(DECLINES, [merchantId, first, periodMs])
        : await this.database.query<{ declines: number }>(DECLINES_OF_SITE, [merchantId, first, periodMs, last]);
    if (!row || row.declines + inFlight < count * factor) return;
    throw new ApiError('too_many_declines', 'Too many declined payments: try again later', {
      retryAfterSeconds: Math.ceil(periodMs / 1000),
    });
  }
}
