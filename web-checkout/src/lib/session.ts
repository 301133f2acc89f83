import { formatAmount } from '@payment-gateway/sdk';
import { headers } from 'next/headers';
import { languageOf, LOCALE_HEADER, localeOfMoney } from './locale';
import { CATALOGUE, fill, type Texts } from './texts';

/** The texts in the shopper's language, and the locale of numbers and times. */
export interface Session {
  locale: string;
  texts: Texts;
  amount: (minor: number, currency: string) => string;
  fill: (text: string, values: Readonly<Record<string, string>>) => string;
}

export async function readSession(): Promise<Session> {
  const locale = (await headers()).get(LOCALE_HEADER) ?? 'en-IN';
  return {
    locale,
    texts: CATALOGUE[languageOf(locale)],
    amount: (minor, currency) => formatAmount(minor, currency, localeOfMoney(locale, currency)),
    fill,
  };
}
