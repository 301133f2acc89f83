import { expect } from '@jest/globals';
import type { Gateway } from './gateway.js';
import { violatedInvariants } from './invariants.js';

const AT_ONCE = 3;

export interface Load {
  /** How many payments have been accepted so far. */
  accepted(): number;
  refused(): number;
  /** Stops and returns the ids of all objects with a 201. */
  stop(): Promise<{ orders: string[]; payments: string[] }>;
}

/**
 * Creates orders and payments, a few at a time, until stopped. Every one must be accepted, unless `refusals` is set.
 */
export function startPayments(gateway: Gateway, { refusals = false } = {}): Load {
  const orders: string[] = [];
  const payments: string[] = [];
  let refused = 0;
  let more = true;
  const once = async () => {
    const order = await gateway.order();
    orders.push(order.id);
    payments.push((await gateway.pay(order.id)).id);
  };
  const shopper = async () => {
    while (more) {
      await once().catch((error: unknown) => {
        refused++;
        if (!refusals) throw error;
      });
    }
  };
  const shoppers = Promise.allSettled(Array.from({ length: AT_ONCE }, shopper));
  return {
    accepted: () => payments.length,
    refused: () => refused,
    stop: async () => {
      more = false;
      for (const outcome of await shoppers) if (outcome.status === 'rejected') throw outcome.reason;
      return { orders, payments };
    },
  };
}

/** Checks that every object with a 201 exists and has succeeded, and that the ledger is balanced. */
export async function expectNothingLost(
  gateway: Gateway,
  { orders, payments }: { orders: string[]; payments: string[] },
) {
  const { rows } = await gateway.db.query<{ id: string }>('SELECT id FROM orders UNION ALL SELECT id FROM payments');
  const there = new Set(rows.map(({ id }) => id));
  expect([...orders, ...payments].filter((id) => !there.has(id))).toEqual([]);
  const ended = await gateway.ended(payments, { timeoutMs: 45_000 });
  expect(ended.filter(({ status }) => status !== 'success')).toEqual([]);
  expect(await violatedInvariants(gateway)).toEqual({});
}
