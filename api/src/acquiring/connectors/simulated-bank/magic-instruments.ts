import type { Card, InstrumentToken } from '../connector.js';
import type { DeclineReason } from './decline-reasons.js';

/** How the bank treats an instrument. Without any of these it approves, at once or after the configured delay. */
export interface Script {
  declines?: DeclineReason;
  requires?: 'otp' | 'upi_approve';
  /** Takes SIMULATOR_SLOW_DELAY instead of the usual delay. */
  slow?: true;
  /** The call is never answered; the bank either has the charge nevertheless, or never got it. */
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

/** Keyed by what stands before the `@`; the handle does not matter. */
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

/** Reads a token back. One that this bank never made is declined, not guessed at. */
export function readToken(token: InstrumentToken): { method: 'card' | 'upi'; outcome: Outcome } {
  const method = token.startsWith('sim_upi:') ? 'upi' : 'card';
  const [, outcome = ''] = /^sim_(?:card:\w+:\d{4}|upi):(\w+)$/.exec(token) ?? [];
  return { method, outcome: has(SCRIPTS, outcome) ? outcome : 'invalid_instrument' };
}
