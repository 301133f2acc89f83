import type { Card } from '../../acquiring/connectors/connector.js';
import { BASE, newId } from '../../platform/ids.js';
import { BANKS, CARDS, DECLINED_CARDS, PEOPLE, PRODUCTS, REFUND_REASONS } from './catalogue.js';
import { Chance } from './chance.js';

const DAY_MS = 86_400_000;
export const DAYS = 60;
const ORDERS = 385;
const SEED = 20_260_101;
/** Shops sell little at night: the share of each hour in India, from midnight on. */
const HOURS = [1, 0, 0, 0, 0, 1, 2, 4, 6, 8, 9, 9, 8, 7, 7, 8, 9, 10, 12, 14, 15, 12, 8, 4];
const INDIA_MS = 5.5 * 3_600_000;
/** Authorisations of this time still wait for their capture. It is shorter than CAPTURE_TIMEOUT's default of three days. */
const RECENT_MS = 2 * DAY_MS;

/** How a payment ends. `unsent` and `late` never reach the bank; `held` stays authorised, `voided` is given up. */
export type Ending = 'captured' | 'held' | 'captured_later' | 'voided' | 'failed' | 'unsent' | 'late';
export type DemoDecline = 'card_declined' | 'insufficient_funds' | 'expired_card' | 'upi_declined';

type DemoCard = Pick<Card, 'number' | 'network'>;

export interface DemoCustomer {
  id: string;
  name: string;
  email: string;
  contact: string;
  at: number;
}
export interface DemoOrder {
  id: string;
  amount: number;
  receipt: string;
  description: string;
  customer: Omit<DemoCustomer, 'at'>;
  line_items: { name: string; quantity: number; amount: number }[];
  capture: 'automatic' | 'manual';
  at: number;
  /** How an unpaid order ends; null: it stays open, or is paid. */
  ends: 'expired' | 'cancelled' | null;
}
export interface DemoPayment {
  id: string;
  charge_id: string;
  order: DemoOrder;
  at: number;
  ended_at: number;
  /** When an authorisation was captured or given up. */
  later_at: number | null;
  ending: Ending;
  decline: DemoDecline | null;
  /** The shopper paid at the checkout; otherwise the merchant's server made the payment. */
  isByShopper: boolean;
  instrument: { vpa: string } | { flow: 'intent' } | { card: DemoCard };
}
export interface DemoRefund {
  id: string;
  payment: DemoPayment;
  amount: number;
  reason: string;
  at: number;
  ended_at: number;
  isDeclined: boolean;
}
export interface DemoShop {
  customers: DemoCustomer[];
  orders: DemoOrder[];
  payments: DemoPayment[];
  refunds: DemoRefund[];
}

/** The others end before they reach the bank. */
export const wasSent = ({ ending }: DemoPayment): boolean => ending !== 'unsent' && ending !== 'late';

/** The refunds of this card are declined by the simulated bank. */
const DECLINES_REFUNDS: DemoCard = { number: '4000000000005126', network: 'visa' };

/** Two months of a tea shop until `end`, the same for the same end: customers, orders, payments and refunds. */
export function demoShop(end: number): DemoShop {
  return new Shopkeeper(end).shop();
}

class Shopkeeper {
  private readonly chance = new Chance(SEED);
  private readonly customers: DemoCustomer[];
  private readonly payments: DemoPayment[] = [];
  private readonly refunds: DemoRefund[] = [];

  constructor(private readonly end: number) {
    this.customers = PEOPLE.map(([first, last], number) => {
      const at = end - (DAYS + 1) * DAY_MS + number * 60_000;
      const email = `${first}.${last}@example.com`.toLowerCase();
      const contact = `+9190000${String(10_000 + number * 37)}`;
      return { id: this.id('cust', at), name: `${first} ${last}`, email, contact, at };
    });
  }

  shop(): DemoShop {
    const { customers, payments, refunds } = this;
    const orders = this.times().map((at, number) => this.order(at, number));
    return { customers, orders, payments, refunds };
  }

  private id(kind: Parameters<typeof newId>[0], at: number): string {
    return newId(kind, at, () => this.chance.whole(0, BASE - 1));
  }

  /** More towards the end, and at weekends. */
  private times(): number[] {
    const { chance } = this;
    const hours = HOURS.map((weight, hour) => [hour, weight] as const) as [readonly [number, number]];
    const latest = this.end - 20 * 60_000; // so that whatever follows an order ends before
    const time = () => {
      const day = Math.floor(Math.sqrt(chance.next()) * DAYS);
      const midnight = Math.floor((this.end - (DAYS - 1 - day) * DAY_MS + INDIA_MS) / DAY_MS) * DAY_MS - INDIA_MS;
      return midnight + chance.weighted(hours) * 3_600_000 + chance.whole(0, 3_599_000);
    };
    const all = Array.from({ length: ORDERS }, time).map((at) => (at > latest ? at - DAY_MS : at));
    return all.sort((one, other) => one - other);
  }

