import { isLoopbackUrl } from '../../../platform/config/exposure.js';
import type { Settings } from '../../../platform/config/config.js';
import type { Credentials, OpenedConnector, Probe } from '../connector-entry.js';
import { StripeConnector } from './stripe.connector.js';
import { StripeFault } from './stripe-http.js';

/** Stripe with the secret key of one account. */
export function connectStripe(settings: Settings, credentials: Credentials): OpenedConnector {
  const { BANK_TIMEOUT, STRIPE_API_BASE: base, WORKER_CONCURRENCY: connections } = settings;
  const isEmulated = isLoopbackUrl(base);
  const limits = { timeoutMs: BANK_TIMEOUT, deadlineMs: BANK_TIMEOUT, connections };
  const connector = new StripeConnector({ ...limits, base, isEmulated, secretKey: secretOf(credentials) });
  return { connector, probe: (mode) => probe(connector, mode), close: () => connector.close() };
}

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
