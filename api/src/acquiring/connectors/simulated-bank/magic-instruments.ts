import type { Card, InstrumentToken } from '../connector.js';
import type { DeclineReason } from './decline-reasons.js';

/** How the bank treats an instrument. An empty script is approved after the configured delay. */
export interface Script {
  declines?: DeclineReason;
  requires?: 'otp' | 'upi_approve';
  /** The delay is SIMULATOR_SLOW_DELAY. */
  slow?: true;
  /** The call is never answered: the bank has either carried it out (`charged`) or never received it (`lost`). */
  silent?: 'charged' | 'lost';
  refundsDeclined?: true;
}

export const SCRIPTS = {
  success: {},
  card_declined: { declines: 'card_declined' },
  insufficient_funds: { declines: 'insufficient_funds' },
  expired_card: { declines: 'expired_card' },
  upi_declined: { declines: 'upi_declined' },
  otp: { requires: 'otp' },
  approve: { requires: 'upi_approve' },
  timeout: { silent: 'charged' },
  no_answer: { silent: 'lost' },
  slow: { slow: true },
  refund_declined: { refundsDeclined: true },
  invalid_instrument: { declines: 'invalid_instrument' },
} satisfies Record<string, Script>;

export type Outcome = keyof typeof SCRIPTS;

export const MAGIC_CARDS: Readonly<Record<string, Outcome>> = {
  '4000000000000002': 'card_declined',
  '4000000000009995': 'insufficient_funds',
  '4000000000000069': 'expired_card',
  '4000000000003220': 'otp',
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

export const MAGIC_OTP = '123456';
export const OTP_ATTEMPTS = 3;

const has = <T extends object>(table: T, key: string): key is keyof T & string => Object.hasOwn(table, key);

export function scriptOf(outcome: Outcome): Script {
  return SCRIPTS[outcome];
}

export function tokenizeCard(card: Pick<Card, 'number' | 'network'>): InstrumentToken {
  const outcome = has(MAGIC_CARDS, card.number) ? MAGIC_CARDS[card.number] : 'success';
  return `sim_card:${card.network}:${card.number.slice(-4)}:${outcome}`;
}

export function tokenizeUpi(upi: { vpa: string } | { flow: 'intent' }): InstrumentToken {
  if ('flow' in upi) return 'sim_upi:approve';
  const name = upi.vpa.slice(0, upi.vpa.indexOf('@')).toLowerCase();
  return `sim_upi:${has(MAGIC_VPAS, name) ? MAGIC_VPAS[name] : 'success'}`;
}

/** A token that this bank did not make is read as `invalid_instrument`. */
export function readToken(token: InstrumentToken): { method: 'card' | 'upi'; outcome: Outcome } {
  const method = token.startsWith('sim_upi:') ? 'upi' : 'card';
  const [, outcome = ''] = /^sim_(?:card:\w+:\d{4}|upi):(\w+)$/.exec(token) ?? [];
  return { method, outcome: has(SCRIPTS, outcome) ? outcome : 'invalid_instrument' };
}
