import { describe, expect, it } from '@jest/globals';
import { cardErrors, cardIn, expiryParts, vpaErrors, vpaIn } from './card-input';

const CARD = { cardNumber: '4111 1111 1111 1111', expiry: '12/40', cvv: '123', cardholder: 'Asha Rao' };

describe('what a form holds', () => {
  it('is read trimmed, and nothing where a field is missing or a file', () => {
    const form = new FormData();
    form.set('vpa', '  asha@upi ');
    form.set('cvv', new Blob(['123']));
    expect(vpaIn(form)).toBe('asha@upi');
    expect(cardIn(form)).toEqual({ cardNumber: '', expiry: '', cvv: '', cardholder: '' });
  });

  it.each([
    ['12/40', '12', '40'],
    ['4 / 2029', '4', '2029'],
    ['0429', '04', '29'],
    ['04-29', '04', '29'],
  ])('expiry %j', (typed, month, year) => expect(expiryParts(typed)).toEqual({ month, year }));

  it.each(['', '12', '12/4', '12/404', '1/2/3', 'soon'])('no expiry: %j', (typed) =>
    expect(expiryParts(typed)).toBeNull(),
  );
});

describe('faults, each at its field', () => {
  it('none in a good card', () => expect(cardErrors(CARD)).toEqual({}));

  it.each([
    [{ cardNumber: '4111 1111 1111 1112' }, { cardNumber: 'cardNumber' }],
    [{ cardNumber: '' }, { cardNumber: 'cardNumber' }],
    [{ expiry: '13/40' }, { expiry: 'expiry' }],
    [{ expiry: '00/40' }, { expiry: 'expiry' }],
    [{ expiry: '12' }, { expiry: 'expiry' }],
    [{ expiry: '01/20' }, { expiry: 'expired' }],
    [{ cvv: '12' }, { cvv: 'cvv' }],
    [{ cvv: '1234' }, { cvv: 'cvv' }],
    [{ cardNumber: '378282246310005', cvv: '123' }, { cvv: 'cvvAmex' }],
    [{ cardNumber: '378282246310005', cvv: '1234' }, {}],
    [
      { cardNumber: '', expiry: '', cvv: '' },
      { cardNumber: 'cardNumber', expiry: 'expiry', cvv: 'cvv' },
    ],
  ])('%j: %j', (change, errors) => expect(cardErrors({ ...CARD, ...change })).toEqual(errors));

  it('a UPI ID', () => {
    expect(vpaErrors('asha.rao@okbank')).toEqual({});
    expect(vpaErrors('asha')).toEqual({ vpa: 'vpa' });
  });
});
