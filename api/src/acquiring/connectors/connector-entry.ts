import type { Mode } from '../../accounts/access/permissions.js';
import type { Settings } from '../../platform/config/config.js';
import type { Connector } from './connector.js';
import type { Sheet } from './sheet.js';

export const METHODS = ['upi', 'card'] as const;
export type Method = (typeof METHODS)[number];

/** What the acquirer gives out with its API access, by name. */
export type Credentials = Readonly<Record<string, string>>;

/** One text that the acquirer gives out with its API access. */
export interface CredentialField {
  readonly name: string;
  /** As the acquirer's own pages call it. */
  readonly title: string;
  /** How it begins in each mode; null if the acquirer does not mark the mode. */
  readonly prefix: Readonly<Record<Mode, string>> | null;
  /** Without it the process's settings are used. */
  readonly isOptional?: true;
}

/** What the gateway must know of an acquirer before it has an account there. */
export interface ConnectorKind {
  readonly name: string;
  readonly title: string;
  readonly modes: readonly Mode[];
  readonly methods: readonly Method[];
  /** Null: every currency that an order may have. */
  readonly currencies: readonly string[] | null;
  /** Empty: it needs none. The last four characters of the first one are shown. */
  readonly credentials: readonly CredentialField[];
  /** The page about its notifications; null if it sends none. */
  readonly notifications: string | null;
  /** Its secret of notifications follows from the process's settings, so that an account needs none. */
  readonly derivesWebhookSecret?: true;
  /** The acquirer takes the address of notifications with each charge. Otherwise it is entered at the acquirer by hand. */
  readonly takesNotificationUrl?: true;
}

/** The result of a harmless call. `acquirerAccount`: the acquirer's own id of the account, if it has one. */
export type Probe =
  | { ok: true; acquirerAccount: string | null }
  | { ok: false; reason: 'no_response' | 'credentials_refused'; description: string };

/** A connector with the credentials of one account. */
export interface OpenedConnector {
  readonly connector: Connector;
  /** Calls the acquirer without effect, and within a deadline. `accountId` is no reference of a charge. */
  probe(mode: Mode, accountId: string): Promise<Probe>;
  /** Ends its connections. No call is under way. */
  close(): Promise<void>;
}

/** All that the gateway needs of a connector. One entry in registry.ts adds it. */
export interface ConnectorEntry extends ConnectorKind {
  /** The acquirer's own address; null if it has none. */
  readonly officialBase: string | null;
  /** The address that is called by the settings. */
  baseOf(settings: Settings): string;
  sheetOf(settings: Settings): Sheet;
  /** Reduces cards and UPI addresses to tokens. Absent: it takes neither. */
  readonly tokenizer?: Pick<Connector, 'tokenizeCard' | 'tokenizeUpi'>;
  /** Imports what only `connect` needs, before each call of it. Absent: nothing. */
  load?(): Promise<void>;
  /** No network. `credentials` are empty if the kind has none. Throws if they cannot be used. */
  connect(settings: Settings, credentials: Credentials): OpenedConnector;
}
