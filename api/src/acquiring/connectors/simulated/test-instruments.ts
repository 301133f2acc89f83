import type { Card, InstrumentToken } from '../connector.js';

/**
 * The published test instruments, and the tokens into which a card number or UPI address is reduced: `sim_card:visa:1111:success`,
 * `sim_upi:approve`. A token holds network, last four digits and the scripted outcome, and no number.
 */
export const OUTCOMES = [
  'success',
  'card_declined',
  'insufficient_funds',
  'expired_card',
  'upi_declined',
  'otp',
  'challenge',
  'approve',
  'timeout',
  'no_answer',
  'slow',
  'refund_declined',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const MAGIC_CARDS: Readonly<Record<string, Outcome>> = {
  '4000000000000002': 'card_declined',
  '4000000000009995': 'insufficient_funds',
  '4000000000000069': 'expired_card',
  '4000000000003220': 'otp',
  '4000000000003063': 'challenge',
  '4000000000000119': 'no_answer',
  '4000000000005126': 'refund_declined',
};

/** Keyed by the part before the `@`; the handle does not matter. */
export const MAGIC_VPAS: Readonly<Record<string, Outcome>> = {
  failure: 'upi_declined',
  nofunds: 'insufficient_funds',
  approve: 'approve',
  timeout: 'timeout',
  slow: 'slow',
};

const find = (table: Readonly<Record<string, Outcome>>, key: string): Outcome =>
  Object.hasOwn(table, key) ? (table[key] ?? 'success') : 'success';

export function tokenizeCard(card: Pick<Card, 'number' | 'network'>): InstrumentToken {
  return `sim_card:${card.network}:${card.number.slice(-4)}:${find(MAGIC_CARDS, card.number)}`;
}

export function tokenizeUpi(upi: { vpa: string } | { flow: 'intent' }): InstrumentToken {
  if ('flow' in upi) return 'sim_upi:approve';
  const name = upi.vpa.slice(0, upi.vpa.indexOf('@')).toLowerCase();
  return `sim_upi:${find(MAGIC_VPAS, name)}`;
}
