import { describeConformance } from '../support/connector-conformance/describe-conformance.js';
import { FACADE_HARNESSES } from '../support/connector-conformance/harnesses.js';
import { stripeFacadeMinimum, stripeFacadeWorld } from '../support/stripe-emulator/facade-world.js';
import { describeSpecified } from '../support/stripe-exchanges.js';

/** One gateway pays at another, which speaks Stripe's API: each is a test of the other. */
describeSpecified({ withResponses: true }, (seen) =>
  describeConformance('stripe, at the façade of a second gateway', {
    ...FACADE_HARNESSES.stripe,
    open: () => stripeFacadeWorld(seen),
    minimum: stripeFacadeMinimum,
  }),
);
