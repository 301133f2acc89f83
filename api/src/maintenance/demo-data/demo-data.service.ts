import { Injectable, Logger } from '@nestjs/common';
import { DEMO_MERCHANT } from '../../accounts/demo/demo-merchant.js';
import { ConnectorAccountsService } from '../../acquiring/connector-accounts/connector-accounts.service.js';
import type { Connector } from '../../acquiring/connectors/connector.js';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Tx } from '../../platform/database/database.js';
import type { Statement } from '../../platform/database/sql.js';
import { StatisticsService } from '../../reporting/statistics/statistics.service.js';
import { type BankWords, chargeAll } from './demo-bank.js';
import * as sql from './demo-data.queries.js';
import * as rows from './demo-rows.js';
import { type DemoShop, demoShop } from './demo-shop.js';

const MINUTE_MS = 60_000;
/** A pass of the statistics counts a day: there is little in an hour. */
const DAY_MINUTES = 1_440;

/**
 * Gives the merchant of a demo run two months of business, once: with DEMO_DATA, while it has few orders. Everything is charged and
 * refunded at the simulated acquirer first, then written in one transaction, so that it is complete or absent; a failed
 * attempt is repeated at the next start.
 */
@Injectable()
export class DemoData {
  private readonly logger = new Logger(DemoData.name);
  private begun = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly connectors: Connectors,
    private readonly accounts: ConnectorAccountsService,
    private readonly statistics: StatisticsService,
  ) {}

  /** In the background: nothing waits for it. */
  start(): void {
    if (this.begun || !this.config.DEMO || !this.config.DEMO_DATA) return;
    this.begun = true;
    this.write().catch((error: Error) => this.logger.warn(`the demo data could not be written: ${error.message}`));
  }

  async write(): Promise<void> {
    const merchantId = DEMO_MERCHANT.id;
    const [pending] = await this.database.query<{ createdAt: Date }>(sql.PENDING, [merchantId]);
    if (!pending) return;
    await this.accounts.ensureSimulated(merchantId);
    const shop = demoShop(Math.floor(pending.createdAt.getTime() / MINUTE_MS) * MINUTE_MS);
    const bank = this.connectors.simulated;
    const words = await chargeAll(bank, merchantId, this.config.PUBLIC_CHECKOUT_URL, shop);
    const isWritten = await this.database.transaction((tx) => this.store(tx, merchantId, shop, bank, words));
    if (!isWritten) return;
    const passes = await this.statistics.rebuild(DAY_MINUTES);
    this.logger.log('demo data written', { orders: shop.orders.length, payments: shop.payments.length, passes });
  }

  /** False if another worker has written it meanwhile, or the merchant has a business by now. */
  private async store(tx: Tx, merchantId: string, shop: DemoShop, bank: Connector, words: BankWords): Promise<boolean> {
    const { TEST_API_KEY: apiKey, CAPTURE_TIMEOUT: captureMs } = this.config;
    if ((await tx.query(sql.BEGIN, [merchantId])).length === 0) return false;
    const [account] = await tx.query<{ id: string }>(sql.ACCOUNT, [merchantId]);
    if (!account) return false;
    const move = (statement: Statement, some: object[]) => tx.query(statement, [merchantId, JSON.stringify(some)]);
    await move(sql.CUSTOMERS, rows.customerRows(shop));
    await move(sql.ORDERS, rows.orderRows(shop));
    await move(sql.END_ORDERS, rows.endedOrderRows(shop));
    for (const payments of rows.rounds(shop)) {
      await move(sql.PAYMENTS, rows.paymentRows(payments, bank, apiKey));
      await move(sql.SENT, rows.sentRows(payments, account.id));
      await move(sql.ENDED, rows.endedRows(payments, words, captureMs));
      await move(sql.COMPLETED, rows.completedRows(payments, apiKey));
    }
    await move(sql.REFUNDS, rows.refundRows(shop, apiKey));
    await move(sql.REFUNDS_SENT, rows.sentRefundRows(shop));
    await move(sql.REFUNDS_ENDED, rows.endedRefundRows(shop, words));
    await tx.query(sql.TIME_ZONE, [merchantId]);
    await tx.query(sql.SEARCH_AGAIN);
    return true;
  }
}
