import { StripeConnector } from '../../src/acquiring/connectors/stripe/stripe.connector.js';
import { describeConformance } from '../support/connector-conformance/describe-conformance.js';
import {
  strangeStripeId,
  stripeEmulatorWorld,
  stripeNotice,
} from '../support/connector-conformance/stripe-emulator-world.js';
import { signedEvent } from '../support/stripe-emulator/emulator.js';

const CONNECTIONS = 32;

describeConformance('stripe, against the scripted emulator', {
  connect({ url, key, deadlineMs }) {
    const limits = { timeoutMs: deadlineMs, deadlineMs, connections: CONNECTIONS };
    const connector = new StripeConnector({ ...limits, base: url, secretKey: key, isEmulated: true });
    return { connector, close: () => connector.close() };
  },
  open: stripeEmulatorWorld,
  strangeId: strangeStripeId,
  notice: stripeNotice,
  signed: signedEvent,
});
