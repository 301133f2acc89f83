import type { Mode } from '../../accounts/access/permissions.js';

export const METHODS = ['upi', 'card'] as const;
export type Method = (typeof METHODS)[number];

/** One text that the acquirer gives out with its API access. */
export interface CredentialField {
  readonly name: string;
  /** As the acquirer's own pages call it. */
  readonly title: string;
  /** How it begins in each mode; null if the acquirer does not mark the mode. */
  readonly prefix: Readonly<Record<Mode, string>> | null;
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
}

/** The connectors that an account can be added for. */
export const CONNECTOR_KINDS: readonly ConnectorKind[] = [
  {
    name: 'simulated',
    title: 'Simulated acquirer',
    modes: ['test'],
    methods: METHODS,
    currencies: null,
    credentials: [],
    notifications: 'docs/simulated-acquirer.md#notifications',
    derivesWebhookSecret: true,
  },
];
