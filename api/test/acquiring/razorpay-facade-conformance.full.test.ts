import { RazorpayConnector } from '../../src/acquiring/connectors/razorpay/razorpay.connector.js';
import { describeConformance } from '../support/connector-conformance/describe-conformance.js';
import { FACADE_HARNESSES } from '../support/connector-conformance/harnesses.js';
import { razorpayFacadeWorld } from '../support/razorpay-emulator/facade-world.js';

/** One gateway pays at another, which speaks Razorpay's API: each is a test of the other. */
describeConformance('razorpay, at the façade of a second gateway', {
  ...FACADE_HARNESSES.razorpay,
  connect({ url, key, deadlineMs }) {
    const [keyId = '', keySecret = ''] = key.split(':');
    const apiBase = `${url}/razorpay`;
    const connector = new RazorpayConnector({
      ...{ keyId, keySecret, apiBase, timeoutMs: deadlineMs, connections: 32, isLocal: true },
    });
    return { connector, close: () => connector.close() };
  },
  open: razorpayFacadeWorld,
});
