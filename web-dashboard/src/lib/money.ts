import { currencyExponent, formatAmount } from '@payment-gateway/sdk';
import { localeOfPage, numbersOf } from './locale';

// In a file of its own, because code for the browser must not import the SDK.
export const amountOf = (minor: number, currency: string, locale = localeOfPage()) =>
  formatAmount(minor, currency, numbersOf(localeOfMoney(currency, locale)));

/** Rupees are grouped by lakh and crore for every merchant, as on the pages that their shoppers see. */
const localeOfMoney = (currency: string, locale: string) => (currency === 'INR' ? 'en-IN' : locale);

/** An amount on an axis: `₹2.5L` in India, `$25K` elsewhere. */
export const compactAmount = (minor: number, currency: string) =>
  new Intl.NumberFormat(localeOfMoney(currency, localeOfPage()), {
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
