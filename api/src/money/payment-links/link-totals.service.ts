import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Database } from '../../platform/database/database.js';
import { RECEIVED } from './payment-links.queries.js';

export interface LinkTotal {
  count: number;
  amount: number;
}

/** What payment links have taken. */
@Injectable()
export class LinkTotals {
  constructor(private readonly database: Database) {}

  /** The captured payments of each link. */
  async of({ merchant }: Pick<Caller, 'merchant'>, linkIds: readonly string[]): Promise<Map<string, LinkTotal>> {
    const rows = await this.database.query<LinkTotal & { id: string }>(RECEIVED, [merchant.id, linkIds]);
    const found = new Map(rows.map(({ id, count, amount }) => [id, { count, amount }]));
    return new Map(linkIds.map((id) => [id, found.get(id) ?? { count: 0, amount: 0 }]));
  }
}
