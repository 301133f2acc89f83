import { OUTCOMES, type Outcome as TestOutcome } from '../../connectors/simulated/test-instruments.js';
import type { DeclineReason } from './decline-reasons.js';

/** How the bank treats an instrument. An empty script is approved after the configured delay. */
export interface Script {
  declines?: DeclineReason;
  requires?: 'otp' | 'upi_approve';
  /** The card's bank asks for 3-D Secure on a page of the acquirer. Without that page the charge is declined. */
  challenges?: true;
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
  challenge: { challenges: true, declines: 'card_declined' },
  approve: { requires: 'upi_approve' },
  timeout: { silent: 'charged' },
  no_answer: { silent: 'lost' },
  slow: { slow: true },
  refund_declined: { refundsDeclined: true },
  invalid_instrument: { declines: 'invalid_instrument' },
} satisfies Record<TestOutcome | 'invalid_instrument', Script>;

export type Outcome = keyof typeof SCRIPTS;

export const MAGIC_OTP = '123456';
export const OTP_ATTEMPTS = 3;

export function scriptOf(outcome: Outcome): Script {
  return SCRIPTS[outcome];
}

/** A token that was not made of a test instrument is read as `invalid_instrument`. */
export function readToken(token: string): { method: 'card' | 'upi'; outcome: Outcome } {
  const method = token.startsWith('sim_upi:') ? 'upi' : 'card';
  const [, name] = /^sim_(?:card:\w+:\d{4}|upi):(\w+)$/.exec(token) ?? [];
  return { method, outcome: OUTCOMES.find((outcome) => outcome === name) ?? 'invalid_instrument' };
}
