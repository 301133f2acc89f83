import type { Sheet } from '../connectors/sheet.js';
import { type AccountHealth, type HealthState, newHealth, stateOf } from './account-health.js';
import {
  accountIds,
  type MerchantRouting,
  type RoutedAccount,
  type RoutedPayment,
  type RoutingRule,
  ruleOf,
  type Unfit,
  unfitness,
} from './routed-payment.js';

/** What was found about an account. `chosen`: the payment goes there. `later`: it could, after the one before it. */
export type Finding = 'chosen' | 'later' | Unfit | 'removed' | 'already_tried' | 'passed_over';

export interface Candidate {
  readonly accountId: string;
  readonly label: string | null;
  readonly finding: Finding;
  /** 0 to 1, of the payment's method. */
  readonly score: number | null;
}

/** Why the chosen account was chosen among those that fit. */
export type Choice = 'first' | 'trial' | 'best_of_passed_over' | 'next';

export interface Decision {
  readonly account: RoutedAccount | null;
  /** Null if the accounts are tried in the order of their priority. */
  readonly rule: RoutingRule | null;
  readonly choice: Choice;
  /** Every account that was looked at, in order. */
  readonly candidates: readonly Candidate[];
}

export interface Circumstances {
  readonly sheetOf: (connector: string) => Sheet | undefined;
  /** The accounts that have had a charge of the payment. */
  readonly tried?: readonly string[];
  /** False: another payment has just begun the trial of an account. */
  readonly mayTry?: boolean;
}

/** The key of a page payment's health until the shopper has chosen the method there. */
export const PAGE = 'page';
export const healthKey = ({ method, flow }: Pick<RoutedPayment, 'method' | 'flow'>): string =>
  flow === 'redirect' ? PAGE : (method ?? PAGE);

interface Looked {
  readonly id: string;
  readonly account: RoutedAccount | undefined;
  readonly health: AccountHealth;
  readonly obstacle: Exclude<Finding, 'chosen' | 'later' | 'passed_over'> | null;
  readonly state: HealthState;
}

/**
 * The account that takes a payment: the first of the rule that it meets, or else of the default order, that fits and is
 * well. One that was passed over for long enough is tried with the first payment that would go there. If all that fit are
 * passed over, the one with the best score is tried.
 */
export function chooseAccount(
  routing: MerchantRouting,
  payment: RoutedPayment,
  { sheetOf, tried = [], mayTry = true }: Circumstances,
): Decision {
  const rule = ruleOf(routing, payment) ?? null;
  const looked = accountIds(routing, rule).map((id) => look(id));
  const fitting = looked.filter(({ obstacle }) => obstacle === null);
  const first = fitting.find(({ state }) => state === 'well' || (state === 'trial' && mayTry));
  const chosen = first ?? fitting.reduce<Looked | undefined>(better, undefined);
  const findingOf = (one: Looked): Finding => {
    if (one === chosen) return 'chosen';
    return one.obstacle ?? (one.state === 'well' ? 'later' : 'passed_over');
  };
  return {
    account: chosen?.account ?? null,
    rule,
    choice: !first ? 'best_of_passed_over' : first.state === 'trial' ? 'trial' : tried.length > 0 ? 'next' : 'first',
    candidates: looked.map((one) => ({
      accountId: one.id,
      label: one.account?.label ?? null,
      finding: findingOf(one),
      score: one.account ? one.health.score : null,
    })),
  };

  function look(id: string): Looked {
    const account = routing.accounts.find((one) => one.id === id);
    const key = healthKey(payment);
    const health = account?.health.find(({ method }) => method === key) ?? newHealth(key);
    return { id, account, health, obstacle: obstacleOf(account), state: stateOf(health, routing.now) };
  }

  function obstacleOf(account: RoutedAccount | undefined): Looked['obstacle'] {
    if (!account) return 'removed';
    if (tried.includes(account.id)) return 'already_tried';
    return unfitness(account, sheetOf(account.connector), payment);
  }
}

const better = (best: Looked | undefined, one: Looked): Looked =>
  best !== undefined && best.health.score >= one.health.score ? best : one;
