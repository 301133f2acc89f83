import type { Candidate, Decision, Finding } from './choose-account.js';

/** Why a charge was made at its account, as it is stored on the charge and shown. */
export interface Route {
  readonly reason: 'only' | 'priority' | 'rule' | 'next' | 'trial' | 'best_of_passed_over';
  /** The rule's name; null: the accounts were tried in the order of their priority. */
  readonly rule: string | null;
  /** One sentence for the people who read it. */
  readonly description: string;
  /** The accounts that came first and were not chosen, with the reason. */
  readonly passed: readonly { account_id: string; reason: Exclude<Finding, 'chosen' | 'later'> }[];
}

/** Null if no account takes the payment. */
export function routeOf(decision: Decision): Route | null {
  const { account, rule } = decision;
  if (!account) return null;
  const reason = reasonOf(decision);
  const passed = decision.candidates.flatMap(({ accountId, finding }) =>
    finding === 'chosen' || finding === 'later' ? [] : [{ account_id: accountId, reason: finding }],
  );
  return { reason, rule: rule?.name ?? null, description: `${words(decision, reason)}.`, passed };
}

function reasonOf({ choice, rule, candidates }: Decision): Route['reason'] {
  if (choice !== 'first') return choice;
  if (rule) return 'rule';
  return candidates.length === 1 ? 'only' : 'priority';
}

function words({ rule, candidates }: Decision, reason: Route['reason']): string {
  const among = rule ? `of the rule ${rule.name}` : 'in the order of priority';
  const before = candidates.slice(
    0,
    candidates.findIndex(({ finding }) => finding === 'chosen'),
  );
  const skipped = before.length > 0 ? `; before it: ${before.map(skippedWords).join(', ')}` : '';
  switch (reason) {
    case 'only':
      return 'The only connection';
    case 'next':
      return `The next connection ${among} after one that did not take the payment${skipped}`;
    case 'trial':
      return `Passed over until now, and tried again with this payment; ${among}${skipped}`;
    case 'best_of_passed_over':
      return `Every connection that fits is passed over: this one has the best score, ${among}${skipped}`;
    default:
      return `The first connection ${among} that fits${skipped}`;
  }
}

const FINDINGS: Readonly<Record<Finding, string>> = {
  chosen: 'is chosen',
  later: 'fits',
  disabled: 'is disabled',
  removed: 'was removed',
  other_connector: 'is of another acquirer than the instrument was entered for',
  other_method: 'does not take the method',
  other_currency: 'does not take the currency',
  not_supported: 'its acquirer does not support the payment',
  already_tried: 'was tried',
  passed_over: 'is passed over because the acquirer did not answer',
};

const skippedWords = ({ accountId, label, finding }: Candidate): string => `${label ?? accountId} ${FINDINGS[finding]}`;

/** What was found about an account, in words. */
export const findingWords = (finding: Finding): string => FINDINGS[finding];
