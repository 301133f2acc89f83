import { describe, expect, it } from '@jest/globals';
import { allDeadlines, type Flow, type Sheet } from '../connectors/sheet.js';
import { payableMethods, type PayableOrder } from './payable-methods.js';
import type { RoutedAccount, RoutingRule } from './routed-payment.js';

const sheet = (flows: Flow[], methods: string[], fields: Partial<Sheet> = {}): Sheet =>
  ({
    ...{ flows, methods, currencies: null, limits: {}, captureModes: ['automatic', 'manual'] },
    ...{ deadlineMs: allDeadlines(1_000), ...fields },
  }) as unknown as Sheet;
const SHEETS: Readonly<Record<string, Sheet>> = {
  forms: sheet(['redirect', 'qr', 'intent', 'collect', 'raw_card'], ['upi', 'card']),
  pages: sheet(['redirect'], ['card', 'upi', 'netbanking']),
  cards: sheet(['redirect'], ['card'], {
    currencies: ['INR', 'KWD'],
    captureModes: ['automatic'],
    limits: { INR: { min: 100, max: 90_000 }, KWD: { min: 10, max: 900_000, multipleOf: 10 } },
  }),
};
const account = (connector: string, fields: Partial<RoutedAccount> = {}): RoutedAccount => ({
  ...{ id: `ca_${connector}`, label: connector, connector, methods: null, currencies: null, enabled: true, health: [] },
  ...fields,
});
const order = (accounts: RoutedAccount[], fields: Partial<PayableOrder> = {}, rules: RoutingRule[] = []) => ({
  ...{ amount: 50_000, currency: 'INR', capture: 'automatic' as const, getsSimulated: false, takesCollect: true },
  ...{ routing: { now: 0, version: 1, rules, retryElsewhere: null, accounts }, ...fields },
});
const payable = (...args: Parameters<typeof order>) =>
  Object.fromEntries(
    payableMethods(order(...args), (name) => SHEETS[name === 'simulated' ? 'forms' : name]!).map((one) => [
      one.method,
      one.flows,
    ]),
  );
const FORMS = { upi: ['intent', 'collect', 'redirect'], card: ['raw_card', 'redirect'] };

describe('the methods that an order can be paid by', () => {
  it('are those of the first account that takes each, in the order of priority', () => {
    expect(payable([account('forms')])).toEqual(FORMS);
    expect(payable([account('pages'), account('forms')])).toEqual({ upi: ['redirect'], card: ['redirect'] });
    expect(payable([account('cards'), account('forms')])).toEqual({ upi: FORMS.upi, card: ['redirect'] });
    expect(payable([account('forms', { methods: ['upi'] }), account('cards')])).toEqual({
      upi: FORMS.upi,
      card: ['redirect'],
    });
  });

  it('are those of the rule’s accounts if a payment by the method would meet a rule', () => {
    const rule = {
      ...{ name: 'Cards', methods: ['card'], currencies: null },
      ...{ min_amount: null, max_amount: null },
    };
    const known = [account('forms'), account('cards')];
    expect(payable(known, {}, [{ ...rule, accounts: ['ca_cards'] }])).toEqual({ upi: FORMS.upi, card: ['redirect'] });
    expect(payable(known, {}, [{ ...rule, accounts: ['ca_gone'] }])).toEqual({ upi: FORMS.upi });
  });

  it.each<[string, RoutedAccount, Partial<PayableOrder>]>([
    ['the only account is disabled', account('cards', { enabled: false }), {}],
    ['it takes other currencies', account('cards', { currencies: ['KWD'] }), {}],
    ['its acquirer does not have the currency', account('cards'), { currency: 'USD' }],
    ['its acquirer does not have the capture', account('cards'), { capture: 'manual' }],
    ['the amount is too small', account('cards'), { amount: 99 }],
    ['the amount is too large', account('cards'), { amount: 90_001 }],
    ['the amount is no multiple', account('cards'), { currency: 'KWD', amount: 1_005 }],
  ])('are none if %s', (_, one, fields) => expect(payable([one], fields)).toEqual({}));

  it('have UPI in rupees only, and UPI collect only where the merchant takes it', () => {
    expect(payable([account('forms')], { currency: 'USD' })).toEqual({ card: FORMS.card });
    expect(payable([account('forms')], { takesCollect: false }).upi).toEqual(['intent', 'redirect']);
  });

  it('are the simulated acquirer’s for a test merchant that never had an account', () => {
    expect(payable([], { getsSimulated: true })).toEqual(FORMS);
    expect(payable([])).toEqual({});
  });
});
