import { describe, expect, it } from '@jest/globals';
import { objectLinks } from './object-links';

describe('the objects of a request', () => {
  it('are those of its path and body, each once', () => {
    const [payment, order] = ['pay_0V6bT1zq8KJh3mPd', 'order_0V6bT1zq8KJh3mPd'];
    const body = JSON.stringify({ payment_id: payment, notes: { order, other: 'pay_short', mine: `x${order}` } });
    expect(objectLinks(`/api/v1/payments/${payment}/capture`, body)).toEqual([
      { id: payment, href: `/dashboard/transactions/${payment}` },
      { id: order, href: `/dashboard/orders/${order}` },
    ]);
    expect(objectLinks('/api/v1/orders', null)).toEqual([]);
  });
});
