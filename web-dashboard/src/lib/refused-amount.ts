import type { ActionState } from './action';
import { inMajorUnits } from './amount';
import { formatLocaleOf } from './locale';
import { amountOf } from './money';
import { readSession } from './session';

/** The state of a form with an amount: a refused one is described in the units of the form's field. */
export async function withAmount(currency: string, state: ActionState): Promise<ActionState> {
  if (state.error?.field !== 'amount') return state;
  const locale = formatLocaleOf((await readSession()).merchant.locale);
  const description = inMajorUnits(state.error.description, (minor) => amountOf(minor, currency, locale));
  return { ...state, error: { ...state.error, description } };
}
