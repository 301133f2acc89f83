import { describe, expect, it } from '@jest/globals';
import { caretAfter, completeExpiry, countDigits, cutCvv, groupCardNumber, groupExpiry } from './card-format';

describe('grouping the input', () => {
  it.each([
    ['', ''],
    ['4', '4'],
    ['41111', '4111 1'],
    ['4111-1111 1111.1111', '4111 1111 1111 1111'],
    ['4111111111111111119', '4111 1111 1111 1111 119'],
    ['41111111111111111199999', '4111 1111 1111 1111 119'],
    ['3782', '3782'],
    ['37828', '3782 8'],
    ['378282246310005', '3782 822463 10005'],
    ['my card', ''],
    ['4111   1111 \u2013 1111 \t 1111', '4111 1111 1111 1111'],
    ['4111\u00a01111\u202f1111\u20071111', '4111 1111 1111 1111'],
    ['\u200f4111\u200b1111\u20601111\ufeff1111\u200e', '4111 1111 1111 1111'],
    ['٤١١١ ١١١١ ١١١١ ١١١١', '4111 1111 1111 1111'],
    ['४१११११११११११११११', '4111 1111 1111 1111'],
    ['４１１１－１１１１－１１１１－１１１１', '4111 1111 1111 1111'],
  ])('the card number %j as %j', (typed, grouped) => expect(groupCardNumber(typed)).toBe(grouped));

  it.each([
    ['', ''],
    ['1', '1'],
    ['12', '12'],
    ['4', '04'],
    ['1/', '01/'],
    ['12/', '12/'],
    ['124', '12/4'],
    ['1240', '12/40'],
    ['429', '04/29'],
    ['4/29', '04/29'],
    ['04 29', '04/29'],
    ['12/2040', '12/40'],
    ['12/204', '12/204'],
    ['3', '03'],
    ['2', '2'],
    ['2/', '02/'],
    ['29', '02/9'],
    ['12/30', '12/30'],
    ['1230', '12/30'],
    ['12/2030', '12/30'],
    ['122030', '12/30'],
    ['2030-12', '12/30'],
    ['2030/12', '12/30'],
    ['203012', '12/30'],
    ['2030-12-31', '12/30'],
    ['12 - 30', '12/30'],
    ['12\u00a0/\u00a030', '12/30'],
    ['\u200f12\u2044\u200e30', '12/30'],
    ['١٢/٣٠', '12/30'],
    ['１２／３０', '12/30'],
    ['20', '20'],
    ['203', '203'],
    ['2030', '2030'],
    ['2030-', '2030-'],
    ['2030-1', '2030-1'],
    ['2030-4', '04/30'],
    ['12/1930', '12/1930'],
  ])('the expiry %j as %j', (typed, grouped) => expect(groupExpiry(typed)).toBe(grouped));

  it.each([
    ['2', '02'],
    ['1', '01'],
    ['2030-1', '01/30'],
    ['12/3', '12/3'],
    ['', ''],
  ])('the expiry %j, after the field is left, as %j', (typed, complete) =>
    expect(completeExpiry(typed)).toBe(complete),
  );

  it.each(['12/30', '2030-12', '04/29', '1230'])('%s, typed key by key, ends as month and year', (whole) => {
    const typed = [...whole].reduce((value, key) => groupExpiry(value + key), '');
    expect(typed).toBe(groupExpiry(whole));
    expect(typed).toMatch(/^\d\d\/\d\d$/);
  });

  it.each([
    ['123', '123'],
    ['12345', '1234'],
    ['1 2-3\u200f', '123'],
    ['١٢٣', '123'],
  ])('the CVV %j as %j', (typed, cut) => expect(cutCvv(typed)).toBe(cut));

  it('counts digits of any script', () => expect(countDigits('4١1 \u200f-x')).toBe(3));

  it('is idempotent', () => {
    for (const number of ['4111 1111 1111 1111', '3782 822463 10005', '6521 11'])
      expect(groupCardNumber(number)).toBe(number);
    for (const expiry of ['12/40', '04/2', '0', '2030-', '12/1930']) expect(groupExpiry(expiry)).toBe(expiry);
  });

  it.each([
    ['4111 1', 0, 0],
    ['4111 1', 4, 4],
    ['4111 1', 5, 6],
    ['4111 1', 9, 6],
  ])('the caret in %j after %i digits is at %i', (grouped, digits, at) => expect(caretAfter(grouped, digits)).toBe(at));
});
