import type { Connector } from '../../acquiring/connectors/connector.js';
import { newId } from '../../platform/ids.js';
import { type BankWord, type BankWords, tokenOf } from './demo-bank.js';
import { type DemoOrder, type DemoPayment, type DemoRefund, type DemoShop, type Ending, wasSent } from './demo-shop.js';

/** The rows that the statements of demo-data.queries.ts read. Times are milliseconds in the shop, ISO 8601 in a row. */
type Row = Record<string, unknown>;

const ORDER_LIFE_MS = 30 * 60_000;
/** From the acceptance of a payment to its charge. */
const PICKED_UP_MS = 40;

const iso = (at: number) => new Date(at).toISOString();
const happened = (event: string, at: number) => ({ event_id: newId('evt', at), event, at: iso(at) });
const NO_WORD: BankWord = { reference: null, description: null };

export const customerRows = ({ customers }: DemoShop): Row[] => customers.map((one) => ({ ...one, at: iso(one.at) }));

export const orderRows = ({ orders }: DemoShop): Row[] =>
  orders.map(({ at, ends, ...order }) => ({
    ...order,
    at: iso(at),
    expires_at: ends === 'expired' ? iso(at + ORDER_LIFE_MS) : null,
  }));

export const endedOrderRows = ({ orders }: DemoShop): Row[] =>
  orders.flatMap(({ id, at, ends }: DemoOrder) =>
    ends ? [{ id, status: ends, ...happened(`order.${ends}`, at + ORDER_LIFE_MS) }] : [],
  );

/** An order has one payment at the bank at a time: the first attempts of all orders, then the second ones. */
export function rounds({ payments }: DemoShop): DemoPayment[][] {
  const tried = new Set<string>();
  const first = payments.filter(({ order }) => !tried.has(order.id) && tried.add(order.id));
  return [first, payments.filter((payment) => !first.includes(payment))];
}

export const paymentRows = (payments: readonly DemoPayment[], bank: Connector, apiKey: string): Row[] =>
  payments.map((payment) => {
    const { instrument, isByShopper, order, id, at } = payment;
    const card = 'card' in instrument ? instrument.card : null;
    return {
      id,
      order_id: order.id,
      method: card ? 'card' : 'upi',
      flow: card ? null : 'flow' in instrument ? 'intent' : 'collect',
      vpa: 'vpa' in instrument ? instrument.vpa : null,
      card_network: card?.network ?? null,
      card_last4: card?.number.slice(-4) ?? null,
      instrument: tokenOf(bank, payment),
      author: isByShopper ? 'shopper' : `api_key:${apiKey}`,
      ...happened('payment.created', at),
    };
  });

export const sentRows = (payments: readonly DemoPayment[], accountId: string): Row[] =>
  payments.filter(wasSent).map(({ id, charge_id, at }) => ({
    ...{ id, charge_id, account_id: accountId },
    ...happened('payment.pending', at + PICKED_UP_MS),
  }));

/** The payment's and its charge's status at the first end; an authorisation may go on. */
const ENDS: Readonly<Record<Ending, readonly [status: string, charge: string | null]>> = {
  captured: ['success', 'approved'],
  held: ['success', 'approved'],
  captured_later: ['success', 'approved'],
  voided: ['success', 'approved'],
  failed: ['failed', 'failed'],
  unsent: ['cancelled', null],
  late: ['expired', null],
};

export const endedRows = (payments: readonly DemoPayment[], words: BankWords, captureMs: number): Row[] =>
  payments.map(({ id, charge_id, order, ending, decline, ended_at }) => {
    const [status, charge_status] = ENDS[ending];
    const word = words.get(charge_id) ?? NO_WORD;
    return {
      ...{ id, status, charge_status, provider_id: word.reference },
      captured_now: ending === 'captured' ? order.amount : 0,
      capture_ms: charge_status === 'approved' && ending !== 'captured' ? captureMs : null,
      ...{ error_reason: decline, error_description: word.description, paid_event_id: newId('evt', ended_at) },
      ...happened(`payment.${status}`, ended_at),
    };
  });

export const completedRows = (payments: readonly DemoPayment[], apiKey: string): Row[] =>
  payments.flatMap(({ id, order, ending, later_at: at }) => {
    if (at === null) return [];
    const isCaptured = ending === 'captured_later';
    return {
      ...{ id, captured_now: isCaptured ? order.amount : 0, author: `api_key:${apiKey}` },
      paid_event_id: newId('evt', at),
      ...happened(isCaptured ? 'payment.captured' : 'payment.cancelled', at),
    };
  });

export const refundRows = ({ refunds }: DemoShop, apiKey: string): Row[] =>
  refunds.map(({ id, payment, amount, reason, at }: DemoRefund) => ({
    ...{ id, payment_id: payment.id, amount, reason, author: `api_key:${apiKey}` },
    ...happened('refund.created', at),
  }));

export const sentRefundRows = ({ refunds }: DemoShop): Row[] =>
  refunds.map(({ id, at }) => ({ id, at: iso(at + PICKED_UP_MS) }));

export const endedRefundRows = ({ refunds }: DemoShop, words: BankWords): Row[] =>
  refunds.map(({ id, isDeclined, ended_at }) => {
    const { reference, description } = words.get(id) ?? NO_WORD;
    const status = isDeclined ? 'failed' : 'processed';
    return {
      ...{ id, status, provider_id: reference, error_reason: isDeclined ? 'refund_declined' : null },
      error_description: description,
      ...happened(`refund.${status}`, ended_at),
    };
  });
