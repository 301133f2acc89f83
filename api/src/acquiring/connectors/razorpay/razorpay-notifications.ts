import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { LearnedId, ReceivedNotification, VerifiedNotification } from '../connector.js';
import { parsedJson } from '../../../platform/json-text.js';
import { REFERENCE_NOTE } from './razorpay.mapping.js';
import { statedBy } from './razorpay-stated.js';

const text = z.string().min(1);
const entity = <Shape extends z.ZodRawShape>(shape: Shape) => z.object({ entity: z.object(shape) }).optional();
/** Empty notes are a list. */
const notes = z.record(z.string(), z.unknown()).or(z.array(z.unknown())).nullish();
const BODY = z.object({
  ...{ entity: z.literal('event'), event: text },
  payload: z.object({
    payment_link: entity({ id: text, reference_id: z.string().nullish(), order_id: text.nullish() }),
    payment: entity({ id: text, order_id: text.nullish(), notes }),
    refund: entity({ id: text, payment_id: text.nullish(), receipt: z.string().nullish() }),
    dispute: entity({ id: text, payment_id: text.nullish() }),
  }),
});

/**
 * A hex HMAC-SHA256 of the body. Its time is not signed, and its event id is a header outside of the signature, so that a
 * repeat is recognised by its body alone. It only says what to ask about.
 */
export function verifyRazorpay({ headers, body, secrets }: ReceivedNotification): VerifiedNotification | null {
  const signature = headers['x-razorpay-signature'] ?? '';
  if (!/^[0-9a-f]{64}$/.test(signature)) return null;
  const given = Buffer.from(signature, 'hex');
  const isOf = (secret: string) =>
    secret !== '' && timingSafeEqual(createHmac('sha256', secret).update(body).digest(), given);
  if (!secrets.some(isOf)) return null;
  const parsed = parsedJson(body.toString('utf8'));
  const notification = BODY.safeParse(parsed).data;
  const about = notification && aboutOf(notification);
  if (!about) return null;
  const stated = statedBy(parsed);
  return { ...about, ...(stated && { stated }) };
}

function aboutOf({ event, payload }: z.output<typeof BODY>): VerifiedNotification | null {
  const [link, payment] = [payload.payment_link?.entity, payload.payment?.entity];
  const [refund, dispute] = [payload.refund?.entity, payload.dispute?.entity];
  const ids = distinct([
    ['payment_link', link?.id],
    ['order', link?.order_id ?? payment?.order_id],
    ['payment', payment?.id ?? refund?.payment_id ?? dispute?.payment_id],
    ['refund', refund?.id],
  ]);
  if (ids.length === 0) return null;
  if (refund) return { eventId: null, type: event, ids, ...(refund.receipt && { refundReference: refund.receipt }) };
  const reference = link?.reference_id ?? noteOf(payment?.notes);
  return { eventId: null, type: event, ids, ...(reference && { chargeReference: reference }) };
}

function noteOf(given: z.output<typeof notes>): string | undefined {
  const note = given && !Array.isArray(given) ? given[REFERENCE_NOTE] : undefined;
  return typeof note === 'string' ? note : undefined;
}

const distinct = (pairs: readonly (readonly [string, string | null | undefined])[]): LearnedId[] =>
  pairs.flatMap(([kind, id]) => (id ? [{ kind, id }] : []));
