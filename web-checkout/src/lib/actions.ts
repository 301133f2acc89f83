'use server';

import { randomUUID } from 'node:crypto';
import { redirect } from 'next/navigation';
import {
  IdempotencyError,
  InstrumentError,
  InvalidRequestError,
  PaymentGatewayError,
  RateLimitError,
  type PublicPayment,
} from '@payment-gateway/sdk';
import { attemptOf } from './attempt';
import { cardErrors, cardIn, expiryParts, type FieldErrors, vpaErrors, vpaIn } from './card-input';
import { gateway, onBehalfOfShopper } from './gateway';
import { type CheckoutParams, checkoutHref } from './params';
import { openCode } from './qr-payment';
import { remember, type Remembered, rememberedFor } from './remembered';
import type { Texts } from './texts';
import type { Method } from './ways-to-pay';

export interface FormState {
  errors: FieldErrors;
  /** An error of the whole form: a key of the catalogue. */
  problem?: keyof Texts['errors'];
  /** Input that is filled in again; never card data. */
  vpa?: string;
  cardholder?: string;
}

type Payment = Parameters<typeof gateway.publicPayments.create>[0];

export async function payByVpa(params: CheckoutParams, _before: FormState, form: FormData): Promise<FormState> {
  const vpa = vpaIn(form);
  const errors = vpaErrors(vpa);
  if (Object.keys(errors).length > 0) return { errors, vpa };
  return start(params, { orderId: params.orderId, method: 'upi', vpa }, form, { vpa });
}

/** Creates the UPI payment whose code or app link the page then shows; only a press of a button calls this. */
export async function showCode(params: CheckoutParams, _before: FormState, form: FormData): Promise<FormState> {
  const after = form.get('after');
  return started(params, 'upi', {}, () => openCode(params.orderId, typeof after === 'string' ? after : ''));
}

export async function payByCard(params: CheckoutParams, _before: FormState, form: FormData): Promise<FormState> {
  const { cardNumber, expiry, cvv, cardholder } = cardIn(form);
  const errors = cardErrors({ cardNumber, expiry, cvv, cardholder });
  const parts = expiryParts(expiry);
  if (Object.keys(errors).length > 0 || !parts) return { errors, cardholder };
  const card = { number: cardNumber, expiryMonth: parts.month, expiryYear: parts.year, cvv, holderName: cardholder };
  return start(params, { orderId: params.orderId, method: 'card', card }, form, { cardholder });
}

/** The shopper pays on the acquirer's own page; without a method it is chosen there. */
export async function payOnPage(
  params: CheckoutParams,
  method: Method | undefined,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return start(params, { orderId: params.orderId, flow: 'redirect', ...(method && { method }) }, form, {});
}

async function start(
  params: CheckoutParams,
  payment: Payment,
  form: FormData,
  kept: Partial<Remembered>,
): Promise<FormState> {
  const shopper = await onBehalfOfShopper();
  const create = (idempotencyKey: string) => gateway.publicPayments.create(payment, { ...shopper, idempotencyKey });
  return started(params, payment.method, kept, () =>
    // A form shown again by the Back button has its old key with other input: that is a new attempt.
    create(attemptOf(form)).catch((error: unknown) => {
      if (error instanceof IdempotencyError) return create(randomUUID());
      throw error;
    }),
  );
}

/** Redirects to the payment that `create` returns; a refusal of the API is returned to the form. */
async function started(
  params: CheckoutParams,
  method: CheckoutParams['method'],
  kept: Partial<Remembered>,
  create: () => Promise<PublicPayment>,
): Promise<FormState> {
  let created: PublicPayment;
  try {
    created = await create();
  } catch (error) {
    return { ...refusal(error, params), ...kept };
  }
  await remember(params.orderId, { ...(await rememberedFor(params.orderId)), ...kept });
  return redirect(checkoutHref(params, { paymentId: created.id, method }));
}

/** The field and the error to show for each input that the API names. */
const FAULT_OF: Readonly<Record<string, FieldErrors>> = {
  vpa: { vpa: 'vpa' },
  'card.number': { cardNumber: 'cardNumber' },
  'card.expiry_month': { expiry: 'expiry' },
  'card.expiry_year': { expiry: 'expiry' },
  'card.cvv': { cvv: 'cvv' },
};

/** Paid, expired or cancelled meanwhile, or the merchant's settings or connections have changed: the page shows which. */
const PAGE_OUTDATED = new Set<string | undefined>([
  ...['order_already_paid', 'order_expired', 'order_cancelled', 'upi_collect_off'],
  ...['no_connection', 'connection_limit', 'flow_not_supported'],
]);

function refusal(error: unknown, params: CheckoutParams): FormState {
  if (!(error instanceof PaymentGatewayError)) throw error;
  if (error.reason === 'expired_card') return { errors: { expiry: 'expired' } };
  const fault = FAULT_OF[error.field ?? ''];
  if (error instanceof InstrumentError && fault) return { errors: fault };
  if (error instanceof RateLimitError) return { errors: {}, problem: 'rateLimited' };
  if (error.reason === 'order_attempts_exceeded') return { errors: {}, problem: 'tooManyAttempts' };
  if (PAGE_OUTDATED.has(error.reason)) redirect(checkoutHref(params, { paymentId: undefined }));
  return { errors: {}, problem: error instanceof InvalidRequestError ? 'refused' : 'unavailable' };
}

export interface ActionState {
  /** The browser sets `unreachable` when no response arrived. */
  problem?: 'otpMissing' | 'unavailable' | 'rateLimited' | 'unreachable';
}

/** Submits the step-up: the OTP from the bank, or for a test merchant the decision in the UPI app. */
export async function submitStepUp(params: CheckoutParams, _before: ActionState, form: FormData): Promise<ActionState> {
  const [otp, approve] = [form.get('otp'), form.get('approve')];
  const decision: { otp?: string; approve?: boolean } =
    typeof otp === 'string' ? { otp: otp.replace(/\s/g, '') } : { approve: approve === 'true' };
  if (decision.otp !== undefined && !/^\d{4,8}$/.test(decision.otp)) return { problem: 'otpMissing' };
  try {
    const shopper = await onBehalfOfShopper();
    await gateway.publicPayments.answer(params.paymentId ?? '', decision, {
      ...shopper,
      idempotencyKey: attemptOf(form),
    });
  } catch (error) {
    if (!(error instanceof PaymentGatewayError)) throw error;
    if (error instanceof RateLimitError) return { problem: 'rateLimited' };
    // Already submitted, expired or superseded: the page shows the result.
    if (!(error instanceof InvalidRequestError || error instanceof IdempotencyError)) return { problem: 'unavailable' };
  }
  return redirect(checkoutHref(params));
}
