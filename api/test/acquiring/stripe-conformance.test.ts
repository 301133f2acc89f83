import { describeConformance } from '../support/connector-conformance/describe-conformance.js';
import { HARNESSES } from '../support/connector-conformance/harnesses.js';

describeConformance('stripe, against the scripted emulator', HARNESSES.stripe);
