import { cache } from 'react';

const STANDARD = 'en-IN';

/**
 * The dashboard is in English, so only the region of the merchant's locale counts: it decides grouping, decimals and
 * the order of a date. Text of a region in another script would not fit English sentences.
 */
export function formatLocaleOf(locale: string): string {
  const region = /-([A-Z]{2})$/.exec(locale)?.[1];
  return region ? `en-${region}` : STANDARD;
}

const RIGHT_TO_LEFT = /^(Arab|Hebr|Syrc|Thaa)$/;
const numbers = new Map<string, string>();

/**
 * The locale of numbers: of the region's main language, because English for a region does not have all of its
 * separators. Digits are Latin. Languages from right to left would add direction marks, so English stays for them.
 */
export function numbersOf(locale: string): string {
  const known = numbers.get(locale);
  if (known) return known;
  const { language, script, region } = new Intl.Locale(`und-${new Intl.Locale(locale).region}`).maximize();
  const made = RIGHT_TO_LEFT.test(script ?? '') ? locale : `${language}-${region}-u-nu-latn`;
  numbers.set(locale, made);
  return made;
}

/** Server components have no context: `cache` keeps one value for each request. In the browser it keeps none. */
const rendered = cache(() => ({ locale: STANDARD }));

/** The locale of the merchant whose page is being rendered. */
export const localeOfPage = (): string => rendered().locale;

export function setLocaleOfPage(locale: string): void {
  rendered().locale = formatLocaleOf(locale);
}
