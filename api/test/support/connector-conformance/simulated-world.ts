import { randomBytes } from 'node:crypto';
import { signatureOf } from '../../../src/acquiring/simulated-acquirer/notifications/signature.js';
import { admin } from '../acquirer.js';
import { InProcessAcquirer } from '../acquirer-in-process.js';
import { answer, PayPage } from '../pay-page.js';
import type { Booked, Instruments, Notice, Shopper, World } from './harness.js';

const DECLINED_CARD = '4000000000000002';
const CHALLENGED_CARD = '4000000000003063';

export const SIMULATED_INSTRUMENTS: Instruments = {
  approved: 'sim_upi:success',
  declined: [
    { token: 'sim_card:visa:0002:card_declined', reason: 'card_declined' },
    { token: 'sim_card:visa:9995:insufficient_funds', reason: 'insufficient_funds' },
    { token: 'sim_card:visa:0069:expired_card', reason: 'expired_card' },
    { token: 'sim_upi:upi_declined', reason: 'upi_declined' },
    { token: 'no token of the simulator', reason: 'invalid_instrument' },
  ],
  pending: 'sim_upi:slow',
  otp: { token: 'sim_card:visa:3220:otp', right: '123456' },
  upiApprove: 'sim_upi:approve',
  challenge: 'sim_card:visa:3063:challenge',
  refundDeclined: 'sim_card:visa:5126:refund_declined',
};

const shopperOn = (url: string): Shopper => ({
  async pay() {
    await new PayPage(url).card();
  },
  async payDeclined() {
    await new PayPage(url).card(DECLINED_CARD);
  },
  async begin() {
    const { next } = await new PayPage(url).card(CHALLENGED_CARD);
    await answer(next, 'leave');
  },
  async stepUp(result) {
    await answer(url, result);
  },
});

/** The simulated acquirer in the test's own process, with two accounts. */
export async function simulatedWorld(): Promise<World> {
  const acquirer = await InProcessAcquirer.start();
  const env = { TEST_PROCESSING_DELAY: '0ms', SIMULATOR_SLOW_DELAY: '10m' };
  const [{ account, key, book }, other] = [await acquirer.account({ env }), await acquirer.account({ env })];
  const incident = (name: string, body: object) =>
    admin(acquirer.address, 'POST', `/faults/${name}`, { account, ...body });
  return {
    ...{ url: acquirer.address.url, key, otherKey: other.key, shopper: shopperOn },
    async booked(reference): Promise<Booked> {
      const text = `SELECT kind, sum(amount)::bigint AS amount FROM simulated_bank.ledger
        WHERE account = $1 AND charge_reference = $2 GROUP BY kind`;
      const { rows } = await book.query<{ kind: string; amount: number }>(text, [account, reference]);
      const sum = (kind: string) => rows.find((row) => row.kind === kind)?.amount ?? 0;
      const refunded = Math.abs(sum('refund') + sum('refund_failed'));
      return { captured: sum('capture'), refunded, reversed: Math.abs(sum('reversal')) };
    },
    async decide(reference) {
      const text = `UPDATE simulated_bank.charges SET ready_at = clock_timestamp() WHERE account = $1 AND reference = $2`;
      await book.query(text, [account, reference]);
    },
    land: (reference) => incident('land', { reference }),
    takeBack: (reference) => incident('take-back-refund', { reference }),
    refundElsewhere: (reference, amount) => incident('refund', { reference, amount }),
    dispute: (reference, amount) => incident('dispute', { reference, amount }),
    close: () => acquirer.stop(),
  };
}

/** A text with the signature of the simulated acquirer. */
export function signedText(text: string, secret: string, at: Date): Notice {
  const signature = signatureOf(secret, text, Math.floor(at.getTime() / 1000));
  return { headers: { 'acquirer-signature': signature }, body: Buffer.from(text) };
}

/** A notification as the simulated acquirer writes it. */
export function simulatedNotice(about: { charge: string } | { refund: string }, secret: string, at: Date): Notice {
  const [object, reference] = 'charge' in about ? ['charge', about.charge] : ['refund', about.refund];
  const type = object === 'charge' ? 'charge.captured' : 'refund.processed';
  const data = { object, reference, id: 'sim_0123456789abcdef', status: 'captured' };
  const event = { id: `evt_${randomBytes(12).toString('hex')}`, type, created: at.toISOString(), data };
  const notice = signedText(JSON.stringify(event), secret, at);
  return { ...notice, headers: { ...notice.headers, 'acquirer-event-id': event.id } };
}
