import { LANGUAGES, languageOf } from '../lib/locale';
import { testId } from '../lib/test-ids';

const NAMES = { en: 'English', hi: 'हिन्दी', ta: 'தமிழ்', bn: 'বাংলা' } as const;

/** Plain links: the server renders the page again in the chosen language. */
export function LanguageSwitch({ hrefIn, locale }: { hrefIn: (language: string) => string; locale: string }) {
  const chosen = languageOf(locale);
  return (
    <ul {...testId('language-picker')} className="flex flex-wrap gap-x-4 gap-y-1">
      {LANGUAGES.map((language) => (
        <li key={language}>
          {language === chosen ? (
            <span lang={language} aria-current="true" className="inline-block min-h-6 font-medium text-ink-2">
              {NAMES[language]}
            </span>
          ) : (
            <a
              lang={language}
              hrefLang={language}
              href={hrefIn(language)}
              className="inline-block min-h-6 hover:text-ink hover:underline"
            >
              {NAMES[language]}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
