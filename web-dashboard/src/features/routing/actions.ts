'use server';

import { type ActionState, attempt, textIn } from '../../lib/action';
import type { RoutingRule, RoutingRules } from '../../lib/types';
import { optionalAmountIn } from '../../lib/typed-amount';
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
  const isNew = name === null;
  const rules = () => {
    const rule = ruleIn(form);
    return isNew ? [...before.rules, rule] : before.rules.map((one) => (one.name === name ? rule : one));
  };
  return put(form, before.version, rules, isNew ? `The rule ${textIn(form, 'name')} is added.` : 'Saved.');
}

export async function removeRule(before: Rules, name: string, _: ActionState, form: FormData): Promise<ActionState> {
  return put(form, before.version, () => before.rules.filter((one) => one.name !== name), 'Removed.');
}

export async function saveDeclineClasses(before: Rules, _: ActionState, form: FormData): Promise<ActionState> {
  const retried = form.getAll('retry_elsewhere') as DeclineReason[];
  return put(form, before.version, () => before.rules, 'Saved.', retried);
}

/** The table of declines stays as it is unless `retryElsewhere` is given. */
async function put(
  form: FormData,
  version: number,
  rules: () => RoutingRule[],
  done: string,
  retryElsewhere?: DeclineReason[],
): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    const kept = async () =>
      (await gateway.routing.get()).declineClasses.filter((one) => one.retryElsewhere).map(({ reason }) => reason);
    const after = { version, rules: rules(), retryElsewhere: retryElsewhere ?? (await kept()) };
    await gateway.routing.put(after, options);
    return done;
  });
}

function ruleIn(form: FormData): RoutingRule {
  const methods = form.getAll('methods') as NonNullable<RoutingRule['methods']>;
  const currencies = codesIn(textIn(form, 'currencies'));
  // The API refuses a range of amounts without exactly one currency.
  const currency = currencies?.[0] ?? 'INR';
  return {
    name: textIn(form, 'name'),
    methods: methods.length === 1 ? methods : null,
    currencies,
    minAmount: null,
    maxAmount: null,
    ...optionalAmountIn(form, 'min_amount', currency, 'minAmount'),
    ...optionalAmountIn(form, 'max_amount', currency, 'maxAmount'),
    accounts: [
      ...new Set(form.getAll('accounts').filter((one): one is string => typeof one === 'string' && one !== '')),
    ],
  };
}
