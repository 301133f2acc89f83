import type { MailKind, MailValues, Template } from './mail-kinds.js';
import { type ComposedMail, composed, oneLine } from './mail-text.js';
import { ENGLISH } from './mail-templates.en.js';
import { HINDI } from './mail-templates.hi.js';

/** The languages that mails are written in. Others get English. */
const CATALOGUES = { en: ENGLISH, hi: HINDI } as const;

/** The language of mails for a merchant's locale: `hi` for `hi-IN`. */
export const mailLanguage = (locale: string): keyof typeof CATALOGUES =>
  locale === 'hi' || locale.startsWith('hi-') ? 'hi' : 'en';

/** Writes a mail. Every value becomes one line, so that none can begin a header. */
export function compose<Kind extends MailKind>(
  kind: Kind,
  locale: string,
  values: MailValues[Kind],
  link: string | null,
): ComposedMail {
  const language = mailLanguage(locale);
  const safe = Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, string | string[]]) => [
      name,
      Array.isArray(value) ? value.map((line) => oneLine(line)) : oneLine(value),
    ]),
  ) as unknown as MailValues[Kind];
  const template: Template = CATALOGUES[language][kind](safe);
  const { subject, paragraphs, link: label } = template;
  return composed(
    { subject, paragraphs, ...(label !== undefined && link !== null && { link: { label, address: link } }) },
    language,
  );
}
