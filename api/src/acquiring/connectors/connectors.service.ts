import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { Meters } from '../../platform/telemetry/meters.js';
import type { Connector } from './connector.js';
import { withDeadlines } from './deadline.js';
import type { Sheet } from './sheet.js';
import { isSafeAddress, notificationAddress } from './notification-address.js';
import { SimulatedConnector } from './simulated/simulated.connector.js';

/** The account that a charge was made at. */
export interface ChargedAccount {
  readonly merchantId: string;
  readonly accountId: string;
  readonly connector: string;
}

/** The connector of a merchant's payments. Test merchants reach only the simulated acquirer, live merchants never do. */
@Injectable()
export class Connectors implements OnApplicationShutdown {
  private readonly logger = new Logger(Connectors.name);
  private readonly simulated: SimulatedConnector;
  private readonly test: Connector;

  constructor(
    private readonly config: Config,
    meters: Meters,
  ) {
    this.simulated = new SimulatedConnector({
      url: config.SIMULATED_ACQUIRER_URL,
      key: config.SIMULATED_ACQUIRER_KEY,
      timeoutMs: config.BANK_TIMEOUT,
      connections: config.WORKER_CONCURRENCY,
      pageHost: config.PUBLIC_ACQUIRER_URL && new URL(config.PUBLIC_ACQUIRER_URL).hostname,
    });
    this.test = withDeadlines(this.simulated, {
      failed: (call, reference, error) =>
        this.logger.error(`No answer from the simulated bank to ${call} ${reference}: ${String(error)}`, { reference }),
      ended: (call, outcome, seconds) => meters.bankCalls.observe({ call, outcome }, seconds),
    });
  }

  /** The longest limit of any call, in milliseconds. */
  get longestDeadlineMs(): number {
    return Math.max(...Object.values(this.test.sheet.deadlineMs));
  }

  /** For a new payment. Throws `no_live_connector` for a live merchant. */
  for(mode: 'test' | 'live'): Connector {
    if (mode === 'live') throw new ApiError('no_live_connector', 'No live connector is configured');
    return this.test;
  }

  /** What the connector of a mode's merchants can do; null if there is none. */
  sheetOf(mode: 'test' | 'live'): Sheet | null {
    return mode === 'live' ? null : this.test.sheet;
  }

  /** The connector of a charge's account. Every call about a charge goes to the account that is stored on it. */
  at({ connector }: ChargedAccount): Connector {
    if (connector !== this.test.name) throw new Error(`There is no connector ${connector}`);
    return this.test;
  }

  /** Where the acquirer is to send notifications of an account's charges; undefined if it could not do so safely. */
  notificationUrl({ connector, accountId }: ChargedAccount): string | undefined {
    if (this.config.SIMULATED_ACQUIRER_NOTIFICATIONS === 'off') return undefined;
    const address = notificationAddress(this.config.PUBLIC_API_URL, connector, accountId);
    return isSafeAddress(address) ? address : undefined;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.simulated.close();
  }
}
