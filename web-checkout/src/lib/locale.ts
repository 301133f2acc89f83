export const LANGUAGES = ['en', 'hi', 'ta', 'bn'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The proxy sets it for the page. */
export const LOCALE_HEADER = 'x-checkout-locale';
const STANDARD = 'en-IN';

export const languageOf = (locale: string): Language =>
  LANGUAGES.find((language) => locale.startsWith(language)) ?? 'en';

/** Bengali has digits of its own; card fields and banks use the Latin ones. */
export const latinDigits = (locale: string) => `${locale}-u-nu-latn`;

/** Rupees are grouped by lakh and crore for every language and country, as on the merchant's page. */
export const localeOfMoney = (locale: string, currency: string) =>
  latinDigits(currency === 'INR' ? `${languageOf(locale)}-IN` : locale);

/** The first language of the shopper's list that the catalogue contains; an explicit choice takes precedence. */
export function chooseLocale(chosen: string | null, acceptLanguage: string | null): string {
  const listed = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().split(';');
      const weight = rest.find((one) => one.trim().startsWith('q='))?.split('=')[1];
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
  const wanted = [chosen, ...listed].find((tag) => tag && isKnown(tag));
  if (!wanted) return STANDARD;
  return wanted.includes('-') ? wanted : `${wanted}-IN`;
}

function isKnown(tag: string): boolean {
  return (
    /^[a-z]{2}(-[A-Za-z]{4})?(-[A-Z]{2})?$/.test(tag) && (LANGUAGES as readonly string[]).includes(tag.slice(0, 2))
  );
}
