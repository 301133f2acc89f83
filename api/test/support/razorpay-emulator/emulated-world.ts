import { createHmac, randomBytes } from 'node:crypto';
import type { Notice, Shopper, World } from '../connector-conformance/harness.js';
import type { Account, EmulatedPayment } from './account.js';
import { RazorpayEmulator } from './emulator.js';

const newKey = () => `rzp_test_${randomBytes(7).toString('hex')}:${randomBytes(12).toString('hex')}`;
const linkIdOf = (url: string) => url.split('/').at(-1) ?? '';

/** A shopper at this account's pages, in the emulator's own memory. */
const shopperAt = (account: Account, url: string): Shopper => ({
  async pay() {
    account.attempt(linkIdOf(url), 'captured');
    return Promise.resolve();
  },
  async payDeclined() {
    account.attempt(linkIdOf(url), 'failed', { error_reason: 'insufficient_funds' });
    return Promise.resolve();
  },
  async begin() {
    account.attempt(linkIdOf(url), 'created');
    return Promise.resolve();
  },
  stepUp: () => Promise.reject(new Error('Razorpay has no step-ups outside of its pages')),
});

/** The scripted emulator with two accounts. */
export async function emulatedWorld(): Promise<World> {
  const emulator = await RazorpayEmulator.start();
  const [key, otherKey] = [newKey(), newKey()];
  const account = emulator.account(key);
  emulator.account(otherKey);
  const paymentsOf = (reference: string): EmulatedPayment[] => {
    const [link] = account.linksOf(reference);
    return link ? [...account.payments.values()].filter(({ order_id }) => order_id === link.order_id) : [];
  };
  const ownOf = (reference: string): EmulatedPayment => {
    const payment = paymentsOf(reference).find(({ status }) => status !== 'failed');
    if (!payment) throw new Error(`the emulator has no payment of ${reference}`);
    return payment;
  };
  const takenFrom = (payments: readonly EmulatedPayment[]) =>
    payments.filter(({ status }) => status === 'captured' || status === 'refunded');
  const sum = (rows: readonly { amount: number }[]) => rows.reduce((total, { amount }) => total + amount, 0);
  return {
    ...{ url: emulator.url, key, otherKey },
    booked(reference) {
      const payments = takenFrom(paymentsOf(reference));
      const given = payments.flatMap(({ id }) => account.refundsOf(id)).filter(({ status }) => status !== 'failed');
      const reversed = given.filter(({ receipt }) => receipt?.endsWith('-reverse'));
      const booked = { captured: sum(payments), refunded: sum(given) - sum(reversed), reversed: sum(reversed) };
      return Promise.resolve(booked);
    },
    held() {
      const kept = account.refunds.filter(({ status }) => status !== 'failed');
      return Promise.resolve(sum(takenFrom([...account.payments.values()])) - sum(kept));
    },
    shopper: (url) => shopperAt(account, url),
    decide: () => Promise.reject(new Error('Razorpay has no pending charges')),
    land(reference) {
      account.land(ownOf(reference));
      return Promise.resolve();
    },
    takeBack(reference) {
      account.failRefund(account.refunds.find(({ receipt }) => receipt === reference)!);
      return Promise.resolve();
    },
    refundElsewhere(reference, amount) {
      account.addRefund(ownOf(reference), amount, null);
      return Promise.resolve();
    },
    dispute(reference, amount) {
      account.disputes.push({ id: 'disp_1', payment_id: ownOf(reference).id, amount, currency: 'INR', status: 'open' });
      return Promise.resolve();
    },
    age(reference, ms) {
      ownOf(reference).created_at -= Math.ceil(ms / 1_000);
      return Promise.resolve();
    },
    close: () => emulator.stop(),
  };
}

/** A text with the signature of Razorpay, which has no time. */
export const signedByRazorpay = (text: string, secret: string): Notice => ({
  headers: { 'x-razorpay-signature': createHmac('sha256', secret).update(text).digest('hex') },
  body: Buffer.from(text),
});

/** A notification as Razorpay writes it. Its event id is not signed. */
export function razorpayNotice(about: { charge: string } | { refund: string }, secret: string): Notice {
  const payment = { id: 'pay_29QQoUBi66xm2f', order_id: 'order_9A33XWu170gUtm' };
  const [event, payload] =
    'charge' in about
      ? ['payment.captured', { payment: { entity: { ...payment, notes: { gateway_reference: about.charge } } } }]
      : [
          'refund.processed',
          {
            refund: { entity: { id: 'rfnd_FS8SDIeSUtfWWz', payment_id: payment.id, receipt: about.refund } },
            payment: { entity: { ...payment, notes: [] } },
          },
        ];
  const body = { entity: 'event', account_id: 'acc_0', event, contains: Object.keys(payload), payload, created_at: 1 };
  const notice = signedByRazorpay(JSON.stringify(body), secret);
  return { ...notice, headers: { ...notice.headers, 'x-razorpay-event-id': 'QQoUBi66xm2f29' } };
}
