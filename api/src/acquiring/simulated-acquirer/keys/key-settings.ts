import { z } from 'zod';
import type { Switches } from '../bank/switches.js';

const milliseconds = z.number().int().min(0).max(600_000);
const share = z.number().min(0).max(1);

/** The settings of one key, as the API takes them. What is absent is the process's setting. */
export const KEY_SETTINGS = z.strictObject({
  processing_delay_ms: milliseconds.optional(),
  slow_delay_ms: milliseconds.optional(),
  test_mode: z.boolean().optional(),
  test_payment_success: z.boolean().optional(),
  upi_success_rate: share.optional(),
  card_success_rate: share.optional(),
  processing_delay_min_ms: milliseconds.optional(),
  processing_delay_max_ms: milliseconds.optional(),
  simulator_seed: z.string().max(100).optional(),
  idempotency_window_ms: z.number().int().min(0).optional(),
});
export type KeySettings = z.output<typeof KEY_SETTINGS>;

export const NEW_KEY = z.strictObject({
  account: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits or _.-')
    .optional(),
  settings: KEY_SETTINGS.optional(),
  notification_url: z.url().optional(),
});

export function switchesOf(settings: KeySettings, defaults: Switches): Switches {
  const given: { -readonly [Name in keyof Switches]?: Switches[Name] } = {
    processingDelayMs: settings.processing_delay_ms,
    slowDelayMs: settings.slow_delay_ms,
    testMode: settings.test_mode,
    testPaymentSuccess: settings.test_payment_success,
    upiSuccessRate: settings.upi_success_rate,
    cardSuccessRate: settings.card_success_rate,
    processingDelayMinMs: settings.processing_delay_min_ms,
    processingDelayMaxMs: settings.processing_delay_max_ms,
    simulatorSeed: settings.simulator_seed,
  };
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}
