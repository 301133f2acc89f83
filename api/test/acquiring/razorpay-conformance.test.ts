import { RazorpayConnector } from '../../src/acquiring/connectors/razorpay/razorpay.connector.js';
import { describeConformance } from '../support/connector-conformance/describe-conformance.js';
import { emulatedWorld, razorpayNotice, signedByRazorpay } from '../support/razorpay-emulator/emulated-world.js';

describeConformance('razorpay, at the scripted emulator', {
  connect({ url, key, deadlineMs }) {
    const [keyId = '', keySecret = ''] = key.split(':');
    const address = { keyId, keySecret, apiBase: url, timeoutMs: deadlineMs, connections: 32 };
    const connector = new RazorpayConnector({ ...address, isLocal: true });
    return { connector, close: () => connector.close() };
  },
  open: emulatedWorld,
  lacks: ['keys', 'provesUnused', 'closesUnsent'],
  notice: razorpayNotice,
  signed: signedByRazorpay,
});
