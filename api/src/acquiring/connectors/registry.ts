import type { ConnectorEntry } from './connector-entry.js';
import { RAZORPAY } from './razorpay/razorpay.entry.js';
import { SIMULATED } from './simulated/simulated.entry.js';
import { STRIPE } from './stripe/stripe.entry.js';

/** The connectors that an account can be added for. */
export const CONNECTOR_ENTRIES: readonly ConnectorEntry[] = [SIMULATED, STRIPE, RAZORPAY];

export const entryOf = (name: string): ConnectorEntry | undefined =>
  CONNECTOR_ENTRIES.find((entry) => entry.name === name);
