import { isLoopbackUrl } from '../../../platform/config/exposure.js';
import { OFFICIAL_BASES } from '../../../platform/config/connector-settings.js';
import type { Settings } from '../../../platform/config/config.js';
import { type ConnectorEntry, METHODS } from '../connector-entry.js';
import { RazorpayConnector } from './razorpay.connector.js';
import { RAZORPAY_CURRENCIES, razorpaySheet } from './razorpay.sheet.js';

const isLocal = ({ RAZORPAY_API_BASE }: Settings) => isLoopbackUrl(RAZORPAY_API_BASE);

export const RAZORPAY: ConnectorEntry = {
  name: 'razorpay',
  title: 'Razorpay',
  modes: ['test', 'live'],
  methods: METHODS,
  currencies: RAZORPAY_CURRENCIES,
  credentials: [
    { name: 'key_id', title: 'Key Id', prefix: { test: 'rzp_test_', live: 'rzp_live_' } },
    { name: 'key_secret', title: 'Key Secret', prefix: null },
  ],
  notifications: 'docs/connectors/razorpay.md#notifications',
  officialBase: OFFICIAL_BASES.RAZORPAY_API_BASE,
  baseOf: (settings) => settings.RAZORPAY_API_BASE,
  sheetOf: (settings) => razorpaySheet(settings.BANK_TIMEOUT, isLocal(settings)),
  connect(settings, { key_id: keyId = '', key_secret: keySecret = '' }) {
    const connector = new RazorpayConnector({
      ...{ keyId, keySecret, apiBase: settings.RAZORPAY_API_BASE, timeoutMs: settings.BANK_TIMEOUT },
      ...{ connections: settings.WORKER_CONCURRENCY, isLocal: isLocal(settings) },
    });
    return { connector, probe: () => connector.probe(), close: () => connector.close() };
  },
};
