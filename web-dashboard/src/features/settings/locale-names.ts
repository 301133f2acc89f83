const REGIONS = ['AE', 'AU', 'BD', 'CA', 'DE', 'FR', 'GB', 'LK', 'NP', 'SG', 'US'];
const LISTED = ['en-IN', 'hi-IN', 'ta-IN', 'bn-IN', ...REGIONS.map((region) => `en-${region}`)];
const NAMES = new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard' });

/** Locales to choose from, with their names; always including the chosen one. */
export const localeNames = (chosen: string): (readonly [string, string])[] =>
  [...new Set([...LISTED, chosen])].map((locale) => [locale, NAMES.of(locale) ?? locale] as const);
