import { describe, expect, it } from '@jest/globals';
import { localeFrom } from './browser-locale';

describe('the locale of a new merchant', () => {
  it.each([
    ['en-IN,en;q=0.9', 'en-IN'],
    ['hi', 'hi-IN'],
    ['ta-LK', 'ta-LK'],
    ['de-AT,de;q=0.9,en;q=0.8', 'en-AT'],
    ['en', 'en-US'],
    ['zh-Hant-TW', 'en-TW'],
    ['es-419', undefined],
    ['*', undefined],
    ['', undefined],
    [null, undefined],
  ])('for a browser that sends %j is %j', (sent, locale) => expect(localeFrom(sent)).toBe(locale));
});
