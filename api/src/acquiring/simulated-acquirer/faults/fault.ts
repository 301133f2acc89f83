import { z } from 'zod';

/** The calls of the API, as a fault names them. */
export const OPERATIONS = [
  ...(['charge', 'find_charge', 'action', 'capture', 'cancel', 'reverse'] as const),
  ...(['refund', 'find_refund', 'close_refund', 'create_page', 'find_page', 'close_page', 'account'] as const),
] as const;
export type Operation = (typeof OPERATIONS)[number];

/**
 * `hold` stops a call before its effect until the fault is cleared, even if its caller has left; `hold_after` stops it
 * between effect and response. `clock_skew` shifts the
 * times that the acquirer states. The last four are faults of notifications.
 */
export const KINDS = [
  ...([
    'drop_before',
    'drop_after',
    'hold',
    'hold_after',
    'delay',
    'error',
    'wrong_body',
    'trickle',
    'clock_skew',
  ] as const),
  ...(['notify_drop', 'notify_duplicate', 'notify_delay', 'notify_reorder'] as const),
] as const;
export type Kind = (typeof KINDS)[number];

export const NEW_FAULT = z.strictObject({
  kind: z.enum(KINDS),
  /** Absent: every account. */
  account: z.string().max(64).optional(),
  /** Absent: every call. */
  operation: z.enum(OPERATIONS).optional(),
  /** How many calls it hits. Absent: until it is cleared. */
  count: z.number().int().positive().max(1_000_000).optional(),
  /** Milliseconds of `delay`, `notify_delay`, `clock_skew`, and between two bytes of `trickle`. */
  ms: z.number().int().min(-86_400_000).max(86_400_000).optional(),
  /** The status of `error`. */
  status: z.number().int().min(400).max(599).optional(),
});

export type NewFault = z.output<typeof NEW_FAULT>;

export interface Fault extends NewFault {
  id: string;
  /** How many calls it has hit: at most `count`. */
  hits: number;
}
