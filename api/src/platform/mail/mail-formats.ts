import { exponentOf } from '../currency.js';

/** Latin digits in every language, so that amounts and times read the same everywhere. */
const localeOf = (locale: string) => `${locale}-u-nu-latn`;

/** A moment in words of that language, in that time zone, with the zone's name. */
export function formatTime(at: Date, locale: string, timeZone: string): string {
  const parts = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(localeOf(locale), { ...parts, timeZone, timeZoneName: 'short' }).format(at);
}

/** An amount of minor units with the currency's sign. The decimals are ISO 4217's, not the language's. */
export function formatMoney(amount: number, currency: string, locale: string): string {
  const decimals = exponentOf(currency);
  const format = new Intl.NumberFormat(localeOf(locale), {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return format.format(amount / 10 ** decimals);
}
