import type { Booked, Shopper, World } from '../connector-conformance/harness.js';
import { cardOf, DEMO_KEY, Gateway } from '../gateway.js';
import { admin } from '../acquirer.js';
import { waitFor } from '../processes.js';

const CARDS = { pay: '4111111111111111', decline: '4000000000000002', challenge: '4000000000003063' };
const linkIdOf = (url: string) => url.split('/').at(-1) ?? '';

/** A shopper on the page of a link of the gateway. On a link that takes no payments nothing happens. */
function shopperOf(gateway: Gateway, url: string): Shopper {
  const pay = async (card: string, statuses: string[]) => {
    const opened = await gateway.shopper.post(`/api/v1/payment-links/${linkIdOf(url)}/public/orders`, {});
    if (opened.status !== 201) return;
    const body = { order_id: opened.json.order_id, method: 'card', card: cardOf(card) };
    const paid = await gateway.api.post('/api/v1/payments', body);
    if (paid.status === 201) await gateway.payment(paid.json.id, ['failed', 'cancelled', 'expired', ...statuses]);
  };
  return {
    pay: () => pay(CARDS.pay, ['success']),
    payDeclined: () => pay(CARDS.decline, ['success']),
    begin: () => pay(CARDS.challenge, ['requires_action']),
    stepUp: () => Promise.reject(new Error('Razorpay has no step-ups outside of its pages')),
  };
}

/** A second gateway whose façade of Razorpay stands for Razorpay, with two of its merchants. */
export async function facadeWorld(): Promise<World> {
  const gateway = await Gateway.start({ env: { BANK_TIMEOUT: '5s' } });
  const other = await gateway.newMerchant();
  const one = async <Row extends object>(text: string, values: unknown[]): Promise<Row | undefined> =>
    (await gateway.db.query<Row>(text, values)).rows[0];
  const refundOf = async (receipt: string) =>
    (await one<{ id: string }>('SELECT id FROM refunds WHERE reason = $1', [receipt]))?.id ?? '';
  const paymentOf = async (reference: string) => {
    const text = `SELECT p.id FROM payments p JOIN payment_links l ON l.merchant_id = p.merchant_id
      AND l.id = p.payment_link_id WHERE l.reference_id = $1 AND p.status = 'success'`;
    return (await one<{ id: string }>(text, [reference]))?.id;
  };
  return {
    url: gateway.baseUrl,
    key: `${DEMO_KEY.key}:${DEMO_KEY.secret}`,
    otherKey: `${other.apiKey}:${other.apiKey.replace(/^key_/, 'secret_')}`,
    shopper: (url) => shopperOf(gateway, url),
    async booked(reference): Promise<Booked> {
      const id = await paymentOf(reference);
      const entries = id === undefined ? [] : await gateway.ledger(id);
      const sum = (...kinds: string[]) =>
        entries.filter(({ kind }) => kinds.includes(kind)).reduce((total, { amount }) => total + amount, 0);
      const given = Math.abs(sum('refund', 'refund_failed'));
      const text = `SELECT coalesce(sum(amount), 0)::bigint AS amount FROM refunds
        WHERE payment_id = $1 AND status = 'processed' AND reason = $2`;
      const reversed = (await one<{ amount: number }>(text, [id, `${reference}-reverse`]))?.amount ?? 0;
      return { captured: sum('capture'), refunded: given - reversed, reversed };
    },
    async held() {
      const text = 'SELECT coalesce(sum(amount), 0)::bigint AS amount FROM simulated_bank.ledger WHERE account = $1';
      const { rows } = await gateway.bank.book.query<{ amount: number }>(text, [gateway.bank.account]);
      return rows[0]?.amount ?? 0;
    },
    decide: () => Promise.reject(new Error('Razorpay has no pending charges')),
    land: () => Promise.reject(new Error('the gateway gives back by itself what lands after a close')),
    async takeBack(receipt) {
      const reference = await refundOf(receipt);
      const { account, acquirer } = gateway.bank;
      await admin(acquirer, 'POST', '/faults/take-back-refund', { account, reference });
      await gateway.makeDue('refunds', reference, 'due_at');
      await waitFor(async () => (await gateway.api.get(`/api/v1/refunds/${reference}`)).json.status === 'failed', {
        what: `the failure of ${reference}`,
      });
    },
    async refundElsewhere(reference, amount) {
      const path = `/razorpay/v1/payments/${(await paymentOf(reference)) ?? ''}/refund`;
      const { json } = await gateway.api.post(path, { amount });
      await gateway.refund(json.id as string);
    },
    // The façade shows no disputes.
    dispute: () => Promise.resolve(),
    close: () => gateway.stop(),
  };
}
