import { describe, expect, it } from '@jest/globals';
import { cardErrors, cardIn, expiryParts, vpaErrors, vpaIn } from './card-input';

const CARD = { cardNumber: '4111 1111 1111 1111', expiry: '12/40', cvv: '123', cardholder: 'Asha Rao' };

describe('reading a form', () => {
  it('trims each field, and treats a missing field or a file as empty', () => {
    const form = new FormData();
    form.set('vpa', '  asha@upi ');
    form.set('cvv', new Blob(['123']));
    expect(vpaIn(form)).toBe('asha@upi');
    expect(cardIn(form)).toEqual({ cardNumber: '', expiry: '', cvv: '', cardholder: '' });
  });

  it('reduces number and CVV to digits of any script, but keeps letters so that they are refused', () => {
    const form = new FormData();
    form.set('cardNumber', '\u200f٤١١١.1111\u00a01111 – 1111');
    form.set('cvv', ' 1\u200b2٣ ');
    expect(cardIn(form)).toMatchObject({ cardNumber: '4111111111111111', cvv: '123' });
    form.set('cardNumber', '4111x');
    expect(cardIn(form).cardNumber).toBe('4111x');
  });

  it.each([
    ['12/40', '12', '40'],
    ['4 / 2029', '04', '29'],
    ['0429', '04', '29'],
    ['04-29', '04', '29'],
    ['2030-12', '12', '30'],
    ['2030-1', '01', '30'],
    ['१२/३०', '12', '30'],
    ['12/1930', '12', '1930'],
  ])('expiry %j', (typed, month, year) => expect(expiryParts(typed)).toEqual({ month, year }));

  it.each(['', '12', '12/4', '12/404', '1/2/3', 'soon', '2030', 'Dec 2030'])(
    'does not accept %j as an expiry',
    (typed) => expect(expiryParts(typed)).toBeNull(),
  );
});

describe('field errors', () => {
  it('a valid card has none', () => expect(cardErrors(CARD)).toEqual({}));

  it.each([
    [{ cardNumber: '4111 1111 1111 1112' }, { cardNumber: 'cardNumber' }],
    [{ cardNumber: '' }, { cardNumber: 'cardNumber' }],
    [{ expiry: '13/40' }, { expiry: 'expiry' }],
    [{ expiry: '00/40' }, { expiry: 'expiry' }],
    [{ expiry: '12' }, { expiry: 'expiry' }],
    [{ expiry: '01/20' }, { expiry: 'expired' }],
    [{ expiry: '12/1930' }, { expiry: 'expired' }],
    [{ cvv: '12' }, { cvv: 'cvv' }],
    [{ cvv: '1234' }, {}],
    [{ cardNumber: '378282246310005', cvv: '123' }, {}],
    [{ cardNumber: '378282246310005', cvv: '12345' }, { cvv: 'cvvAmex' }],
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
