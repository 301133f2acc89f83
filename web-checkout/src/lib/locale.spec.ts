import { describe, expect, it } from '@jest/globals';
import { chooseLocale, languageOf } from './locale';

describe('the shopper’s language', () => {
  it.each([
    [null, null, 'en-IN'],
    [null, 'en', 'en-IN'],
    [null, 'en-GB,en;q=0.9', 'en-GB'],
    [null, 'hi', 'hi-IN'],
    [null, 'ta-IN, hi;q=0.8, en;q=0.5', 'hi-IN'],
    [null, 'en;q=0.5, hi;q=0.9', 'hi-IN'],
    [null, 'hi;q=0, en', 'en-IN'],
    [null, 'de-DE, fr', 'en-IN'],
    [null, 'en-"><script>', 'en-IN'],
    ['hi', 'en-GB', 'hi-IN'],
    ['xx', 'en-GB', 'en-GB'],
    ['../hi', null, 'en-IN'],
  ])('chosen %j, browser %j: %s', (chosen, listed, locale) => expect(chooseLocale(chosen, listed)).toBe(locale));

  it('has a catalogue', () => {
    expect(languageOf('hi-IN')).toBe('hi');
    expect(languageOf('en-GB')).toBe('en');
  });
});
