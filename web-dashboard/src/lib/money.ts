import { currencyExponent, formatAmount } from '@payment-gateway/sdk';
import { LOCALE } from './format';

// Apart from the other formats: what a browser draws has no need of the SDK.
export const amountOf = (minor: number, currency: string) => formatAmount(minor, currency, LOCALE);

/** An amount to type into a field: plain digits, the currency's decimals. */
export const plainAmount = (minor: number, currency: string) => {
  const digits = currencyExponent(currency);
  return (minor / 10 ** digits).toFixed(digits);
};
