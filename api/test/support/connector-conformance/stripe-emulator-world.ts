import { randomBytes } from 'node:crypto';
import { approve } from '../stripe-emulator/book.js';
import { signedEvent, StripeEmulator } from '../stripe-emulator/emulator.js';
import type { Attempt, EmulatedRefund } from '../stripe-emulator/book.js';
import type { Booked, Notice, Shopper, World } from './harness.js';

const isReversal = ({ metadata }: EmulatedRefund) => 'gateway_reversal' in metadata;
const sum = (refunds: EmulatedRefund[]) =>
  refunds.filter(({ status }) => status !== 'failed').reduce((total, { amount }) => total + amount, 0);

/** The gateway's unit of an amount of Stripe, where they differ. */
const UNIT: Readonly<Record<string, number>> = { isk: 1 / 100, ugx: 1 / 100, mga: 100 };

/** The emulator with two accounts. */
export async function stripeEmulatorWorld(): Promise<World> {
  const emulator = await StripeEmulator.start();
  const [key, otherKey] = [emulator.account(), emulator.account()];
  const account = emulator.accounts.get(key)?.id ?? '';
  const known = (reference: string) => {
    const intent = emulator.intentOf(account, reference);
    if (!intent) throw new Error(`no intent of ${reference}`);
    return intent;
  };
  return {
    ...{ url: emulator.url, key, otherKey, shopper: shopperOn },
    booked(reference): Promise<Booked> {
      const intent = emulator.intentOf(account, reference);
      const refunds = intent?.refunds ?? [];
      const unit = UNIT[intent?.currency ?? ''] ?? 1;
      return Promise.resolve({
        captured: Math.round((intent?.received ?? 0) * unit),
        refunded: sum(refunds.filter((one) => !isReversal(one))) * unit,
        reversed: sum(refunds.filter(isReversal)) * unit,
      });
    },
    held: () =>
      Promise.resolve(
        emulator.api.intents(account).reduce((total, { received, refunds }) => total + received - sum(refunds), 0),
      ),
    decide: (reference) => Promise.resolve(approve(known(reference))),
    land(reference) {
      const intent = known(reference);
      if (intent.status !== 'canceled') approve(intent);
      return Promise.resolve();
    },
    takeBack(reference) {
      for (const { refunds } of emulator.api.intents(account))
        for (const one of refunds) if (one.metadata['gateway_reference'] === reference) one.status = 'failed';
      return Promise.resolve();
    },
    refundElsewhere(reference, amount) {
      known(reference).refunds.push({
        id: `re_${randomBytes(8).toString('hex')}`,
        amount,
        status: 'succeeded',
        metadata: {},
      });
      return Promise.resolve();
    },
    dispute(reference, amount) {
      known(reference).disputes.push({ id: 'dp_1', amount, status: 'needs_response' });
      return Promise.resolve();
    },
    close: () => emulator.stop(),
  };
}

const shopperOn = (url: string): Shopper => {
  const act = async (what: Attempt) => {
    const body = new URLSearchParams({ attempt: what });
    const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    if (response.status !== 303) throw new Error(`the page responds with ${response.status}`);
  };
  return {
    pay: () => act('pay'),
    payDeclined: () => act('decline'),
    begin: () => act('begin'),
    stepUp: () => Promise.reject(new Error('Checkout confirms on its own page')),
  };
};

export function stripeNotice(about: { charge: string } | { refund: string }, secret: string, at: Date): Notice {
  const object =
    'charge' in about
      ? { object: 'payment_intent', id: 'pi_0123456789abcdef', metadata: { gateway_reference: about.charge } }
      : {
          object: 'refund',
          id: 're_0123456789',
          payment_intent: 'pi_1',
          metadata: { gateway_reference: about.refund },
        };
  const type = 'charge' in about ? 'payment_intent.succeeded' : 'refund.updated';
  const event = {
    id: `evt_${randomBytes(12).toString('hex')}`,
    object: 'event',
    type,
    livemode: false,
    data: { object },
  };
  return signedEvent(JSON.stringify(event), secret, at);
}

/** Ids of Stripe's form that belong to nothing. */
export const strangeStripeId = (of: 'charge' | 'page' | 'refund'): string =>
  `${{ charge: 'pi', page: 'cs_test', refund: 're' }[of]}_${randomBytes(12).toString('hex')}`;
