import { SimulatedConnector } from '../../../src/acquiring/connectors/simulated/simulated.connector.js';
import { RazorpayConnector } from '../../../src/acquiring/connectors/razorpay/razorpay.connector.js';
import { StripeConnector } from '../../../src/acquiring/connectors/stripe/stripe.connector.js';
import { emulatedWorld, razorpayNotice, signedByRazorpay } from '../razorpay-emulator/emulated-world.js';
import { signedEvent } from '../stripe-emulator/emulator.js';
import type { Harness } from './harness.js';
import { SIMULATED_INSTRUMENTS, signedText, simulatedNotice, simulatedWorld } from './simulated-world.js';
import { strangeStripeId, stripeEmulatorWorld, stripeNotice } from './stripe-emulator-world.js';

const CONNECTIONS = 32;

/** The connectors that the gateway includes, each with the acquirer that it is held to. */
export const HARNESSES = {
  simulated: {
    connect({ url, key, deadlineMs }) {
      const connector = new SimulatedConnector({ url, key, timeoutMs: deadlineMs, connections: CONNECTIONS });
      return { connector, close: () => connector.close() };
    },
    open: simulatedWorld,
    instruments: SIMULATED_INSTRUMENTS,
    notice: simulatedNotice,
    signed: signedText,
  },
  razorpay: {
    connect({ url, key, deadlineMs }) {
      const [keyId = '', keySecret = ''] = key.split(':');
      const address = { keyId, keySecret, apiBase: url, timeoutMs: deadlineMs, connections: CONNECTIONS };
      const connector = new RazorpayConnector({ ...address, isLocal: true });
      return { connector, close: () => connector.close() };
    },
    open: emulatedWorld,
    lacks: ['keys', 'provesUnused', 'closesUnsent'],
    notice: razorpayNotice,
    signed: signedByRazorpay,
  },
  stripe: {
    connect({ url, key, deadlineMs }) {
      const limits = { timeoutMs: deadlineMs, deadlineMs, connections: CONNECTIONS };
      const connector = new StripeConnector({ ...limits, base: url, secretKey: key, isEmulated: true });
      return { connector, close: () => connector.close() };
    },
    open: stripeEmulatorWorld,
    strangeId: strangeStripeId,
    notice: stripeNotice,
    signed: signedEvent,
  },
} satisfies Record<string, Harness>;

/** The same connectors at the façades of a second gateway. Each file opens its world. */
export const FACADE_HARNESSES = {
  razorpay: { ...HARNESSES.razorpay, lacks: [...HARNESSES.razorpay.lacks, 'refundLimit', 'lands', 'disputes'] },
  stripe: { ...HARNESSES.stripe, lacks: ['lands', 'disputes'] },
} satisfies Record<string, Omit<Harness, 'open'>>;
