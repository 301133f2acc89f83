/** Stands for the mail's secret link in its stored text. A character of the private use area: no value contains it. */
export const LINK_MARK = '\uE000';
/** What is shown where the link was. */
export const HIDDEN_LINK = '[link]';

const MAX_ADDRESS_LENGTH = 254;
/** One address without a name: no list, no quotes, no spaces, and no line breaks, which would begin a header. */
const ADDRESS = /^[^\s"(),:;<>@[\\\]\p{Cc}]{1,64}@[^\s"(),:;<>@[\\\]\p{Cc}]+$/u;
/** Control characters and the mark; a line break in a value would begin a new header or paragraph. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\uE000]+/gu;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const isMailAddress = (text: string) => text.length <= MAX_ADDRESS_LENGTH && ADDRESS.test(text);

/** A value of a mail: one line, at most `max` characters. */
export function oneLine(value: string, max = 200): string {
  const characters = [...value.replace(UNSAFE, ' ').trim()];
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : characters.join('');
}

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** What a template consists of: texts only, so that a template cannot forget to escape a value. */
export interface MailTexts {
  subject: string;
  paragraphs: readonly string[];
  /** The label of the link. Its address follows the first paragraph. */
  link?: { label: string; address: string };
}

export interface ComposedMail {
  subject: string;
  text: string;
  html: string;
}

const STYLE = 'font:16px/24px system-ui,sans-serif;color:#111827;max-width:560px;margin:0 auto;padding:24px';

/** The mail as text and as HTML without images, scripts and foreign addresses other than its link. */
export function composed({ subject, paragraphs, link }: MailTexts, language: string): ComposedMail {
  const [first = '', ...others] = paragraphs;
  const text = [first, ...(link ? [`${link.label}:\n${link.address}`] : []), ...others].join('\n\n');
  const button = link && `<p><a href="${escapeHtml(link.address)}">${escapeHtml(link.label)}</a></p>`;
  const body = [`<p>${escapeHtml(first)}</p>`, button ?? '', ...others.map((one) => `<p>${escapeHtml(one)}</p>`)];
  const head = `<meta charset="utf-8"><title>${escapeHtml(subject)}</title>`;
  const html = `<!doctype html><html lang="${language}"><head>${head}</head><body style="${STYLE}">${body.join('')}</body></html>`;
  return { subject: oneLine(subject), text: `${text}\n`, html };
}

/** The stored text with its secret link. */
export const withLink = (stored: string, link: string | null) => stored.replaceAll(LINK_MARK, link ?? HIDDEN_LINK);
export const withHtmlLink = (stored: string, link: string) => stored.replaceAll(LINK_MARK, escapeHtml(link));
