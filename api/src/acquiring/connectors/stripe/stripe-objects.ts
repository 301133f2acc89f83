import { z } from 'zod';

/** The parts of Stripe's objects that are read, in the version 2023-08-16. A body of any other form is no result. */
const id = z.string().min(1);
const amount = z.number().int().nonnegative();
const currency = z
  .string()
  .length(3)
  .transform((text) => text.toUpperCase());
const metadata = z.record(z.string(), z.string());
const failure = z.object({ code: z.string().nullish(), decline_code: z.string().nullish() });

export const REFUND = z.object({
  ...{ object: z.literal('refund'), id, amount, currency, metadata: metadata.nullish() },
  status: z.enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled']),
  failure_reason: z.string().nullish(),
});
export type Refund = z.infer<typeof REFUND>;

const listOf = <T extends z.ZodType>(one: T) =>
  z.object({ object: z.literal('list'), data: z.array(one), has_more: z.boolean() });
export const REFUNDS = listOf(REFUND);

export const DISPUTES = listOf(
  z.object({ object: z.literal('dispute'), id, amount, currency, status: z.string().min(1) }),
);
export type Dispute = z.infer<typeof DISPUTES>['data'][number];

const CHARGE = z.object({
  ...{ object: z.literal('charge'), id, amount_refunded: amount, disputed: z.boolean() },
  payment_method_details: z.object({ type: z.string().min(1) }).nullish(),
  refunds: REFUNDS,
});

export const INTENT = z.object({
  ...{ object: z.literal('payment_intent'), id, amount, amount_received: amount, currency },
  status: z.enum([
    ...['requires_payment_method', 'requires_confirmation', 'requires_action', 'processing'],
    ...['requires_capture', 'succeeded', 'canceled'],
  ] as const),
  latest_charge: z.union([CHARGE, z.null()]),
  last_payment_error: failure.nullish(),
});
export type Intent = z.infer<typeof INTENT>;

export const SESSION = z.object({
  ...{ object: z.literal('checkout.session'), id, url: z.url().nullable() },
  status: z.enum(['open', 'complete', 'expired']),
  payment_intent: z.union([INTENT, z.null()]),
});
export type Session = z.infer<typeof SESSION>;

/** A session in the response to its creation: its intent is not expanded. */
export const NEW_SESSION = z.object({
  ...{ object: z.literal('checkout.session'), id, url: z.url() },
  status: z.literal('open'),
});

export const BALANCE = z.object({ object: z.literal('balance'), livemode: z.boolean() });
export const ACCOUNT = z.object({ object: z.literal('account'), id });
