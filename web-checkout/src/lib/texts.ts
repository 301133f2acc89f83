import type { Language } from './locale';
import { en } from './texts.en';
import { hi } from './texts.hi';

/** Texts by plural form, as Intl.PluralRules names the forms. */
type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

type TextsLike<T> = {
  [K in keyof T]: T[K] extends string ? string : T[K] extends { other: string; one: string } ? Plural : TextsLike<T[K]>;
};
export type Texts = TextsLike<typeof en>;

export const CATALOGUE: Readonly<Record<Language, Texts>> = { en, hi };
export type Reason = keyof Texts['reasons'];

/** `fill('Pay {amount}', { amount })`. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The form for a count, with the count filled in. */
export function plural(forms: Plural, count: number, locale: string): string {
  const form = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
  return fill(form, { count: new Intl.NumberFormat(locale).format(count) });
}

/** Why a payment ended without success, for the shopper. */
export function reasonIn(texts: Texts, status: string, reason: string | null): string {
  const known = [reason, status].find((key): key is Reason => key !== null && key in texts.reasons);
  return texts.reasons[known ?? 'other'];
}
