'use server';

import { InvalidRequestError, PaymentGatewayError, RateLimitError } from '@payment-gateway/sdk';
import { redirect } from 'next/navigation';
import { attemptOf } from './attempt';
import { gateway, onBehalfOfShopper } from './gateway';
import { type CheckoutParams, checkoutHref, type ReceiptNotice } from './params';

/** Mails the receipt and leads back to the page, which shows what became of it. The address is in no URL. */
export async function mailReceipt(params: CheckoutParams, form: FormData): Promise<void> {
  const typed = form.get('email');
  redirect(checkoutHref(params, { receipt: await mailed(params, typeof typed === 'string' ? typed : '', form) }));
}

async function mailed({ paymentId = '' }: CheckoutParams, typed: string, form: FormData): Promise<ReceiptNotice> {
  try {
    const shopper = await onBehalfOfShopper();
    const options = { ...shopper, idempotencyKey: attemptOf(form), maxRetries: 0 };
    await gateway.payerReceipts.mail(paymentId, { email: typed.trim() }, options);
    return 'sent';
  } catch (error) {
    if (!(error instanceof PaymentGatewayError)) throw error;
    if (error.field === 'email') return 'address';
    return error instanceof RateLimitError || error instanceof InvalidRequestError ? 'limit' : 'unavailable';
  }
}
