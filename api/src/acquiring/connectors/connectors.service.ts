import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Mode } from '../../accounts/access/permissions.js';
import { BoundedMap } from '../../platform/bounded-map.js';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { openCredentials } from './account-credentials.js';
import type { Connector } from './connector.js';
import type { ConnectorEntry, Credentials, OpenedConnector, Probe } from './connector-entry.js';
import { CREDENTIALS } from './connectors.queries.js';
import { withDeadlines } from './deadline.js';
import { isSafeAddress, notificationAddress } from './notification-address.js';
import { OpenConnectors } from './open-connectors.js';
import { CONNECTOR_ENTRIES, entryOf } from './registry.js';
import { CALLS, type Sheet } from './sheet.js';

/** The account that a charge was made at. */
export interface ChargedAccount {
  readonly merchantId: string;
  readonly accountId: string;
  readonly connector: string;
}

/** What a merchant's payment can be created for: a connector, its sheet, and its tokens of cards and UPI addresses. */
export interface Offer {
  readonly name: string;
  readonly sheet: Sheet;
  readonly tokenizer?: Pick<Connector, 'tokenizeCard' | 'tokenizeUpi'>;
}

interface Opened extends OpenedConnector {
  /** The connector with its deadlines. */
  readonly limited: Connector;
}

/** For so long it is believed that an account has no credentials, so that not every call reads them. */
const KNOWN_MS = 1_000;

const needsNone = ({ credentials }: ConnectorEntry) => credentials.every(({ isOptional }) => isOptional);

/** The connectors by name, and one instance for each account, with that account's credentials. */
@Injectable()
export class Connectors implements OnApplicationShutdown {
  private readonly logger = new Logger(Connectors.name);
  private readonly sheets: ReadonlyMap<string, Sheet>;
  private readonly opened: OpenConnectors<Opened>;
  /** When an account was last found to have no credentials of its own. */
  private readonly withoutSince = new BoundedMap<number>(10_000);
  /** Those that need no credentials: one instance serves every account that has none of its own. */
  private readonly shared = new Map<string, Opened>();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly meters: Meters,
  ) {
    this.sheets = new Map(CONNECTOR_ENTRIES.map((entry) => [entry.name, entry.sheetOf(config)]));
    this.opened = new OpenConnectors(2 * this.longestDeadlineMs, (error) => this.logClose(error));
    for (const { name: connector } of CONNECTOR_ENTRIES) {
      for (const call of CALLS) meters.bankCalls.zero({ connector, call, outcome: 'unknown' });
    }
  }

  /** The longest limit of any call of any connector, in milliseconds. */
  get longestDeadlineMs(): number {
    return Math.max(...[...this.sheets.values()].flatMap(({ deadlineMs }) => Object.values(deadlineMs)));
  }

  /** What a connector can do, whichever the account. */
  sheetOf(connector: string): Sheet {
    const sheet = this.sheets.get(connector);
    if (!sheet) throw new Error(`There is no connector ${connector}`);
    return sheet;
  }

  /** The address that is called instead of the acquirer's official one; null if it is the official one. */
  emulatorOf(connector: string): string | null {
    const entry = existing(connector);
    const base = entry.baseOf(this.config);
    return entry.officialBase === null || base === entry.officialBase ? null : base;
  }

  get all(): readonly Offer[] {
    return CONNECTOR_ENTRIES.map((entry) => this.offerOf(entry));
  }

  /** Those that a merchant of this mode can have accounts of. */
  offersTo(mode: Mode): readonly Offer[] {
    return CONNECTOR_ENTRIES.filter(({ modes }) => modes.includes(mode)).map((entry) => this.offerOf(entry));
  }

  /** The simulated acquirer, which every test merchant can use. */
  get simulated(): Connector {
    return this.sharedBy(existing('simulated')).limited;
  }

  /**
   * The connector of a charge's account, with the credentials that the account has now. Every call about a charge goes to
   * the account that is stored on it.
   */
  async at({ merchantId, accountId, connector }: ChargedAccount): Promise<Connector> {
    const entry = existing(connector);
    const isShared = entry.credentials.length === 0 || (this.withoutSince.get(accountId) ?? 0) > Date.now() - KNOWN_MS;
    if (isShared) return this.sharedBy(entry).limited;
    const [account] = await this.database.query<{ cipher: string | null }>(CREDENTIALS, [merchantId, accountId]);
    if (!account?.cipher) {
      if (!needsNone(entry)) throw new Error(`The account ${accountId} has no credentials`);
      this.withoutSince.set(accountId, Date.now());
      return this.sharedBy(entry).limited;
    }
    const { cipher } = account;
    await entry.load?.();
    const open = () => this.open(entry, openCredentials(this.box, merchantId, accountId, cipher));
    return this.opened.get(accountId, cipher, open).limited;
  }

  /** Calls the acquirer with credentials that are not stored yet, or null for those of the process. Without effect. */
  async probe(connector: string, mode: Mode, accountId: string, credentials: Credentials | null): Promise<Probe> {
    const entry = existing(connector);
    if (!credentials && needsNone(entry)) return this.sharedBy(entry).probe(mode, accountId);
    await entry.load?.();
    const opened = entry.connect(this.config, credentials ?? {});
    try {
      return await opened.probe(mode, accountId);
    } finally {
      await opened.close().catch((error: unknown) => this.logClose(error));
    }
  }

  /** Where the acquirer is to send notifications of an account's charges; undefined if it cannot, or not safely. */
  notificationUrl({ connector, accountId }: ChargedAccount): string | undefined {
    if (!entryOf(connector)?.takesNotificationUrl) return undefined;
    if (this.config.SIMULATED_ACQUIRER_NOTIFICATIONS === 'off') return undefined;
    const address = notificationAddress(this.config.PUBLIC_API_URL, connector, accountId);
    return isSafeAddress(address) ? address : undefined;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.opened.closeAll();
    await Promise.all([...this.shared.values()].map((one) => one.close()));
  }

  private offerOf({ name, tokenizer }: ConnectorEntry): Offer {
    return { name, sheet: this.sheetOf(name), ...(tokenizer && { tokenizer }) };
  }

  private sharedBy(entry: ConnectorEntry): Opened {
    const known = this.shared.get(entry.name);
    if (known) return known;
    const opened = this.open(entry, null);
    this.shared.set(entry.name, opened);
    return opened;
  }

  private open(entry: ConnectorEntry, credentials: Credentials | null): Opened {
    const opened = entry.connect(this.config, credentials ?? {});
    const limited = withDeadlines(opened.connector, {
      failed: (call, reference, error) =>
        this.logger.error(`No answer from ${entry.name} to ${call} ${reference}: ${String(error)}`, { reference }),
      ended: (call, outcome, seconds) =>
        this.meters.bankCalls.observe({ connector: entry.name, call, outcome }, seconds),
    });
    return { ...opened, limited };
  }

  private logClose(error: unknown): void {
    this.logger.warn(`The connections of a connector could not be closed: ${String(error)}`);
  }
}

function existing(name: string): ConnectorEntry {
  const entry = entryOf(name);
  if (!entry) throw new Error(`There is no connector ${name}`);
  return entry;
}
