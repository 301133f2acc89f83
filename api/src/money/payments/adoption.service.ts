import { Injectable } from '@nestjs/common';
import { ConnectorAccountsService } from '../../acquiring/connector-accounts/connector-accounts.service.js';
import { Database } from '../../platform/database/database.js';
import { ADOPT } from './adoption.queries.js';

/** Gives payments of the version before charges a charge when they are next needed: one at a time, never all at once. */
@Injectable()
export class Adoption {
  constructor(
    private readonly database: Database,
    private readonly accounts: ConnectorAccountsService,
  ) {}

  /**
   * The id of the payment's charge, which is the payment's own. Undefined if it has one, was never sent to the bank, or a
   * worker of that version holds it.
   */
  async adopt(merchantId: string, paymentId: string): Promise<string | undefined> {
    await this.accounts.ensureSimulated(merchantId);
    const [adopted] = await this.database.query<{ id: string }>(ADOPT, [merchantId, paymentId]);
    return adopted?.id;
  }
}
