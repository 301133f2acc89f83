import { setTimeout as pause } from 'node:timers/promises';
import type {
  ChargeRequest,
  ChargeResult,
  Connector,
  NotFound,
  RefundResult,
} from '../../acquiring/connectors/connector.js';
import { type DemoPayment, type DemoRefund, type DemoShop, wasSent } from './demo-shop.js';

const CALLS_AT_A_TIME = 4;
const PATIENCE_MS = 30_000;
const POLL_INTERVAL_MS = 100;

/** What the acquirer calls a charge or refund, and why it declined it. */
export interface BankWord {
  reference: string | null;
  description: string | null;
}
export type BankWords = ReadonlyMap<string, BankWord>;

/**
 * Makes the shop's charges and refunds at the simulated acquirer, so that its book and the gateway's agree and each of
 * them can be refunded later. References are the same in every run, so that a repetition charges nothing twice. Returns
 * the acquirer's words by reference. Throws if a call has another outcome than the shop's.
 */
export async function chargeAll(
  bank: Connector,
  merchantId: string,
  returnUrl: string,
  shop: DemoShop,
): Promise<BankWords> {
  const words = new Map<string, BankWord>();
  await each(shop.payments.filter(wasSent), async (payment) => {
    words.set(payment.charge_id, await charge(bank, merchantId, returnUrl, payment));
  });
  await each(shop.refunds, async (refund) => {
    words.set(refund.id, await giveBack(bank, merchantId, refund, words));
  });
  return words;
}

async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = [...all];
  const run = async () => {
    for (let one = rest.shift(); one; one = rest.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: CALLS_AT_A_TIME }, run));
}

const refOf = (payment: DemoPayment, merchantId: string) => ({
  ...{ reference: payment.charge_id, providerId: null, merchantId, amount: payment.order.amount, currency: 'INR' },
  ...{ capture: payment.order.capture, keyNumber: 1 },
});

async function charge(bank: Connector, merchantId: string, returnUrl: string, payment: DemoPayment): Promise<BankWord> {
  const ref = refOf(payment, merchantId);
  const request: ChargeRequest = { ...ref, instrument: tokenOf(bank, payment), returnUrl };
  if (!bank.charge) throw new Error('The simulated acquirer makes no direct charges');
  const result = await decided<ChargeResult>(await bank.charge(request), () => bank.findCharge(ref));
  if (result.outcome === 'declined' && payment.decline) {
    return { reference: result.connectorReference ?? null, description: result.description };
  }
  // An attempt that was broken off has released it already.
  if (result.outcome === 'cancelled' && payment.ending === 'voided') return { reference: null, description: null };
  if (result.outcome !== 'approved' || payment.decline) throw differs(payment.charge_id, result.outcome);
  if (payment.ending === 'captured_later') await bank.capture(ref, ref.amount);
  if (payment.ending === 'voided') await bank.cancel(ref);
  return { reference: result.connectorReference, description: null };
}

async function giveBack(
  bank: Connector,
  merchantId: string,
  { id: reference, payment, amount, isDeclined }: DemoRefund,
  words: BankWords,
): Promise<BankWord> {
  const providerId = words.get(payment.charge_id)?.reference ?? null;
  const request = {
    ...{ reference, providerId: null, charge: { reference: payment.charge_id, providerId }, merchantId },
    ...{ amount, currency: 'INR', keyNumber: 1 },
  };
  const result = await decided<RefundResult>(await bank.refund(request), () => bank.findRefund(request));
  if (result.outcome !== (isDeclined ? 'declined' : 'approved')) throw differs(reference, result.outcome);
  if (result.outcome === 'declined') return { reference: null, description: result.description };
  return { reference: result.connectorReference ?? null, description: null };
}

/** The bank may take a moment, as it does for a real payment. */
async function decided<T extends { outcome: string }>(first: T, again: () => Promise<T | NotFound>) {
  const end = performance.now() + PATIENCE_MS;
  let result: T | NotFound = first;
  while (result.outcome === 'pending' && performance.now() < end) {
    await pause(POLL_INTERVAL_MS);
    result = await again();
  }
  return result;
}

/** The token decides the outcome. A declined UPI payment of a shopper's own address gets a test address's token. */
export function tokenOf(bank: Connector, { instrument, decline }: DemoPayment): string {
  if (!bank.tokenizeCard || !bank.tokenizeUpi) throw new Error('The simulated acquirer takes no cards or no UPI');
  if ('card' in instrument) return bank.tokenizeCard({ ...UNREAD, ...instrument.card });
  const approved = 'vpa' in instrument ? instrument.vpa : 'success@upi';
  const vpa = decline === null ? approved : decline === 'upi_declined' ? 'failure@upi' : 'nofunds@upi';
  return bank.tokenizeUpi({ vpa });
}

/** Of a card; a token holds none of it. */
const UNREAD = { expiryMonth: 12, expiryYear: 2040, cvv: '123', holderName: 'Demo shopper' };

const differs = (reference: string, outcome: string) =>
  new Error(`The simulated acquirer's result for ${reference} of the demo data is ${outcome}`);
