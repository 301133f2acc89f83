import { createHash } from 'node:crypto';
import { type Outcome, readToken, scriptOf } from './scripts.js';

/** The bank's settings. All but the two delays are optional. */
export interface Switches {
  /** TEST_PROCESSING_DELAY: how long a charge or refund stays pending, in ms. */
  readonly processingDelayMs: number;
  /** SIMULATOR_SLOW_DELAY: how long `slow@` stays pending, in ms. */
  readonly slowDelayMs: number;
  /** TEST_MODE: every charge ends as `testPaymentSuccess` says (default: approved), whatever the instrument. */
  readonly testMode?: boolean;
  readonly testPaymentSuccess?: boolean;
  /** Rates from 0 to 1. If one is set, the outcome is random instead of the instrument's. */
  readonly upiSuccessRate?: number;
  readonly cardSuccessRate?: number;
  /** Bounds of a random delay in ms. They replace `processingDelayMs`. */
  readonly processingDelayMinMs?: number;
  readonly processingDelayMaxMs?: number;
  readonly simulatorSeed?: string;
}

/** A number from 0 to below 1, derived from seed and reference, so that every call and process gets the same. */
function draw(switches: Switches, purpose: string, reference: string): number {
  const digest = createHash('sha256')
    .update(`${switches.simulatorSeed ?? ''}:${purpose}:${reference}`)
    .digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

export function outcomeOf(instrument: string, reference: string, switches: Switches): Outcome {
  const { method, outcome } = readToken(instrument);
  const refusal = method === 'upi' ? 'upi_declined' : 'card_declined';
  if (switches.testMode) return (switches.testPaymentSuccess ?? true) ? 'success' : refusal;
  const rate = method === 'upi' ? switches.upiSuccessRate : switches.cardSuccessRate;
  if (rate === undefined) return outcome;
  return draw(switches, 'outcome', reference) < rate ? 'success' : refusal;
}

export function delayOf(outcome: Outcome, reference: string, switches: Switches): number {
  if (scriptOf(outcome).slow) return switches.slowDelayMs;
  const { processingDelayMinMs: min, processingDelayMaxMs: max } = switches;
  if (min === undefined && max === undefined) return switches.processingDelayMs;
  const low = min ?? 0;
  const high = Math.max(low, max ?? low);
  return Math.round(low + draw(switches, 'delay', reference) * (high - low));
}
