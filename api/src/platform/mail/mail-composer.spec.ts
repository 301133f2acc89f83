import { describe, expect, it } from '@jest/globals';
import { compose } from './mail-composer.js';
import { MAIL_KINDS, type MailValues } from './mail-kinds.js';

const EVIL = '<b>\r\nBcc: x@shop.example\r\n\r\n</b>';
const VALUES: MailValues = {
  invite: { merchant: EVIL, inviter: EVIL, role: EVIL, until: EVIL },
  password_reset: { minutes: EVIL },
  new_sign_in: { at: EVIL, address: EVIL, device: EVIL },
  api_key_expiring: { merchant: EVIL, key: EVIL, until: EVIL },
  factor_changed: { change: 'reset', at: EVIL },
  receipt: { merchant: EVIL, amount: EVIL, number: EVIL, support: EVIL },
  endpoint_disabled: { merchant: EVIL, url: EVIL, reason: 'gone' },
  authorizations_expiring: { merchant: EVIL, count: EVIL, payments: [EVIL, EVIL], more: EVIL },
};
const CASES = MAIL_KINDS.flatMap((kind) => (['en-IN', 'hi'] as const).map((locale) => [kind, locale] as const));

describe('every mail in every language', () => {
  it.each(CASES)('%s in %s: no value becomes a header or HTML', (kind, locale) => {
    const { subject, text, html } = compose(kind, locale, VALUES[kind], 'https://gateway.example/x');
    expect(subject).toMatch(/^[^\p{Cc}]{5,200}$/u);
    expect(text).not.toMatch(/^Bcc:/m);
    expect(html).not.toContain('<b>');
    expect(html).toContain(`<html lang="${locale.slice(0, 2)}">`);
  });

  it.each(MAIL_KINDS)('%s differs between the languages', (kind) => {
    const [english, hindi] = ['en', 'hi-IN'].map((locale) => compose(kind, locale, VALUES[kind], null).text);
    expect(hindi).toMatch(/\p{Script=Devanagari}{3}/u);
    expect(english).not.toMatch(/\p{Script=Devanagari}/u);
  });

  it('a language without mails gets English', () =>
    expect(compose('password_reset', 'ta-IN', { minutes: '30' }, null).subject).toBe('Set a new password'));
});
