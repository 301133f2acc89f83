import { describeConformance } from '../support/connector-conformance/describe-conformance.js';
import { HARNESSES } from '../support/connector-conformance/harnesses.js';

describeConformance('simulated', HARNESSES.simulated);
