import { describeConformance } from '../support/connector-conformance/describe-conformance.js';
import { HARNESSES } from '../support/connector-conformance/harnesses.js';

describeConformance('razorpay, at the scripted emulator', HARNESSES.razorpay);
