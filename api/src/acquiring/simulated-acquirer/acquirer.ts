import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { AcquirerDatabase, type DatabaseOptions } from './acquirer-database.js';
import type { Switches } from './bank/switches.js';
import { Faults } from './faults/faults.js';
import { acquirerServer } from './http/acquirer-server.js';
import { Admin } from './http/admin.js';
import { Api } from './http/api.js';
import { chargeRoutes, REFUND_ROUTES } from './http/charge-routes.js';
import { type ApiKey, ApiKeys } from './keys/api-keys.js';
import { announcedBank, announcedIncidents } from './notifications/announced-bank.js';
import { Notifications } from './notifications/notifications.js';
import { PageBook } from './pages/page-book.js';
import { PageCharges } from './pages/page-charges.js';
import { pageRoutes } from './pages/page-routes.js';
import { Pages } from './pages/pages.js';
import { PaySite } from './pages/pay-site.js';

export interface AcquirerOptions {
  database: DatabaseOptions;
  host: string;
  /** 0: any free port. */
  port: number;
  /** The key that creates keys and sets faults; without it both are off. */
  adminKey: string | undefined;
  /** The key of the default account: the gateway's. */
  gatewayKey: string | undefined;
  /** Where shoppers reach the pages; without it: the host that the gateway calls. */
  publicUrl: string | undefined;
  switches: Switches;
  idempotencyWindowMs: number;
}

const DATABASE_RETRY_MS = 500;

/** The simulated acquirer: an HTTP API in front of the simulated bank, with its own database. */
export class Acquirer {
  private readonly database: AcquirerDatabase;
  private readonly keys: ApiKeys;
  private readonly notifications: Notifications;
  private readonly server: Server;
  private isStopping = false;

  constructor(
    private readonly options: AcquirerOptions,
    private readonly logger: Logger,
  ) {
    const faults = new Faults();
    this.database = new AcquirerDatabase(options.database);
    this.keys = new ApiKeys(this.database, options.switches, options.idempotencyWindowMs, options.adminKey);
    this.notifications = new Notifications(faults, (id, url, error) =>
      logger.warn({ id, url, err: error }, 'a notification was not delivered'),
    );
    const bankOf = (key: ApiKey) => announcedBank(this.database, key, this.notifications);
    const incidentsOf = (key: ApiKey) => announcedIncidents(this.database, key, this.notifications);
    const pages = new Pages(new PageBook(this.database), bankOf, this.notifications);
    const addressOf = (id: string, host = `${options.host}:${options.port}`) =>
      `${options.publicUrl ?? `http://${host}`}/pay/${id}`;
    const charges = chargeRoutes(new PageCharges(pages, addressOf));
    const routes = [...charges, ...REFUND_ROUTES, ...pageRoutes(pages, addressOf)];
    this.server = acquirerServer({
      api: new Api(routes, this.keys, faults, bankOf, this.database),
      admin: new Admin(this.keys, faults, pages, incidentsOf),
      site: new PaySite(pages, (account) => this.keys.ofAccount(account)),
      isHealthy: () => this.isHealthy(),
      failed: (error, request) => logger.error({ err: error, request }, 'a request failed'),
    });
  }

  /** Listens at once. Until the database answers, /health and every call return an error. */
  async start(): Promise<number> {
    this.server.listen(this.options.port, this.options.host);
    await once(this.server, 'listening');
    void this.prepareDatabase();
    return (this.server.address() as AddressInfo).port;
  }

  /** Finishes the requests in flight. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.notifications.stop();
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeIdleConnections();
    await closed;
    await this.database.close();
  }

  private async isHealthy(): Promise<boolean> {
    return this.database.ready().then(
      () => true,
      () => false,
    );
  }

  /** Creates the schema and the gateway's key, and retries until the database answers. */
  private async prepareDatabase(): Promise<void> {
    const { gatewayKey } = this.options;
    for (let attempt = 1; !this.isStopping; attempt++) {
      try {
        await this.database.ready();
        if (gatewayKey !== undefined) await this.keys.setDefault(gatewayKey);
        return;
      } catch (error) {
        if (attempt === 1) this.logger.warn({ err: error }, 'the database is not ready: trying again');
        await new Promise((resolve) => setTimeout(resolve, DATABASE_RETRY_MS).unref());
      }
    }
  }
}
