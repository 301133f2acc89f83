import { describe, expect, it } from '@jest/globals';
import { checkoutHref, readParams } from './params';

const ORDER = 'order_0123456789abcdef';
const PAYMENT = 'pay_0123456789abcdef';

describe('the checkout’s address', () => {
  it('is read, and written the same again', () => {
    const params = readParams({ order_id: ORDER, payment_id: PAYMENT, method: 'card', embedded: 'true', lang: 'hi' });
    expect(params).toEqual({ orderId: ORDER, paymentId: PAYMENT, method: 'card', embedded: true, lang: 'hi' });
    expect(checkoutHref(params)).toBe(
      `/checkout?order_id=${ORDER}&payment_id=${PAYMENT}&method=card&embedded=true&lang=hi`,
    );
  });

  it.each([
    [{}, ''],
    [{ order_id: 'order_1' }, ''],
    [{ order_id: `${ORDER}/../x` }, ''],
    [{ order_id: [ORDER, 'order_other'] }, ORDER],
  ])('the order in %j is %j', (search, orderId) => expect(readParams(search).orderId).toBe(orderId));

  it('only the two methods, and only a plain true, count', () => {
    expect(readParams({ order_id: ORDER, method: 'cash', embedded: '1' })).toMatchObject({
      method: undefined,
      embedded: false,
    });
  });

  it('a change replaces, and undefined takes away', () => {
    const params = { orderId: ORDER, paymentId: PAYMENT, embedded: true };
    expect(checkoutHref(params, { paymentId: undefined, method: 'upi' })).toBe(
      `/checkout?order_id=${ORDER}&method=upi&embedded=true`,
    );
  });
});
