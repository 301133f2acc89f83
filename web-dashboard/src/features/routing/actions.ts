'use server';

import { currencyExponent } from '@payment-gateway/sdk';
import { type ActionState, attempt, textIn } from '../../lib/action';
import type { RoutingRule, RoutingRules } from '../../lib/types';
import { codesIn } from '../connections/connection-words';

type Rules = Pick<RoutingRules, 'version' | 'rules'>;
type DeclineReason = RoutingRules['declineClasses'][number]['reason'];

/** Adds a rule, or replaces the one with this name. */
export async function saveRule(
  before: Rules,
  name: string | null,
  _: ActionState,
  form: FormData,
): Promise<ActionState> {
  const rule = ruleIn(form);
  const isNew = name === null;
  const rules = isNew ? [...before.rules, rule] : before.rules.map((one) => (one.name === name ? rule : one));
  return put(form, { version: before.version, rules }, isNew ? `The rule ${rule.name} is added.` : 'Saved.');
}

export async function removeRule(before: Rules, name: string, _: ActionState, form: FormData): Promise<ActionState> {
  const rules = before.rules.filter((one) => one.name !== name);
  return put(form, { version: before.version, rules }, 'Removed.');
}

export async function saveDeclineClasses(before: Rules, _: ActionState, form: FormData): Promise<ActionState> {
  return put(form, before, 'Saved.', form.getAll('retry_elsewhere') as DeclineReason[]);
}

/** The table of declines stays as it is unless `retryElsewhere` is given. */
async function put(form: FormData, after: Rules, done: string, retryElsewhere?: DeclineReason[]): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    const kept = async () =>
      (await gateway.routing.get()).declineClasses.filter((one) => one.retryElsewhere).map(({ reason }) => reason);
    await gateway.routing.put({ ...after, retryElsewhere: retryElsewhere ?? (await kept()) }, options);
    return done;
  });
}

function ruleIn(form: FormData): RoutingRule {
  const methods = form.getAll('methods') as NonNullable<RoutingRule['methods']>;
  const currencies = codesIn(textIn(form, 'currencies'));
  return {
    name: textIn(form, 'name'),
    methods: methods.length === 1 ? methods : null,
    currencies,
    minAmount: minorIn(form, 'min_amount', currencies),
    maxAmount: minorIn(form, 'max_amount', currencies),
    accounts: [
      ...new Set(form.getAll('accounts').filter((one): one is string => typeof one === 'string' && one !== '')),
    ],
  };
}

/** Typed in the unit of the rule's currency; the API refuses a range without exactly one. */
function minorIn(form: FormData, name: string, currencies: string[] | null): number | null {
  const typed = textIn(form, name);
  if (typed === '') return null;
  return Math.round(Number(typed) * 10 ** currencyExponent(currencies?.[0] ?? 'INR'));
}
