import { describe, expect, it } from '@jest/globals';
import { codesIn, currenciesOf, methodsOf, notificationsOf, testMarkOf } from './connection-words.js';

describe('what an account takes', () => {
  it.each([
    [null, 'All'],
    [['card' as const], 'Cards'],
    [['upi' as const, 'card' as const], 'UPI, Cards'],
  ])('methods %j are shown as %s', (methods, words) => expect(methodsOf({ methods })).toBe(words));
  it.each([
    [null, 'All'],
    [['INR', 'USD'], 'INR, USD'],
    [['AED', 'AUD', 'CAD', 'EUR', 'GBP', 'INR', 'JPY', 'USD'], 'AED, AUD, CAD, EUR, GBP, INR and 2 more'],
  ])('currencies %j are shown as %s', (currencies, words) => expect(currenciesOf({ currencies })).toBe(words));
  it.each([
    ['', null],
    [' , ', null],
    ['inr', ['INR']],
    ['INR, usd;eur  INR', ['INR', 'USD', 'EUR']],
  ])('the text %j is read as %j', (text, codes) => expect(codesIn(text)).toEqual(codes));
});

describe('the last test', () => {
  it.each([
    ['accepted', 'passed', 'good'],
    ['credentials_refused', 'failed', 'bad'],
    ['other_account', 'failed', 'bad'],
    ['no_response', 'not tested', 'wait'],
  ] as const)('with the result %s is shown as %s', (reason, status, tone) =>
    expect(testMarkOf({ ok: reason === 'accepted', reason, description: '' })).toEqual({ status, tone }),
  );
});

describe('the last notification', () => {
  const [early, late] = ['2026-01-31T09:30:00.000Z', '2026-01-31T09:31:00.000Z'];
  it.each([
    [null, null, 'none yet'],
    [early, null, 'not verified'],
    [late, early, 'not verified'],
    [late, late, 'verified'],
  ])('at %s, last verified at %s: %s', (lastNotificationAt, lastVerifiedAt, words) =>
    expect(notificationsOf({ lastNotificationAt, lastVerifiedAt })).toBe(words),
  );
});
