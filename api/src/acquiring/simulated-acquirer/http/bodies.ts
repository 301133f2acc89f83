import { z } from 'zod';
import { Refusal } from './reply.js';

/** A run of digits that may be a card number. The API takes tokens only. */
const CARD_NUMBER = /\d(?:[ -]?\d){12,18}/;

const reference = z.string().regex(/^[\w.:-]{1,64}$/, 'must be 1 to 64 letters, digits or _.:-');
const amount = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency such as INR');
const merchant = z.string().min(1).max(64);
const token = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !CARD_NUMBER.test(text), 'must be a token, never a card number');

const NEW_REFERENCE = z.strictObject({
  ...{ reference, merchant, amount, currency },
  capture: z.enum(['automatic', 'manual']),
  notification_url: z.url().max(2_000).optional(),
});
const returnUrl = z.url({ protocol: /^https?$/ });

export const NEW_CHARGE = NEW_REFERENCE.extend({ token, return_url: returnUrl.optional() });
export const NEW_PAGE = NEW_REFERENCE.extend({
  merchant_label: z.string().min(1).max(80),
  methods: z.array(z.enum(['card', 'upi'])).nonempty(),
  return_url: returnUrl,
  expires_at: z.iso.datetime({ offset: true }),
});
export const ACTION = z.union([z.strictObject({ otp: z.string().max(16) }), z.strictObject({ approve: z.boolean() })]);
export const CAPTURE = z.strictObject({ amount: z.number().int() });
export const NEW_REFUND = z.strictObject({
  ...{ reference, merchant, currency },
  charge: reference,
  amount: z.number().int(),
});
export const EMPTY = z.strictObject({});

/** The body as the schema describes it. A refusal repeats no value: it may be a secret of the shopper. */
export function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new Refusal(400, 'invalid_request', faults.join('; '));
}
