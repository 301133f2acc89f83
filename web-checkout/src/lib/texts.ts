import { type Language, latinDigits } from './locale';
import { en, type Plural, type Texts } from './texts.en';
import { bn } from './texts.bn';
import { hi } from './texts.hi';
import { ta } from './texts.ta';

export type { Texts };

export const CATALOGUE: Readonly<Record<Language, Texts>> = { en, hi, ta, bn };
export type Reason = keyof Texts['reasons'];

/** `fill('Pay {amount}', { amount })`. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The form for a count, with the count filled in. */
export function plural(forms: Plural, count: number, locale: string): string {
  const form = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
  return fill(form, { count: new Intl.NumberFormat(latinDigits(locale)).format(count) });
}

interface Unpaid {
  method: string | null;
  status: string;
  errorReason: string | null;
}

/** Why a payment ended without success, for the shopper; by its method where the advice depends on it. */
export function reasonIn(texts: Texts, { method, status, errorReason }: Unpaid): string {
  const keys = [`${method}_${errorReason}`, errorReason, status];
  const known = keys.find((key): key is Reason => key !== null && key in texts.reasons);
  return texts.reasons[known ?? 'other'];
}
