import type { ConnectorEntry } from './connector-entry.js';
import { RAZORPAY } from './razorpay/razorpay.entry.js';
import { SIMULATED } from './simulated/simulated.entry.js';

/** The connectors that an account can be added for. */
export const CONNECTOR_ENTRIES: readonly ConnectorEntry[] = [SIMULATED, RAZORPAY];

export const entryOf = (name: string): ConnectorEntry | undefined =>
  CONNECTOR_ENTRIES.find((entry) => entry.name === name);
