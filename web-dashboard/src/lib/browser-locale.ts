/** Languages of mails and receipts. */
export const LANGUAGES = ['en', 'hi', 'ta', 'bn'] as const;

/**
 * The merchant's locale from the browser's `Accept-Language`: its first language if mails are written in it, otherwise
 * English, with the region of the first tag. Undefined if no tag is valid.
 */
export function localeFrom(acceptLanguage: string | null): string | undefined {
  const [first = ''] = (acceptLanguage ?? '').split(/[,;]/);
  try {
    const { language, region } = new Intl.Locale(first.trim()).maximize();
    if (!region || !/^[A-Z]{2}$/.test(region)) return undefined;
    return `${LANGUAGES.find((one) => one === language) ?? 'en'}-${region}`;
  } catch {
    return undefined;
  }
}
