import { isLoopbackHost } from '../../../platform/config/exposure.js';
import { OFFICIAL_BASES } from '../../../platform/config/connector-settings.js';
import type { ConnectorEntry, Credentials, Probe } from '../connector-entry.js';
import { StripeConnector } from './stripe.connector.js';
import { stripeSheet } from './stripe.sheet.js';
import { STRIPE_CURRENCIES } from './stripe.amounts.js';
import { StripeFault } from './stripe-http.js';

const isEmulated = (base: string) => isLoopbackHost(new URL(base).hostname);

export const STRIPE: ConnectorEntry = {
  name: 'stripe',
  title: 'Stripe',
  modes: ['test', 'live'],
  methods: ['card'],
  currencies: STRIPE_CURRENCIES,
  credentials: [{ name: 'secret_key', title: 'Secret key', prefix: { test: 'sk_test_', live: 'sk_live_' } }],
  notifications: 'docs/connectors/stripe.md#notifications',
  officialBase: OFFICIAL_BASES.STRIPE_API_BASE,
  baseOf: (settings) => settings.STRIPE_API_BASE,
  sheetOf: ({ BANK_TIMEOUT, STRIPE_API_BASE }) => stripeSheet(BANK_TIMEOUT, isEmulated(STRIPE_API_BASE)),
  connect({ BANK_TIMEOUT, STRIPE_API_BASE: base, WORKER_CONCURRENCY: connections }, credentials) {
    const limits = { timeoutMs: BANK_TIMEOUT, deadlineMs: BANK_TIMEOUT, connections };
    const options = { ...limits, base, isEmulated: isEmulated(base), secretKey: secretOf(credentials) };
    const connector = new StripeConnector(options);
    return { connector, probe: (mode) => probe(connector, mode), close: () => connector.close() };
  },
};

function secretOf({ secret_key: key }: Credentials): string {
  if (key === undefined) throw new Error('Stripe needs a secret key');
  return key;
}

const UNKNOWN_KEY =
  'Stripe does not accept the secret key: copy it again at Stripe, under Developers, API keys. A key that was rolled or ' +
  'deleted there is no longer valid';
const OTHER_MODE = {
  test: 'This key moves real money, and the merchant is a test merchant: use the key of test mode, sk_test_…',
  live: 'This key is of test mode, and the merchant is live: use the key of live mode, sk_live_…',
};

/** Reads the balance, which says whether the key moves real money, and the account's id. */
async function probe({ api }: StripeConnector, mode: 'test' | 'live'): Promise<Probe> {
  try {
    const { livemode } = await api.balance();
    if (livemode !== (mode === 'live')) return refused(OTHER_MODE[mode]);
    return { ok: true, acquirerAccount: (await api.account()).id };
  } catch (error) {
    if (error instanceof StripeFault && error.status === 401) return refused(UNKNOWN_KEY);
    if (error instanceof StripeFault && error.status === 403)
      return refused('The key may not read the balance and the account: use a secret key without restrictions');
    return { ok: false, reason: 'no_response', description: 'Stripe does not respond' };
  }
}

const refused = (description: string): Probe => ({ ok: false, reason: 'credentials_refused', description });
