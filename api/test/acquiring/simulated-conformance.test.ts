import { SimulatedConnector } from '../../src/acquiring/connectors/simulated/simulated.connector.js';
import { describeConformance } from '../support/connector-conformance/describe-conformance.js';
import {
  SIMULATED_INSTRUMENTS,
  signedText,
  simulatedNotice,
  simulatedWorld,
} from '../support/connector-conformance/simulated-world.js';

const CONNECTIONS = 32;

describeConformance('simulated', {
  connect({ url, key, deadlineMs }) {
    const connector = new SimulatedConnector({ url, key, timeoutMs: deadlineMs, connections: CONNECTIONS });
    return { connector, close: () => connector.close() };
  },
  open: simulatedWorld,
  instruments: SIMULATED_INSTRUMENTS,
  notice: simulatedNotice,
  signed: signedText,
});
