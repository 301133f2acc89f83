import { admin } from '../acquirer.js';
import { cardOf, type Gateway } from '../gateway.js';
import { waitFor } from '../processes.js';
import type { Booked, Shopper, World } from './harness.js';

const CARDS = { pay: '4111111111111111', decline: '4000000000000002', challenge: '4000000000003063' };

interface Facade extends Pick<World, 'url' | 'key' | 'otherKey' | 'seen'> {
  gateway: Gateway;
  /** The order behind the address of a page; null if the page takes no payments. */
  orderOf(url: string): Promise<string | null>;
  /** SQL: a condition on `payments p`, for $1 the reference of a charge. */
  isOfCharge: string;
  /** SQL: conditions on `refunds r`, for $1 the reference of a refund, and of the charge that it reverses. */
  isRefund: string;
  isReversal: string;
  /** The connector's unit of an amount in the façade's. */
  unit?(amount: number, currency: string): number;
}

/** A second gateway, one of whose façades stands for an acquirer. It has no pending charges and no disputes. */
export function facadeWorld(facade: Facade): World {
  const { gateway, unit = (amount) => amount } = facade;
  const one = async <Row extends object>(text: string, values: unknown[]): Promise<Row | undefined> =>
    (await gateway.db.query<Row>(text, values)).rows[0];
  const paymentOf = (reference: string) =>
    one<{ id: string; currency: string }>(
      `SELECT p.id, p.currency FROM payments p WHERE p.status = 'success' AND ${facade.isOfCharge}`,
      [reference],
    );
  const pay = async (url: string, card: string, status: string) => {
    const order_id = await facade.orderOf(url);
    const paid = await gateway.api.post('/api/v1/payments', { order_id, method: 'card', card: cardOf(card) });
    if (paid.status === 201) await gateway.payment(paid.json.id, ['failed', 'cancelled', 'expired', status]);
  };
  const { url, key, otherKey, seen } = facade;
  return {
    ...{ url, key, otherKey, ...(seen && { seen }) },
    shopper: (page): Shopper => ({
      pay: () => pay(page, CARDS.pay, 'success'),
      payDeclined: () => pay(page, CARDS.decline, 'success'),
      begin: () => pay(page, CARDS.challenge, 'requires_action'),
      stepUp: () => Promise.reject(new Error('the pages of the façade confirm by themselves')),
    }),
    async booked(reference): Promise<Booked> {
      const { id, currency = '' } = (await paymentOf(reference)) ?? {};
      const entries = id === undefined ? [] : await gateway.ledger(id);
      const sum = (...kinds: string[]) =>
        entries.filter(({ kind }) => kinds.includes(kind)).reduce((total, { amount }) => total + amount, 0);
      const text = `SELECT coalesce(sum(r.amount), 0)::bigint AS amount FROM refunds r
        WHERE r.payment_id = $2 AND r.status = 'processed' AND ${facade.isReversal}`;
      const reversed = (await one<{ amount: number }>(text, [reference, id]))?.amount ?? 0;
      const refunded = Math.abs(sum('refund', 'refund_failed')) - reversed;
      const own = (amount: number) => unit(amount, currency);
      return { captured: own(sum('capture')), refunded: own(refunded), reversed: own(reversed) };
    },
    async held() {
      const text = 'SELECT coalesce(sum(amount), 0)::bigint AS amount FROM simulated_bank.ledger WHERE account = $1';
      const { rows } = await gateway.bank.book.query<{ amount: number }>(text, [gateway.bank.account]);
      return rows[0]?.amount ?? 0;
    },
    decide: () => Promise.reject(new Error('a card at the simulated acquirer is decided at once')),
    land: () => Promise.reject(new Error('the gateway gives back by itself what lands after a close')),
    async takeBack(refund) {
      const id = (await one<{ id: string }>(`SELECT r.id FROM refunds r WHERE ${facade.isRefund}`, [refund]))?.id ?? '';
      const { account, acquirer } = gateway.bank;
      await admin(acquirer, 'POST', '/faults/take-back-refund', { account, reference: id });
      await gateway.makeDue('refunds', id, 'due_at');
      await waitFor(async () => (await gateway.api.get(`/api/v1/refunds/${id}`)).json.status === 'failed', {
        what: `the failure of ${id}`,
      });
    },
    async refundElsewhere(reference, amount) {
      const payment_id = (await paymentOf(reference))?.id;
      const { json } = await gateway.api.post('/api/v1/refunds', { payment_id, amount });
      await gateway.refund(json.id as string);
    },
    dispute: () => Promise.reject(new Error('the façade has no disputes')),
    async settled() {
      const text = `SELECT FROM refunds WHERE status IN ('pending', 'processing') LIMIT 1`;
      await waitFor(async () => (await gateway.db.query(text)).rowCount === 0, { what: 'the end of every refund' });
    },
    close: () => gateway.stop(),
  };
}
