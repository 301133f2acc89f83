import { currencyExponent, formatAmount } from '@payment-gateway/sdk';
import type { ActionState } from './action';
import { inMajorUnits } from './amount';
import { LOCALE } from './format';

// In a file of its own, because code for the browser must not import the SDK.
export const amountOf = (minor: number, currency: string) => formatAmount(minor, currency, LOCALE);

/** An amount on an axis: `₹2.5L` in India, `$25K` elsewhere. */
export const compactAmount = (minor: number, currency: string) =>
  new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    notation: 'compact',
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  })
    .format(minor / 10 ** currencyExponent(currency))
    // Of thousands; `T` reads as trillion.
    .replace(/T$/, 'K');

/** An amount for an input field: plain digits with the currency's decimals. */
export const plainAmount = (minor: number, currency: string) => {
  const digits = currencyExponent(currency);
  return (minor / 10 ** digits).toFixed(digits);
};

/** The form's message for an amount that the API refused, in the units of the input. */
export function inUnitsOf(currency: string, state: ActionState): ActionState {
  if (state.error?.field !== 'amount') return state;
  const description = inMajorUnits(state.error.description, (minor) => amountOf(minor, currency));
  return { ...state, error: { ...state.error, description } };
}
