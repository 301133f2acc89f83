import { it } from '@jest/globals';
import type { Connector } from '../../../src/acquiring/connectors/connector.js';
import type { Bench } from './bench.js';
import type { Harness } from './harness.js';

/** What a case needs of the connector. Its sheet decides, or the method's absence. */
const LACKS = {
  references: ({ connector }: Plan) => connector.sheet.finds !== 'reference' && 'look-up by our reference',
  charge: ({ connector }: Plan) => !connector.charge && 'charges by a token',
  raw_card: ({ connector }: Plan) => !connector.sheet.flows.includes('raw_card') && 'raw cards',
  redirect: ({ connector }: Plan) => !connector.sheet.flows.includes('redirect') && 'pages',
  automatic: ({ connector }: Plan) => !connector.sheet.captureModes.includes('automatic') && 'automatic capture',
  manual: ({ connector }: Plan) => !connector.sheet.captureModes.includes('manual') && 'manual capture',
  voids: ({ connector }: Plan) => !connector.sheet.voids && 'void',
  closes: ({ connector }: Plan) => !connector.sheet.closes && 'close',
  closesRefunds: ({ connector }: Plan) => !connector.sheet.closesRefunds && 'close of refunds',
  partialRefunds: ({ connector }: Plan) => !connector.sheet.partialRefunds && 'partial refunds',
  refundLimit: ({ connector, harness }: Plan) =>
    (connector.sheet.refundableMs === null || harness.lacks?.includes('refundLimit')) && 'time limit of refunds',
  keys: ({ connector, harness }: Plan) =>
    (connector.sheet.idempotencyMs === 0 || harness.lacks?.includes('keys')) && 'idempotency keys on every call',
  provesUnused: ({ harness }: Plan) => harness.lacks?.includes('provesUnused') && 'proof that a page was unused',
  closesUnsent: ({ harness }: Plan) => harness.lacks?.includes('closesUnsent') && 'close of what was never sent',
  lands: ({ harness }: Plan) => harness.lacks?.includes('lands') && 'late landing',
  disputes: ({ harness }: Plan) => harness.lacks?.includes('disputes') && 'disputes',
  notifications: ({ connector }: Plan) => !connector.verifyNotification && 'notifications',
  pending: ({ harness }: Plan) => !harness.instruments?.pending && 'pending charges',
  otp: ({ harness }: Plan) => !harness.instruments?.otp && 'one-time passwords',
  upiApprove: ({ harness }: Plan) => !harness.instruments?.upiApprove && 'UPI approvals',
  challenge: ({ harness }: Plan) => !harness.instruments?.challenge && 'step-ups on a page',
  refundDeclined: ({ harness }: Plan) => !harness.instruments?.refundDeclined && 'declined refunds',
} satisfies Record<string, (plan: Plan) => string | false | undefined>;
export type Need = keyof typeof LACKS;

export interface Plan {
  harness: Harness;
  /** Its sheet only: it has no acquirer. */
  connector: Connector;
}

/** States a promise. It is skipped, and its title names why, if the connector lacks something that it needs. */
export type Promised = (title: string, needs: readonly Need[], hold: (bench: Bench) => Promise<void>) => void;

/** What the connector lacks of it; empty: it is tested. */
export const lackingOf = (plan: Plan, needs: readonly Need[]): string[] =>
  needs.map((need) => LACKS[need](plan)).filter((name) => typeof name === 'string');

export const promisesOf =
  (plan: Plan, benchOf: () => Bench): Promised =>
  (title, needs, hold) => {
    const lacking = lackingOf(plan, needs);
    if (lacking.length > 0) it.skip(`${title} (skipped: it has no ${lacking.join(', no ')})`, () => undefined);
    else it(title, () => hold(benchOf()));
  };
