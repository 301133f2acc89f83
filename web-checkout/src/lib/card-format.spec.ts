import { describe, expect, it } from '@jest/globals';
import { caretAfter, groupCardNumber, groupExpiry } from './card-format';

describe('grouping what is typed', () => {
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
  ])('the expiry %j as %j', (typed, grouped) => expect(groupExpiry(typed)).toBe(grouped));

  it('is stable: what is grouped stays as it is', () => {
    for (const number of ['4111 1111 1111 1111', '3782 822463 10005', '6521 11'])
      expect(groupCardNumber(number)).toBe(number);
    for (const expiry of ['12/40', '04/2', '0']) expect(groupExpiry(expiry)).toBe(expiry);
  });

  it.each([
    ['4111 1', 0, 0],
    ['4111 1', 4, 4],
    ['4111 1', 5, 6],
    ['4111 1', 9, 6],
  ])('the caret in %j behind %i digits is at %i', (grouped, digits, at) =>
    expect(caretAfter(grouped, digits)).toBe(at),
  );
});
