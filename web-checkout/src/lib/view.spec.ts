import { describe, expect, it } from '@jest/globals';
import type { PublicOrder, PublicPayment } from '@payment-gateway/sdk';
import { type View, viewOf } from './view';

const ORDERS = ['created', 'attempted', 'paid', 'expired', 'cancelled'] as const;
const view = (order: PublicOrder['status'], payment?: PublicPayment['status']) =>
  viewOf({ status: order } as PublicOrder, payment ? ({ status: payment } as PublicPayment) : null);

describe('what the page shows', () => {
  it.each<[PublicOrder['status'], View]>([
    ['created', 'pay'],
    ['attempted', 'pay'],
    ['paid', 'paid'],
    ['expired', 'expired'],
    ['cancelled', 'cancelled'],
  ])('of an order %s: %s', (order, shown) => expect(view(order)).toBe(shown));

  it.each<[PublicPayment['status'], View]>([
    ['pending', 'processing'],
    ['requires_action', 'action'],
    ['success', 'success'],
  ])('a payment %s takes precedence over the order’s state: %s', (payment, shown) => {
    for (const order of ORDERS) expect(view(order, payment)).toBe(shown);
  });

  it.each<[PublicPayment['status'], View]>([
    ['pending', 'pay'],
    ['requires_action', 'pay'],
    ['expired', 'pay'],
    ['cancelled', 'pay'],
    ['failed', 'failed'],
    ['success', 'success'],
  ])('a UPI payment by code that is %s: %s', (status, shown) => {
    const payment = { status, flow: 'intent' } as PublicPayment;
    expect(viewOf({ status: 'attempted' } as PublicOrder, payment)).toBe(shown);
  });

  it('a code that is over does not hide that the order has ended', () => {
    const payment = { status: 'expired', flow: 'intent' } as PublicPayment;
    for (const status of ['paid', 'expired', 'cancelled'] as const)
      expect(viewOf({ status } as PublicOrder, payment)).toBe(status);
  });

  it('an order with an authorised payment takes no other payment', () => {
    const order = { status: 'attempted', authorized: true } as PublicOrder;
    expect(viewOf(order, null)).toBe('authorised');
    expect(viewOf(order, { status: 'failed' } as PublicPayment)).toBe('authorised');
    expect(viewOf(order, { status: 'pending' } as PublicPayment)).toBe('processing');
    expect(viewOf(order, { status: 'success', authorized: true } as PublicPayment)).toBe('success');
  });

  it('a failed payment can be tried again, unless the order has ended', () => {
    expect(view('attempted', 'failed')).toBe('failed');
    expect(view('paid', 'failed')).toBe('paid');
    expect(view('expired', 'failed')).toBe('expired');
  });
});
