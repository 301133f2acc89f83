import type { Sheet } from '../connectors/sheet.js';
import type { AccountHealth } from './account-health.js';

/** What routing reads of a payment. */
export interface RoutedPayment {
  /** Null until the shopper has chosen on a page of the acquirer. */
  readonly method: string | null;
  readonly flow: 'collect' | 'intent' | 'redirect' | null;
  /** The connector that made the instrument's token. A page needs no token, so that any connector takes it. */
  readonly connector: string;
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  readonly capture: 'automatic' | 'manual';
}

/** Payments of these methods and currencies, within the range of amounts, go to these accounts, the first one first. */
export interface RoutingRule {
  readonly name: string;
  /** Null: every method, also one that is not known yet. */
  readonly methods: readonly string[] | null;
  /** Null: every currency. */
  readonly currencies: readonly string[] | null;
  /** In the minor unit of the rule's only currency; null: no limit. Both limits are included. */
  readonly min_amount: number | null;
  readonly max_amount: number | null;
  readonly accounts: readonly string[];
}

export interface RoutedAccount {
  readonly id: string;
  readonly label: string;
  readonly connector: string;
  readonly methods: readonly string[] | null;
  readonly currencies: readonly string[] | null;
  readonly enabled: boolean;
  readonly health: readonly AccountHealth[];
}

/** All that routing knows of a merchant. */
export interface MerchantRouting {
  /** When it was read, by the clock of the database: milliseconds since 1970. */
  readonly now: number;
  /** Of the rules; 0: the merchant has stored none. */
  readonly version: number;
  readonly rules: readonly RoutingRule[];
  /** The reasons of a decline after which a payment is tried elsewhere. Null: the default ones. */
  readonly retryElsewhere: readonly string[] | null;
  /** Those that are not removed, in the order of their priority. */
  readonly accounts: readonly RoutedAccount[];
}

/** The accounts that are looked at, in order: those of the rule, or else all by their priority. */
export const accountIds = ({ accounts }: MerchantRouting, rule: RoutingRule | null | undefined): readonly string[] =>
  rule?.accounts ?? accounts.map(({ id }) => id);

/** Why an account cannot take a payment. */
export type Unfit = 'disabled' | 'other_connector' | 'other_method' | 'other_currency' | 'not_supported';

/** Null if the account can take the payment. */
export function unfitness(account: RoutedAccount, sheet: Sheet | undefined, payment: RoutedPayment): Unfit | null {
  const { method, currency, flow } = payment;
  if (!account.enabled) return 'disabled';
  if (flow !== 'redirect' && account.connector !== payment.connector) return 'other_connector';
  if (method !== null && account.methods?.includes(method) === false) return 'other_method';
  if (account.currencies?.includes(currency) === false) return 'other_currency';
  return sheet && isSupported(sheet, payment) ? null : 'not_supported';
}

function isSupported(sheet: Sheet, { flow, method, currency, capture, amount }: RoutedPayment): boolean {
  const { min = amount, max = amount, multipleOf = 1 } = sheet.limits[currency] ?? {};
  return (
    (flow !== 'redirect' || sheet.flows.includes('redirect')) &&
    (method === null || sheet.methods.includes(method)) &&
    sheet.currencies?.includes(currency) !== false &&
    sheet.captureModes.includes(capture) &&
    amount >= min &&
    amount <= max &&
    amount % multipleOf === 0
  );
}

/** The only rule that the payment meets: rules never overlap. */
export const ruleOf = ({ rules }: MerchantRouting, payment: RoutedPayment): RoutingRule | undefined =>
  rules.find((rule) => meets(rule, payment));

function meets(
  { methods, currencies, min_amount: min, max_amount: max }: RoutingRule,
  payment: RoutedPayment,
): boolean {
  const { method, currency, amount } = payment;
  if (methods !== null && (method === null || !methods.includes(method))) return false;
  if (currencies?.includes(currency) === false) return false;
  return (min === null || amount >= min) && (max === null || amount <= max);
}

/** Whether another amount of the same payment might be routed differently. */
export function dependsOnAmount({ rules }: MerchantRouting, { method, currency }: RoutedPayment): boolean {
  return rules.some(
    ({ min_amount, max_amount, methods, currencies }) =>
      (min_amount !== null || max_amount !== null) &&
      (methods === null || (method !== null && methods.includes(method))) &&
      currencies?.includes(currency) !== false,
  );
}
