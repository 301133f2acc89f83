import { z } from 'zod';
import type { StatedCapture } from '../connector.js';

const amount = z.number().int().nonnegative();
const payment = z.object({
  entity: z.object({
    ...{ id: z.string().startsWith('pay_'), status: z.literal('captured'), amount, amount_refunded: z.literal(0) },
    currency: z.string().regex(/^[A-Z]{3}$/),
    refund_status: z.null().optional(),
  }),
});
const link = z.object({ entity: z.object({ status: z.literal('paid'), amount_paid: amount }) });
/** Any other entity, such as a refund or dispute, states more than the capture. */
const CAPTURED = z.discriminatedUnion('event', [
  z.object({ event: z.literal('payment.captured'), payload: z.strictObject({ payment }) }),
  z.object({
    event: z.literal('payment_link.paid'),
    payload: z.strictObject({ payment, payment_link: link, order: z.unknown().optional() }),
  }),
]);

/**
 * What the body of a notification states, if that is a captured payment and no more. A link can be paid twice, so the
 * payment's own id has to be the charge's. Not read of a refund: its body names the payment as well, whose total may tell
 * of refunds that others made.
 */
export function statedBy(body: unknown): StatedCapture | undefined {
  const captured = CAPTURED.safeParse(body).data;
  if (!captured) return undefined;
  const { id: connectorReference, amount, currency } = captured.payload.payment.entity;
  if (captured.event === 'payment_link.paid' && captured.payload.payment_link.entity.amount_paid !== amount)
    return undefined;
  return { object: 'charge', connectorReference, amount, currency, captured: amount };
}
