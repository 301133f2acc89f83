import Stripe from 'stripe';
import { z } from 'zod';
import type { LearnedId, ReceivedNotification, VerifiedNotification } from '../connector.js';
import { parsedJson } from '../../../platform/json-text.js';
import { REFERENCE } from './stripe.mapping.js';
import { statedBy } from './stripe-stated.js';

/** How far the signed time may be from ours, in either direction. */
const MAX_AGE_S = 300;
const HEADER = /(?:^|,)t=(\d{1,12})(?:,|$)/;

const text = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\0]*$/);
const metadata = z.record(z.string(), z.string()).nullish();
const OBJECTS = z.discriminatedUnion('object', [
  z.object({ object: z.literal('checkout.session'), id: text, client_reference_id: text.nullish(), metadata }),
  z.object({ object: z.literal('payment_intent'), id: text, metadata }),
  z.object({ object: z.literal('charge'), id: text, payment_intent: text.nullish(), metadata }),
  z.object({ object: z.literal('refund'), id: text, payment_intent: text.nullish(), metadata }),
  z.object({ object: z.literal('dispute'), id: text, payment_intent: text.nullish() }),
]);
const EVENT = z.object({ object: z.literal('event'), id: text, type: text, data: z.object({ object: OBJECTS }) });
type Named = z.infer<typeof OBJECTS>;

/** Verifies `Stripe-Signature`, at most 300 s old, under any of the secrets. Null if it, its time or the body is wrong. */
export function verifyStripe({ headers, body, secrets, now }: ReceivedNotification): VerifiedNotification | null {
  const header = headers['stripe-signature'] ?? '';
  const [, seconds = ''] = HEADER.exec(header) ?? [];
  if (seconds === '' || Math.abs(now.getTime() / 1000 - Number(seconds)) > MAX_AGE_S) return null;
  // An empty secret is no secret: any sender could sign with it.
  if (!secrets.some((secret) => secret !== '' && isSignedWith(secret, header, body, now))) return null;
  const parsed = parsedJson(body.toString('utf8'));
  const event = EVENT.safeParse(parsed);
  if (!event.success) return null;
  const { id: eventId, type, data } = event.data;
  const stated = statedBy(parsed);
  return { eventId, type, ...namedBy(data.object), ...(stated && { stated }) };
}

function isSignedWith(secret: string, header: string, body: Buffer, now: Date): boolean {
  try {
    return Stripe.webhooks.signature?.verifyHeader(body, header, secret, MAX_AGE_S, undefined, now.getTime()) === true;
  } catch {
    return false;
  }
}

/** A refund without our reference was made at Stripe itself: its intent is asked about. */
function namedBy(object: Named): Pick<VerifiedNotification, 'ids' | 'chargeReference' | 'refundReference'> {
  const intent: LearnedId[] =
    'payment_intent' in object && object.payment_intent ? [{ kind: 'intent', id: object.payment_intent }] : [];
  const own = 'metadata' in object ? object.metadata?.[REFERENCE] : undefined;
  switch (object.object) {
    case 'checkout.session':
      return named({ kind: 'session', id: object.id }, own ?? object.client_reference_id ?? undefined);
    case 'payment_intent':
      return named({ kind: 'intent', id: object.id }, own);
    case 'charge':
      return {
        ids: [...intent, { kind: 'charge', id: object.id }],
        ...(own !== undefined && { chargeReference: own }),
      };
    case 'refund':
      if (own === undefined) return { ids: intent };
      return { ids: [{ kind: 'refund', id: object.id }], refundReference: own };
    case 'dispute':
      return { ids: intent };
  }
}

const named = (id: LearnedId, own: string | undefined) => ({
  ids: [id],
  ...(own !== undefined && { chargeReference: own }),
});
