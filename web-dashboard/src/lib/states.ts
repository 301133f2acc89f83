import type { Order, Payment, PaymentLink, Refund } from './types';

export type Tone = 'good' | 'wait' | 'bad' | 'info' | 'plain';
/** How a state is shown: its name and its colour, which also decides its shape. */
export interface Look {
  words: string;
  tone: Tone;
  /** In place of the shape of the tone: money went back. */
  mark?: 'back';
}

/** Of a payment and of a refund: one look. */
const REFUNDED: Look = { words: 'Refunded', tone: 'plain', mark: 'back' };

/** What has become of the money. The compiler checks that it is complete against openapi.yml. */
export const MONEY_STATES: Readonly<Record<Payment['moneyState'], Look>> = {
  paid: { words: 'Paid', tone: 'good' },
  authorized: { words: 'Authorised', tone: 'info' },
  pending: { words: 'Pending', tone: 'wait' },
  action_needed: { words: 'Action needed', tone: 'wait' },
  partly_refunded: { words: 'Partly refunded', tone: 'info', mark: 'back' },
  refunded: REFUNDED,
  failed: { words: 'Failed', tone: 'bad' },
  cancelled: { words: 'Cancelled', tone: 'plain' },
  expired: { words: 'Expired', tone: 'plain' },
};

/** An order that was attempted and not paid is still open. */
export const ORDER_STATES: Readonly<Record<Order['status'], Look>> = {
  created: { words: 'Open', tone: 'info' },
  attempted: { words: 'Open', tone: 'info' },
  paid: { words: 'Paid', tone: 'good' },
  expired: { words: 'Expired', tone: 'plain' },
  cancelled: { words: 'Cancelled', tone: 'plain' },
};

export const REFUND_STATES: Readonly<Record<Refund['status'], Look>> = {
  pending: { words: 'On its way', tone: 'wait' },
  processed: REFUNDED,
  failed: { words: 'Failed', tone: 'bad' },
};

export const LINK_STATES: Readonly<Record<PaymentLink['status'], Look>> = {
  active: { words: 'Active', tone: 'info' },
  paid: { words: 'Paid', tone: 'good' },
  cancelled: { words: 'Cancelled', tone: 'plain' },
  expired: { words: 'Expired', tone: 'plain' },
};
