import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { LearnedId, ReceivedNotification, VerifiedNotification } from '../connector.js';
import { parsedJson } from '../../../platform/json-text.js';

/** How far the signed time may be from ours, in either direction. */
const MAX_AGE_S = 300;
const SIGNATURE = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;
const MAX_TEXT_LENGTH = 255;

const amount = z.number().int().nonnegative();
const currency = z.string().regex(/^[A-Z]{3}$/);
const reference = z.string();
/** The notifications that are compared with what is stored. With one more field they are not, since it is not known. */
const CAPTURED = z.strictObject({
  ...{ object: z.literal('charge'), reference, id: reference, status: z.literal('captured'), method: z.string() },
  ...{ amount, currency, captured: amount, refunded: z.literal(0), disputed: z.literal(0) },
});
const PROCESSED = z.strictObject({
  ...{ object: z.literal('refund'), reference, id: reference, status: z.literal('processed'), amount, currency },
});

/** The secret of the acquirer's default account. Both sides derive it from SIMULATED_ACQUIRER_KEY. */
export const derivedNotificationSecret = (key: string): string =>
  `nsec_${createHmac('sha256', key).update('notifications').digest('base64url')}`;

/**
 * Verifies `Acquirer-Signature`: `t=<seconds>,v1=<hex HMAC-SHA256 of "t.body">`, at most 300 s old, under any of the
 * secrets. Null if the signature, its time or the body is not right.
 */
export function verifySimulated({ headers, body, secrets, now }: ReceivedNotification): VerifiedNotification | null {
  const [, seconds = '', hex = ''] = SIGNATURE.exec(headers['acquirer-signature'] ?? '') ?? [];
  if (hex === '' || Math.abs(now.getTime() / 1000 - Number(seconds)) > MAX_AGE_S) return null;
  const given = Buffer.from(hex, 'hex');
  // An empty secret is no secret: any sender could sign with it.
  const signs = (secret: string) =>
    secret !== '' && timingSafeEqual(createHmac('sha256', secret).update(`${seconds}.`).update(body).digest(), given);
  return secrets.some(signs) ? read(body) : null;
}

function read(body: Buffer): VerifiedNotification | null {
  const { id, type, data } = objectOf(parsedJson(body.toString('utf8')));
  const { object, reference, id: providerId } = objectOf(data);
  if (!isText(id) || !isText(type) || !isText(reference)) return null;
  if (object !== 'charge' && object !== 'refund' && object !== 'page') return null;
  const ids: LearnedId[] = isText(providerId) ? [{ kind: object, id: providerId }] : [];
  const named = object === 'refund' ? { refundReference: reference } : { chargeReference: reference };
  const stated = statedBy(type, data);
  return { eventId: id, type, ids, ...named, ...(stated && { stated }) };
}

function statedBy(type: string, data: unknown): VerifiedNotification['stated'] {
  const charge = type === 'charge.captured' ? CAPTURED.safeParse(data).data : undefined;
  if (charge) {
    const { object, id: connectorReference, amount, currency, captured } = charge;
    return { object, connectorReference, amount, currency, captured };
  }
  const refund = type === 'refund.processed' ? PROCESSED.safeParse(data).data : undefined;
  if (!refund) return undefined;
  const { object, id: connectorReference, amount, currency } = refund;
  return { object, connectorReference, amount, currency };
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_TEXT_LENGTH && !value.includes('\0');

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
