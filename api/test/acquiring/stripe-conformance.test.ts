import { describeConformance } from '../support/connector-conformance/describe-conformance.js';
import { HARNESSES } from '../support/connector-conformance/harnesses.js';
import { describeSpecified } from '../support/stripe-exchanges.js';

describeSpecified({ withResponses: false }, (seen) =>
  describeConformance('stripe, against the scripted emulator', {
    ...HARNESSES.stripe,
    open: async () => ({ ...(await HARNESSES.stripe.open()), seen }),
  }),
);
