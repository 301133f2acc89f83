import { currencyExponent, formatAmount } from '@payment-gateway/sdk';
import type { ActionState } from './action';
import { inMajorUnits } from './amount';
import { LOCALE } from './format';

// Apart from the other formats: what a browser draws has no need of the SDK.
export const amountOf = (minor: number, currency: string) => formatAmount(minor, currency, LOCALE);

/** An amount to type into a field: plain digits, the currency's decimals. */
export const plainAmount = (minor: number, currency: string) => {
  const digits = currencyExponent(currency);
  return (minor / 10 ** digits).toFixed(digits);
};

/** What a form says about an amount that the API refused, in the units in which it was typed. */
export function inUnitsOf(currency: string, state: ActionState): ActionState {
  if (state.error?.field !== 'amount') return state;
  const description = inMajorUnits(state.error.description, (minor) => amountOf(minor, currency));
  return { ...state, error: { ...state.error, description } };
}