  private order(at: number, number: number): DemoOrder {
    const { chance } = this;
    const { at: _since, ...customer } = chance.oneOf(this.customers as [DemoCustomer]);
    const line_items = this.items();
    const amount = line_items.reduce((sum, { quantity, amount: each }) => sum + quantity * each, 0);
    const capture = chance.next() < (at > this.end - RECENT_MS ? 0.25 : 0.06) ? 'manual' : 'automatic';
    const receipt = `TEA-${1001 + number}`;
    const description = line_items.map(({ name }) => name.split(',')[0]).join(', ');
    const order: DemoOrder = {
      ...{ id: this.id('order', at), amount, receipt, description, customer, line_items, capture, at },
      ends: null,
    };
    this.fate(order);
    return order;
  }

  private items(): DemoOrder['line_items'] {
    const { chance } = this;
    const first = chance.whole(0, PRODUCTS.length - 1);
    const kinds = chance.weighted([
      [1, 6],
      [2, 3],
      [3, 1],
    ]);
    return Array.from({ length: kinds }, (_, place) => {
      const [name, amount] = PRODUCTS[(first + place * 3) % PRODUCTS.length] ?? PRODUCTS[0];
      return { name, quantity: chance.next() < 0.2 ? 2 : 1, amount };
    });
  }

  /** What becomes of an order: how often it is tried, and whether it is paid. */
  private fate(order: DemoOrder): void {
    const fate = this.chance.weighted([
      ['paid', 84],
      ['paid after a decline', 6],
      ['declined', 5],
      ['cancelled', 1.5],
      ['never tried', 2],
      ['late', 1.5],
    ]);
    const first = order.at + this.chance.whole(20_000, 240_000);
    if (fate === 'never tried') order.ends = this.chance.oneOf(['expired', 'cancelled']);
    else if (fate === 'cancelled') this.pay(order, first, 'unsent');
    else if (fate === 'late') this.pay(order, first, 'late');
    else if (fate === 'declined') this.pay(order, first, 'failed');
    else {
      if (fate === 'paid after a decline') this.pay(order, first, 'failed');
      this.paid(order, fate === 'paid' ? first : first + this.chance.whole(60_000, 300_000));
    }
  }

  private paid(order: DemoOrder, at: number): void {
    const isRecent = at > this.end - RECENT_MS;
    const late = this.chance.next() < 0.2 ? 'voided' : 'captured_later';
    const ending = order.capture === 'automatic' ? 'captured' : isRecent ? 'held' : late;
    const payment = this.pay(order, at, ending);
    if (ending !== 'captured' && ending !== 'captured_later') return;
    const isDeclined = 'card' in payment.instrument && payment.instrument.card.number === DECLINES_REFUNDS.number;
    if (isDeclined || this.chance.next() < 0.11) this.refund(payment, isDeclined);
  }

  private pay(order: DemoOrder, at: number, ending: Ending): DemoPayment {
    const { chance } = this;
    const ended_at = at + (ending === 'late' ? 15 * 60_000 : chance.whole(900, 4_000));
    const payment: DemoPayment = {
      ...{ id: this.id('pay', at), charge_id: this.id('chg', at), order, at, ended_at, ending },
      ...this.instrument(order, ending),
      later_at: ending === 'captured_later' || ending === 'voided' ? at + chance.whole(2, 20) * 3_600_000 : null,
      isByShopper: chance.next() < 0.85,
    };
    this.payments.push(payment);
    return payment;
  }

  private instrument({ customer }: DemoOrder, ending: Ending): Pick<DemoPayment, 'instrument' | 'decline'> {
    const { chance } = this;
    const kind = chance.weighted([
      ['collect', 34],
      ['intent', 28],
      ['card', 36],
      ['refund declined', 0.8],
    ]);
    const isDeclined = ending === 'failed';
    if (isDeclined && kind === 'card') {
      const decline = chance.oneOf(['card_declined', 'insufficient_funds', 'expired_card']);
      return { instrument: { card: DECLINED_CARDS[decline] }, decline };
    }
    const decline = isDeclined ? chance.oneOf(['upi_declined', 'upi_declined', 'insufficient_funds']) : null;
    if (!isDeclined && kind === 'card') return { instrument: { card: chance.weighted<DemoCard>(CARDS) }, decline };
    if (!isDeclined && kind === 'refund declined') return { instrument: { card: DECLINES_REFUNDS }, decline };
    if (kind === 'intent') return { instrument: { flow: 'intent' }, decline };
    const [name = ''] = customer.email.split('@');
    return { instrument: { vpa: `${name}@${chance.oneOf(BANKS)}` }, decline };
  }

  private refund(payment: DemoPayment, isDeclined: boolean): void {
    const { chance } = this;
    const { amount } = payment.order;
    const isWhole = chance.next() < 0.45;
    const asked = payment.ended_at + chance.whole(1, 96) * 3_600_000 + chance.whole(0, 3_000_000);
    const at = Math.max(payment.later_at ?? payment.ended_at, Math.min(asked, this.end - 120_000)) + 1_000;
    this.refunds.push({
      ...{ id: this.id('rfnd', at), payment, at, ended_at: at + chance.whole(700, 3_000), isDeclined },
      amount: isWhole ? amount : Math.max(100, Math.floor((amount * chance.whole(2, 6)) / 1_000) * 100),
      reason: chance.oneOf(REFUND_REASONS),
    });
  }
}
