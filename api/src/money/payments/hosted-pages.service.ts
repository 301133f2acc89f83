import { Injectable } from '@nestjs/common';
import type { ChargeResult, Connector, NotFound, PrepareResult } from '../../acquiring/connectors/connector.js';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import { isPageAddress } from '../../acquiring/connectors/page-address.js';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { PAGE_FACTS } from './hosted-pages.queries.js';
import { type LeasedCharge, refOf } from './leased-charge.js';

interface PageFacts {
  merchantLabel: string;
  /** Those of the account; null: all that its connector has. */
  methods: string[] | null;
  expiresAt: string;
}

/** Pages of acquirers on which shoppers pay. */
@Injectable()
export class HostedPages {
  constructor(
    private readonly database: Database,
    private readonly connectors: Connectors,
    private readonly config: Config,
  ) {}

  /** Makes the page of a charge. It is harmless until its address is recorded, which is what shows it. */
  async prepare(connector: Connector, charge: LeasedCharge): Promise<PrepareResult> {
    if (!connector.prepare) throw new Error(`The connector ${connector.name} has no pages`);
    const [facts] = await this.database.query<PageFacts>(PAGE_FACTS, [charge.merchantId, charge.id]);
    if (!facts) return { outcome: 'unknown' };
    const offered = facts.methods ?? connector.sheet.methods;
    const methods = charge.method === null ? offered : [charge.method];
    const { merchantLabel, expiresAt } = facts;
    const returnUrl = this.returnUrl(charge);
    const notificationUrl = this.connectors.notificationUrl(charge);
    return connector.prepare({ ...refOf(charge), merchantLabel, methods, returnUrl, expiresAt, notificationUrl });
  }

  /** Where the acquirer sends the shopper back. It shows the true state, whatever its query says. */
  returnUrl({ orderId, paymentId }: LeasedCharge): string {
    const query = new URLSearchParams({ order_id: orderId, payment_id: paymentId });
    return `${this.config.PUBLIC_CHECKOUT_URL.replace(/\/$/, '')}/checkout/return?${query.toString()}`;
  }

  /** False if the result leads the shopper to a host that is not in the connector's sheet. */
  isTrusted({ sheet }: Connector, result: ChargeResult | NotFound): boolean {
    if (result.outcome !== 'requires_action' || result.action.type !== 'redirect') return true;
    return isPageAddress(sheet, result.action.url);
  }
}
