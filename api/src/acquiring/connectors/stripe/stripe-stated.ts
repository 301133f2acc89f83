import { z } from 'zod';
import type { StatedCapture, StatedRefund } from '../connector.js';
import { fromStripe } from './stripe.amounts.js';

const id = z.string();
const amount = z.number().int().nonnegative();
const currency = z
  .string()
  .regex(/^[a-z]{3}$/)
  .transform((text) => text.toUpperCase());

/**
 * The events of a capture. Sessions and intents have no field for refunds and disputes: these events are of the moment
 * of the capture, at which there are none.
 */
const SESSION = z.object({
  type: z.enum(['checkout.session.completed', 'checkout.session.async_payment_succeeded']),
  data: z.object({ object: z.object({ payment_status: z.literal('paid'), amount_total: amount, currency }) }),
});
const INTENT = z.object({
  type: z.literal('payment_intent.succeeded'),
  data: z.object({ object: z.object({ status: z.literal('succeeded'), amount, amount_received: amount, currency }) }),
});
const CHARGE = z.object({
  type: z.enum(['charge.succeeded', 'charge.captured']),
  data: z.object({
    object: z.object({
      ...{ captured: z.literal(true), amount, amount_captured: amount, currency, payment_intent: id },
      ...{ amount_refunded: z.literal(0), refunded: z.literal(false), disputed: z.literal(false) },
    }),
  }),
});
const REFUND = z.object({
  type: z.enum(['refund.created', 'refund.updated', 'charge.refund.updated']),
  data: z.object({ object: z.object({ id, status: z.literal('succeeded'), amount, currency }) }),
});

/** What an event states, if that is a capture or a refund that has succeeded, and no more. */
export function statedBy(event: unknown): StatedCapture | StatedRefund | undefined {
  try {
    return captureOf(event) ?? refundOf(event);
  } catch {
    return undefined; // no amount of the currency
  }
}

function captureOf(event: unknown): StatedCapture | undefined {
  const session = SESSION.safeParse(event).data?.data.object;
  if (session) return captured(session.amount_total, session.amount_total, session.currency);
  const intent = INTENT.safeParse(event).data?.data.object;
  if (intent) return captured(intent.amount, intent.amount_received, intent.currency);
  const charge = CHARGE.safeParse(event).data?.data.object;
  return charge && captured(charge.amount, charge.amount_captured, charge.currency);
}

/** A session has one intent, and an intent is captured once, so that any of their ids names the same money. */
const captured = (total: number, taken: number, currency: string): StatedCapture => ({
  ...{ object: 'charge', amount: fromStripe(total, currency), currency, captured: fromStripe(taken, currency) },
});

function refundOf(event: unknown): StatedRefund | undefined {
  const refund = REFUND.safeParse(event).data?.data.object;
  if (!refund) return undefined;
  const { id: connectorReference, currency } = refund;
  return { object: 'refund', connectorReference, amount: fromStripe(refund.amount, currency), currency };
}
