import { LANGUAGES, languageOf } from '../lib/locale';

const NAMES = { en: 'English', hi: 'हिन्दी' } as const;

/** A plain link: the server renders the page again in the other language. */
export function LanguageSwitch({ hrefIn, locale }: { hrefIn: (language: string) => string; locale: string }) {
  const other = LANGUAGES.filter((language) => language !== languageOf(locale));
  return other.map((language) => (
    <a
      key={language}
      lang={language}
      hrefLang={language}
      href={hrefIn(language)}
      className="inline-block min-h-6 hover:text-ink hover:underline"
    >
      {NAMES[language]}
    </a>
  ));
}
