import { type ConnectorEntry, METHODS, type Probe } from '../connector-entry.js';
import { SimulatedConnector } from './simulated.connector.js';
import { simulatedSheet } from './simulated.sheet.js';
import { tokenizeCard, tokenizeUpi } from './test-instruments.js';

const pageHostOf = (url: string | undefined) => url && new URL(url).hostname;

export const SIMULATED: ConnectorEntry = {
  name: 'simulated',
  title: 'Simulated acquirer',
  modes: ['test'],
  methods: METHODS,
  currencies: null,
  credentials: [{ name: 'key', title: 'API key', prefix: { test: 'acq_test_', live: 'acq_test_' }, isOptional: true }],
  notifications: 'docs/simulated-acquirer.md#notifications',
  derivesWebhookSecret: true,
  takesNotificationUrl: true,
  officialBase: null,
  tokenizer: { tokenizeCard, tokenizeUpi },
  baseOf: (settings) => settings.SIMULATED_ACQUIRER_URL,
  sheetOf: (settings) => simulatedSheet(settings.BANK_TIMEOUT, pageHostOf(settings.PUBLIC_ACQUIRER_URL)),
  connect(settings, { key = settings.SIMULATED_ACQUIRER_KEY }) {
    const connector = new SimulatedConnector({
      url: settings.SIMULATED_ACQUIRER_URL,
      key,
      timeoutMs: settings.BANK_TIMEOUT,
      connections: settings.WORKER_CONCURRENCY,
      pageHost: pageHostOf(settings.PUBLIC_ACQUIRER_URL),
    });
    return { connector, probe: (_, accountId) => probe(connector, accountId), close: () => connector.close() };
  },
};

/** No charge has the id of an account as its reference. */
async function probe(connector: SimulatedConnector, accountId: string): Promise<Probe> {
  const unused = { reference: accountId, providerId: null, merchantId: '', amount: 1, currency: 'INR', keyNumber: 1 };
  const { outcome } = await connector.findCharge({ ...unused, capture: 'automatic' });
  if (outcome === 'not_found') return { ok: true, acquirerAccount: null };
  return { ok: false, reason: 'no_response', description: 'Simulated acquirer does not respond' };
}
