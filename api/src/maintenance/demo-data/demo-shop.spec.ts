import { describe, expect, it } from '@jest/globals';
import { DAYS, demoShop } from './demo-shop.js';

const END = Date.UTC(2026, 10, 30, 8);
const shop = demoShop(END);

describe('the demo shop', () => {
  it('is the same in every run, and another one for another end', () => {
    expect(demoShop(END)).toEqual(shop);
    expect(demoShop(END + 86_400_000).orders[0]?.id).not.toBe(shop.orders[0]?.id);
  });

  it('has about 400 payments in 60 days, all of them before its end', () => {
    expect(shop.payments.length).toBeGreaterThan(380);
    expect(shop.payments.length).toBeLessThan(430);
    const times = [
      ...shop.orders.map(({ at }) => at),
      ...shop.payments.flatMap(({ at, ended_at, later_at }) => [at, ended_at, later_at ?? at]),
      ...shop.refunds.flatMap(({ at, ended_at }) => [at, ended_at]),
    ];
    expect(Math.min(...times)).toBeGreaterThan(END - (DAYS + 1) * 86_400_000);
    expect(Math.max(...times)).toBeLessThan(END);
  });

  it('has a payment of each ending, refunds in full, in part and declined, and orders without a payment', () => {
    const endings = new Set(shop.payments.map(({ ending }) => ending));
    expect([...endings].sort()).toEqual(
      ['captured', 'captured_later', 'failed', 'held', 'late', 'unsent', 'voided'].sort(),
    );
    const kinds = shop.refunds.map(({ amount, payment, isDeclined }) =>
      isDeclined ? 'declined' : amount === payment.order.amount ? 'full' : 'part',
    );
    expect([...new Set(kinds)].sort()).toEqual(['declined', 'full', 'part']);
    expect(new Set(shop.orders.map(({ ends }) => ends))).toEqual(new Set([null, 'expired', 'cancelled']));
  });

  it('sells what its amounts say, and refunds no more than that', () => {
    for (const { amount, line_items } of shop.orders) {
      expect(line_items.reduce((sum, item) => sum + item.quantity * item.amount, 0)).toBe(amount);
    }
    for (const { amount, payment, at } of shop.refunds) {
      expect(amount).toBeGreaterThan(0);
      expect(amount).toBeLessThanOrEqual(payment.order.amount);
      expect(at).toBeGreaterThan(payment.later_at ?? payment.ended_at);
    }
  });

  it('gives every object an id of its own, which sorts by time', () => {
    const ids = [...shop.orders, ...shop.payments, ...shop.refunds, ...shop.customers].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const orders = shop.orders.map(({ id }) => id);
    expect([...orders].sort()).toEqual(orders);
  });
});
