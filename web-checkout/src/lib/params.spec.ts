import { describe, expect, it } from '@jest/globals';
import { checkoutHref, readSearch } from './params';

const ORDER = 'order_0123456789abcdef';
const PAYMENT = 'pay_0123456789abcdef';

describe('the checkout’s address', () => {
  it('survives parsing and writing', () => {
    const search = `?order_id=${ORDER}&payment_id=${PAYMENT}&method=card&embedded=true&lang=hi&receipt=sent`;
    const params = readSearch(search);
    const read = { orderId: ORDER, paymentId: PAYMENT, method: 'card', embedded: true, lang: 'hi', receipt: 'sent' };
    expect(params).toEqual(read);
    expect(checkoutHref(params)).toBe(`/checkout${search}`);
  });

  it.each([
    ['', ''],
    ['?order_id=order_1', ''],
    [`?order_id=${ORDER}/../x`, ''],
    [`?nxtPorder_id=${ORDER}`, ''],
    [`?order_id[]=${ORDER}`, ''],
    [`?Order_id=${ORDER}`, ''],
    [`?order_id=${ORDER}&order_id=order_other`, ''],
    [`?order_id=${ORDER}&order_id=${ORDER}`, ''],
    [`?utm_source=mail&order_id=${ORDER}`, ORDER],
  ])('the order in %j is %j', (search, orderId) => expect(readSearch(search).orderId).toBe(orderId));

  it('accepts only the two methods, only true for embedded, and only known notices', () => {
    expect(readSearch(`?order_id=${ORDER}&method=cash&embedded=1&receipt=<b>`)).toMatchObject({
      method: undefined,
      embedded: false,
      receipt: undefined,
    });
  });

  it('a change replaces a parameter, and undefined removes it', () => {
    const params = { orderId: ORDER, paymentId: PAYMENT, embedded: true };
    expect(checkoutHref(params, { paymentId: undefined, method: 'upi' })).toBe(
      `/checkout?order_id=${ORDER}&method=upi&embedded=true`,
    );
  });
});
