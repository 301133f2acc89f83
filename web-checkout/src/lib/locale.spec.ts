import { describe, expect, it } from '@jest/globals';
import { formatAmount } from '@payment-gateway/sdk';
import { chooseLocale, languageOf, localeOfMoney } from './locale';

describe('the shopper’s language', () => {
  it.each([
    [null, null, 'en-IN'],
    [null, 'en', 'en-IN'],
    [null, 'en-GB,en;q=0.9', 'en-GB'],
    [null, 'hi', 'hi-IN'],
    [null, 'te-IN, hi;q=0.8, en;q=0.5', 'hi-IN'],
    [null, 'ta-IN, hi;q=0.8, en;q=0.5', 'ta-IN'],
    ['bn', 'en', 'bn-IN'],
    [null, 'en;q=0.5, hi;q=0.9', 'hi-IN'],
    [null, 'hi;q=0, en', 'en-IN'],
    [null, 'de-DE, fr', 'en-IN'],
    [null, 'en-"><script>', 'en-IN'],
    ['hi', 'en-GB', 'hi-IN'],
    ['xx', 'en-GB', 'en-GB'],
    ['../hi', null, 'en-IN'],
  ])('chosen %j, browser %j: %s', (chosen, listed, locale) => expect(chooseLocale(chosen, listed)).toBe(locale));

  it.each(['en-IN', 'en-US', 'en-GB', 'en-Latn-US', 'hi-IN', 'hi-Latn-GB', 'ta-IN', 'bn-IN'])(
    'rupees in %s are grouped as in India',
    (locale) => expect(formatAmount(50_000_000, 'INR', localeOfMoney(locale, 'INR'))).toBe('₹5,00,000.00'),
  );

  it('other currencies are formatted in the browser’s locale', () =>
    expect(formatAmount(50_000_000, 'USD', localeOfMoney('en-US', 'USD'))).toBe('$500,000.00'));

  it('has a catalogue', () => {
    expect(languageOf('hi-IN')).toBe('hi');
    expect(languageOf('bn-BD')).toBe('bn');
    expect(languageOf('en-GB')).toBe('en');
  });
});
