import type { RoutedAccount, RoutingRule } from './routed-payment.js';

/** What is wrong with a list of rules. */
export interface RuleFault {
  readonly reason:
    'invalid_parameter' | 'connector_account_not_found' | 'connector_account_disabled' | 'routing_rules_overlap';
  readonly description: string;
  readonly field: string;
}

/** The first fault; null if the rules can be used with these accounts. */
export function ruleFault(rules: readonly RoutingRule[], accounts: readonly RoutedAccount[]): RuleFault | null {
  for (const [i, rule] of rules.entries()) {
    const field = `rules.${i}`;
    const fault =
      nameFault(rule, rules, i) ??
      amountFault(rule, field) ??
      accountFault(rule, accounts, field) ??
      overlapFault(rule, rules, i);
    if (fault) return fault;
  }
  return null;
}

function nameFault({ name }: RoutingRule, rules: readonly RoutingRule[], i: number): RuleFault | null {
  if (!rules.slice(0, i).some((other) => other.name === name)) return null;
  return {
    reason: 'invalid_parameter',
    description: `Two rules are called ${name}: rename one`,
    field: `rules.${i}.name`,
  };
}

function amountFault(
  { name, min_amount: min, max_amount: max, currencies }: RoutingRule,
  field: string,
): RuleFault | null {
  if (min === null && max === null) return null;
  if (currencies?.length !== 1) {
    const description = `The rule ${name} has a range of amounts: name exactly one currency, whose minor unit it is in`;
    return { reason: 'invalid_parameter', description, field: `${field}.currencies` };
  }
  if (min === null || max === null || min <= max) return null;
  const description = `The rule ${name} has a min_amount above its max_amount: swap them`;
  return { reason: 'invalid_parameter', description, field: `${field}.min_amount` };
}

function accountFault(rule: RoutingRule, accounts: readonly RoutedAccount[], field: string): RuleFault | null {
  for (const [i, id] of rule.accounts.entries()) {
    const at = `${field}.accounts.${i}`;
    const account = accounts.find((one) => one.id === id);
    if (!account) {
      const description = `The rule ${rule.name} names ${id}, which is no connector account of this merchant: remove it`;
      return { reason: 'connector_account_not_found', description, field: at };
    }
    if (!account.enabled) {
      const description = `The rule ${rule.name} names ${account.label}, which is disabled: enable it, or leave it out`;
      return { reason: 'connector_account_disabled', description, field: at };
    }
    if (rule.accounts.indexOf(id) < i) {
      const description = `The rule ${rule.name} names ${account.label} twice: a payment is tried once at each account`;
      return { reason: 'invalid_parameter', description, field: at };
    }
  }
  return null;
}

function overlapFault(rule: RoutingRule, rules: readonly RoutingRule[], i: number): RuleFault | null {
  const earlier = rules.slice(0, i).find((other) => overlap(other, rule));
  if (!earlier) return null;
  const description = `Some payments meet both ${earlier.name} and ${rule.name}: change one so that each payment meets one rule`;
  return { reason: 'routing_rules_overlap', description, field: `rules.${i}` };
}

/** True if some payment meets both. */
export function overlap(a: RoutingRule, b: RoutingRule): boolean {
  const low = Math.max(a.min_amount ?? 0, b.min_amount ?? 0);
  const high = Math.min(a.max_amount ?? Infinity, b.max_amount ?? Infinity);
  return share(a.methods, b.methods) && share(a.currencies, b.currencies) && low <= high;
}

const share = (a: readonly string[] | null, b: readonly string[] | null): boolean =>
  a === null || b === null || a.some((one) => b.includes(one));
