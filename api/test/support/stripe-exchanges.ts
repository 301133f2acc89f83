import { describe, expect, it } from '@jest/globals';
import type { Seen } from './connector-conformance/wire.js';
import { hasSpecification, StripeSpecification } from './stripe.js';
import { StripeRequestCheck, type StripeRequest } from './stripe-request-check.js';

interface Exchange extends StripeRequest {
  response?: { status: number; body: unknown };
}

/** Runs tests whose exchanges it records, then holds these against Stripe's own specification. */
export function describeSpecified({ withResponses }: { withResponses: boolean }, tests: (seen: Seen) => void): void {
  const exchanges: Exchange[] = [];
  tests(({ method, path, body }, response) => {
    const received = response && { status: response.status, body: JSON.parse(response.body.toString()) as unknown };
    exchanges.push({ method, path, body, ...(received && { response: received }) });
  });

  (hasSpecification ? describe : describe.skip)('the specification of Stripe', () => {
    it('describes every request of the connector', () => {
      const check = new StripeRequestCheck(new StripeSpecification());
      expect([...new Set(exchanges.flatMap((one) => check.faultsOf(one)))]).toEqual([]);
      const without = { method: 'POST', path: '/v1/refunds', body: 'payment_intent=pi_1&amount=1' };
      expect([check.faultsOf(without), exchanges.length > 100]).toEqual([[], true]);
      for (const wrong of ['amount=a', 'amount[x]=1', 'paymentintent=pi_1'])
        expect([wrong, check.faultsOf({ ...without, body: wrong }).length]).toEqual([wrong, 1]);
    });

    if (!withResponses) return;
    it('describes every response of the façade', () => {
      const specification = new StripeSpecification();
      const faults = exchanges.flatMap(({ method, path, response }) =>
        response ? specification.check({ method, path, ...response }).faults : [],
      );
      expect([...new Set(faults)]).toEqual([]);
    });
  });
}
