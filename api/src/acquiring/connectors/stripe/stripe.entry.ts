import { isLoopbackUrl } from '../../../platform/config/exposure.js';
import { OFFICIAL_BASES } from '../../../platform/config/connector-settings.js';
import type { ConnectorEntry } from '../connector-entry.js';
import { stripeSheet } from './stripe.sheet.js';
import { STRIPE_CURRENCIES } from './stripe.amounts.js';

/** Stripe's client, which takes memory, is loaded with the first account. */
let account: typeof import('./stripe-account.js') | undefined;

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
  sheetOf: ({ BANK_TIMEOUT, STRIPE_API_BASE }) => stripeSheet(BANK_TIMEOUT, isLoopbackUrl(STRIPE_API_BASE)),
  load: async () => {
    account ??= await import('./stripe-account.js');
  },
  connect(settings, credentials) {
    if (!account) throw new Error('Stripe is not loaded');
    return account.connectStripe(settings, credentials);
  },
};
