import { z } from 'zod';
import { AnsweredWithoutOutcome, isRefusal } from '../answered.js';
import type { JsonResponse } from '../json-client.js';

const id = z.string().min(1);
const minor = z.number().int().nonnegative();

/** What the connector reads. A body of any other form is no result. */
const LINK = z.object({
  ...{ id: z.string().startsWith('plink_'), short_url: id, amount: minor, currency: id },
  status: z.enum(['created', 'partially_paid', 'expired', 'cancelled', 'paid']),
  reference_id: z.string().nullish(),
  order_id: id.nullish(),
  payments: z.array(z.object({ payment_id: id })).nullish(),
});
const PAYMENT = z.object({
  ...{ id: z.string().startsWith('pay_'), amount: minor, currency: id, created_at: z.number() },
  status: z.enum(['created', 'authorized', 'captured', 'refunded', 'failed']),
  order_id: id.nullish(),
  method: z.string().nullable(),
  amount_refunded: minor,
  error_reason: z.string().nullish(),
  error_description: z.string().nullish(),
});
const REFUND = z.object({
  ...{ id: z.string().startsWith('rfnd_'), amount: minor, currency: id },
  status: z.enum(['pending', 'processed', 'failed']),
  receipt: z.string().nullish(),
});
const DISPUTE = z.object({ payment_id: id, amount: minor, status: id });
const FAILURE = z.object({ error: z.object({ code: id, description: z.string().nullish() }) });

export type Link = z.output<typeof LINK>;
export type Payment = z.output<typeof PAYMENT>;
export type Refund = z.output<typeof REFUND>;
export type Dispute = z.output<typeof DISPUTE>;

export const PAYMENT_LINKS = z.object({ payment_links: z.array(LINK) });
export const PAYMENTS = z.object({ entity: z.literal('collection'), items: z.array(PAYMENT) });
export const REFUNDS = z.object({ entity: z.literal('collection'), items: z.array(REFUND) });
export const DISPUTES = z.object({ entity: z.literal('collection'), items: z.array(DISPUTE) });
/** What the test of an account reads: who bears the fee, if there is a payment. */
export const LAST_PAYMENT = z.object({
  ...{ entity: z.literal('collection'), items: z.array(z.object({ fee_bearer: z.string().nullish() })) },
});
export { LINK, PAYMENT, REFUND };

/** A response that is not the documented success. Its effect is unknown: `find` tells. */
export class UnexpectedResponse extends AnsweredWithoutOutcome {
  constructor(response: JsonResponse) {
    super(`unexpected response: ${response.status} ${codeOf(response)}`, isRefusal(response.status));
  }
}

function codeOf({ body }: JsonResponse): string {
  const { error } = FAILURE.safeParse(body).data ?? {};
  return error ? `${error.code} ${error.description ?? ''}` : 'without a code';
}

/** The object of a success. Throws {@link UnexpectedResponse} for everything else. */
export function successOf<Shape extends z.ZodType>(shape: Shape, response: JsonResponse): z.output<Shape> {
  const result = response.status === 200 ? shape.safeParse(response.body) : undefined;
  if (!result?.success) throw new UnexpectedResponse(response);
  return result.data;
}

/**
 * Razorpay refused the request: it did nothing with it, or has done so before. Every refusal has this one status and code,
 * so what it means is asked for, never concluded from its text.
 */
export const isQuestion = ({ status, body }: JsonResponse): boolean =>
  status === 400 && FAILURE.safeParse(body).data?.error.code === 'BAD_REQUEST_ERROR';

export const refusalOf = (response: JsonResponse): string =>
  FAILURE.safeParse(response.body).data?.error.description ?? 'Razorpay refused it without a reason';
