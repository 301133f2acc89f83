import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ruleOf, type RoutedAccount, type RoutingRule } from './routed-payment.js';
import { overlap, ruleFault } from './rule-faults.js';

const account = (id: string, enabled = true): RoutedAccount => ({
  ...{ id, label: `Account ${id}`, connector: 'simulated', methods: null, currencies: null, enabled, health: [] },
});
const ACCOUNTS = [account('a'), account('off', false)];
const rule = (fields: Partial<RoutingRule> = {}): RoutingRule => ({
  ...{ name: 'Rule', accounts: ['a'], methods: null, currencies: null, min_amount: null, max_amount: null },
  ...fields,
});
const CARDS = rule({ name: 'Cards', methods: ['card'] });
const INR = { currencies: ['INR'] };

describe('routing rules', () => {
  it.each<[string, RoutingRule[]]>([
    ['no rules', []],
    ['two methods', [CARDS, rule({ name: 'UPI', methods: ['upi'] })]],
    [
      'amounts beside each other',
      [rule({ ...INR, max_amount: 499 }), rule({ name: 'Large', ...INR, min_amount: 500 })],
    ],
    ['two currencies', [rule(INR), rule({ name: 'Dollars', currencies: ['USD'] })]],
  ])('%s can be used', (_, rules) => expect(ruleFault(rules, ACCOUNTS)).toBeNull());

  it.each<[string, string, RoutingRule[]]>([
    ['connector_account_not_found', 'rules.0.accounts.1', [rule({ accounts: ['a', 'gone'] })]],
    ['connector_account_disabled', 'rules.0.accounts.0', [rule({ accounts: ['off'] })]],
    ['invalid_parameter', 'rules.0.accounts.1', [rule({ accounts: ['a', 'a'] })]],
    ['invalid_parameter', 'rules.1.name', [CARDS, { ...CARDS, methods: ['upi'] }]],
    ['invalid_parameter', 'rules.0.currencies', [rule({ min_amount: 1 })]],
    ['invalid_parameter', 'rules.0.currencies', [rule({ max_amount: 1, currencies: ['INR', 'USD'] })]],
    ['invalid_parameter', 'rules.0.min_amount', [rule({ ...INR, min_amount: 2, max_amount: 1 })]],
    ['routing_rules_overlap', 'rules.1', [CARDS, rule()]],
    [
      'routing_rules_overlap',
      'rules.1',
      [rule({ ...INR, max_amount: 500 }), rule({ name: 'B', ...INR, min_amount: 500 })],
    ],
  ])('%s at %s', (reason, field, rules) => expect(ruleFault(rules, ACCOUNTS)).toMatchObject({ reason, field }));

  it('rules overlap exactly if some payment meets both', () => {
    const bound = fc.option(fc.integer({ min: 1, max: 6 }), { nil: null });
    const rules = fc.record({
      methods: fc.constantFrom(null, ['card'], ['upi'], ['card', 'upi']),
      currencies: fc.constantFrom(null, ['INR'], ['USD']),
      min_amount: bound,
      max_amount: bound,
    });
    const payments = ['card', 'upi'].flatMap((method) =>
      ['INR', 'USD'].flatMap((currency) => [1, 2, 3, 4, 5, 6].map((amount) => ({ method, currency, amount }))),
    );
    const meets = (one: RoutingRule, payment: (typeof payments)[number]) =>
      ruleOf(
        { now: 0, version: 1, rules: [one], retryElsewhere: null, accounts: [] },
        { ...payment, flow: null, connector: 'simulated', capture: 'automatic' },
      ) !== undefined;
    fc.assert(
      fc.property(rules, rules, (a, b) => {
        const [first, second] = [rule(a), rule({ ...b, name: 'Other' })];
        const isMet = payments.some((payment) => meets(first, payment) && meets(second, payment));
        if (isMet) expect(overlap(first, second)).toBe(true);
        else if ([first, second].every(({ min_amount: min, max_amount: max }) => (min ?? 1) <= (max ?? 6)))
          expect(overlap(first, second)).toBe(false);
      }),
    );
  });
});
