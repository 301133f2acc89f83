import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allDeadlines, type Sheet } from '../connectors/sheet.js';
import { type AccountHealth, newHealth } from './account-health.js';
import { chooseAccount } from './choose-account.js';
import { routeOf } from './route.js';
import type { MerchantRouting, RoutedAccount, RoutedPayment, RoutingRule } from './routed-payment.js';

const NOW = 1_000_000;
const SHEET = {
  ...{
    methods: ['upi', 'card'],
    currencies: null,
    flows: ['redirect', 'raw_card'],
    limits: { JPY: { min: 50, max: 900 } },
  },
  ...{ captureModes: ['automatic', 'manual'], deadlineMs: allDeadlines(1_000) },
} as unknown as Sheet;
const PAYMENT: RoutedPayment = {
  ...{ method: 'card', flow: null, connector: 'simulated', amount: 500, currency: 'INR', capture: 'automatic' },
};
const account = (id: string, fields: Partial<RoutedAccount> = {}): RoutedAccount => ({
  ...{ id, label: `Account ${id}`, connector: 'simulated', methods: null, currencies: null, enabled: true, health: [] },
  ...fields,
});
const rule = (name: string, accounts: string[], fields: Partial<RoutingRule> = {}): RoutingRule => ({
  ...{ name, accounts, methods: null, currencies: null, min_amount: null, max_amount: null },
  ...fields,
});
const routing = (accounts: RoutedAccount[], rules: RoutingRule[] = []): MerchantRouting => ({
  ...{ now: NOW, version: 1, rules, retryElsewhere: null, accounts },
});
const health = (fields: Partial<AccountHealth>): readonly AccountHealth[] => [{ ...newHealth('card'), ...fields }];
const PASSED = { score: 0.3, trips: 1, passedOverUntil: NOW + 1 };
const DUE = { ...PASSED, passedOverUntil: NOW };
const choose = (known: MerchantRouting, payment = PAYMENT, more: { tried?: string[]; mayTry?: boolean } = {}) =>
  chooseAccount(known, payment, { sheetOf: () => SHEET, ...more });
const chosen = (...args: Parameters<typeof choose>) => choose(...args).account?.id ?? null;

describe('the account that takes a payment', () => {
  const A_B = [account('a'), account('b')];

  it('is the first in the order of priority, unless the payment meets a rule', () => {
    expect(chosen(routing(A_B))).toBe('a');
    const rules = [rule('Large', ['b', 'a'], { currencies: ['INR'], min_amount: 500 })];
    expect(chosen(routing(A_B, rules))).toBe('b');
    expect(chosen(routing(A_B, rules), { ...PAYMENT, amount: 499 })).toBe('a');
    expect(chosen(routing(A_B, rules), { ...PAYMENT, currency: 'USD' })).toBe('a');
  });

  it.each<[string, Partial<RoutedAccount>, Partial<RoutedPayment>]>([
    ['disabled', { enabled: false }, {}],
    ['other_method', { methods: ['upi'] }, {}],
    ['other_currency', { currencies: ['USD'] }, {}],
    ['other_connector', { connector: 'stripe' }, {}],
    ['not_supported', {}, { currency: 'JPY', amount: 901 }],
    ['not_supported', {}, { currency: 'JPY', amount: 49 }],
  ])('is none that is %s', (finding, fields, payment) => {
    const decision = choose(routing([account('a', fields)]), { ...PAYMENT, ...payment });
    expect(decision).toMatchObject({ account: null, candidates: [{ accountId: 'a', finding }] });
    expect(routeOf(decision)).toBeNull();
  });

  it('a page may be of any connector, because it needs no token', () => {
    expect(
      chosen(routing([account('a', { connector: 'stripe' })]), { ...PAYMENT, flow: 'redirect', method: null }),
    ).toBe('a');
  });

  it('a rule is the whole choice: a payment that meets it goes nowhere else', () => {
    const rules = [rule('Cards', ['gone', 'a'], { methods: ['card'] })];
    expect(chosen(routing([account('a', { enabled: false }), account('b')], rules))).toBeNull();
    expect(choose(routing(A_B, rules)).candidates.map(({ finding }) => finding)).toEqual(['removed', 'chosen']);
  });

  it('a payment whose method is not known yet meets only rules for every method', () => {
    const page = { ...PAYMENT, method: null, flow: 'redirect' } as const;
    expect(chosen(routing(A_B, [rule('Cards', ['b'], { methods: ['card', 'upi'] })]), page)).toBe('a');
    expect(chosen(routing(A_B, [rule('All', ['b'])]), page)).toBe('b');
  });

  it('is never one that was tried', () => {
    expect(choose(routing(A_B), PAYMENT, { tried: ['a'] })).toMatchObject({ account: { id: 'b' }, choice: 'next' });
    expect(chosen(routing(A_B), PAYMENT, { tried: ['a', 'b'] })).toBeNull();
  });

  it('passes over one whose acquirer does not answer, and tries it again with one payment', () => {
    const passed = routing([account('a', { health: health(PASSED) }), account('b')]);
    expect(choose(passed)).toMatchObject({ account: { id: 'b' }, choice: 'first' });
    const due = routing([account('a', { health: health(DUE) }), account('b')]);
    expect(choose(due)).toMatchObject({ account: { id: 'a' }, choice: 'trial' });
    expect(chosen(due, PAYMENT, { mayTry: false })).toBe('b');
    expect(chosen(due, { ...PAYMENT, method: 'upi' })).toBe('a');
  });

  it('is the best one if all are passed over', () => {
    const all = routing([
      account('a', { health: health(PASSED) }),
      account('b', { health: health({ ...PASSED, score: 0.4 }) }),
    ]);
    expect(choose(all)).toMatchObject({ account: { id: 'b' }, choice: 'best_of_passed_over' });
  });

  it('the stored route names the rule, and what came before the account', () => {
    const known = routing(
      [account('a', { health: health(PASSED) }), account('b')],
      [rule('Cards', ['a', 'b'], { methods: ['card'] })],
    );
    expect(routeOf(choose(known))).toEqual({
      ...{ reason: 'rule', rule: 'Cards', passed: [{ account_id: 'a', reason: 'passed_over' }] },
      description:
        'The first connection of the rule Cards that fits; before it: Account a is passed over because the acquirer did not answer.',
    });
    expect(routeOf(choose(routing([account('a')])))).toMatchObject({ reason: 'only', rule: null, passed: [] });
  });

  it('some account is chosen whenever one fits, whatever the health of the accounts', () => {
    const ill = fc.record({
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      passedOverUntil: fc.constantFrom(null, NOW - 1, NOW + 1),
    });
    const accounts = fc.array(fc.record({ enabled: fc.boolean(), health: ill }), { maxLength: 5 });
    fc.assert(
      fc.property(accounts, (all) => {
        const known = routing(
          all.map((one, i) => account(`ca_${i}`, { enabled: one.enabled, health: health(one.health) })),
        );
        expect(chosen(known) !== null).toBe(all.some(({ enabled }) => enabled));
      }),
    );
  });
});
