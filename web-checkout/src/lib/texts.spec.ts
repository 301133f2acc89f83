import { describe, expect, it } from '@jest/globals';
import { CATALOGUE, fill, plural, reasonIn } from './texts';

/** Every text with its path. */
function leaves(node: object, at = ''): [string, string][] {
  return Object.entries(node).flatMap(([name, value]: [string, string | object]) =>
    typeof value === 'string' ? [[`${at}${name}`, value] as [string, string]] : leaves(value, `${at}${name}.`),
  );
}
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
const { en } = CATALOGUE;

describe('the catalogue', () => {
  it.each(['hi', 'ta', 'bn'] as const)('has every text in %s, with the same placeholders', (language) => {
    const translated = new Map(leaves(CATALOGUE[language]));
    for (const [path, text] of leaves(en)) {
      expect([path, placeholders(translated.get(path) ?? '')]).toEqual([path, placeholders(text)]);
      expect([path, translated.get(path)?.trim()]).not.toEqual([path, '']);
    }
    expect(leaves(en).length).toBe(translated.size);
  });

  it.each([
    ['hi', /[\u0900-\u097f]/],
    ['ta', /[\u0b80-\u0bff]/],
    ['bn', /[\u0980-\u09ff]/],
  ] as const)('has sentences of %s in its own script alone', (language, script) => {
    const foreign = /[\u0900-\u0dff]/g;
    for (const [path, text] of leaves(CATALOGUE[language])) {
      const others = (text.match(foreign) ?? []).filter((letter) => !script.test(letter) && letter !== '।');
      expect([path, others]).toEqual([path, []]);
      if (text.includes(' ') && !path.startsWith('scanHint'))
        expect([path, script.test(text) || /^UPI ID/.test(text)]).toEqual([path, true]);
    }
  });

  it('fills in known placeholders and keeps the others', () => {
    expect(fill('Pay {amount} to {merchant}', { amount: '₹5' })).toBe('Pay ₹5 to {merchant}');
  });

  it('uses the plural form of the language', () => {
    const forms = { one: '{count} try left', other: '{count} tries left' };
    expect(plural(forms, 1, 'en-IN')).toBe('1 try left');
    expect(plural(forms, 2, 'en-IN')).toBe('2 tries left');
    expect(plural(forms, 100_000, 'en-IN')).toBe('1,00,000 tries left');
    expect(plural({ other: '{count}' }, 100_000, 'bn-IN')).toBe('1,00,000');
  });

  const ended = (method: string | null, status: string, errorReason: string | null) => ({
    method,
    status,
    errorReason,
  });

  it('returns the text of the reason, else of the status, else a general one', () => {
    expect(reasonIn(en, ended('card', 'failed', 'insufficient_funds'))).toBe(en.reasons.insufficient_funds);
    expect(reasonIn(en, ended('upi', 'expired', null))).toBe(en.reasons.expired);
    expect(reasonIn(en, ended('upi', 'failed', 'insufficient_funds'))).toMatch(/Try another UPI ID or a card\.$/);
    expect(reasonIn(en, ended(null, 'failed', 'something_new'))).toBe(en.reasons.other);
  });
});
