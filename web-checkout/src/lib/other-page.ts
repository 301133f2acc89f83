'use server';

import { PaymentGatewayError } from '@payment-gateway/sdk';
import { redirect } from 'next/navigation';
import { attemptOf } from './attempt';
import { gateway, onBehalfOfShopper } from './gateway';
import { type CheckoutParams, checkoutHref } from './params';

/**
 * The shopper asks for the page of another acquirer: the open one is closed first, then the checkout offers the next one
 * as a button. Without another one it shows the other ways to pay.
 */
export async function askForOtherPage(params: CheckoutParams, form: FormData): Promise<void> {
  try {
    const shopper = await onBehalfOfShopper();
    await gateway.publicPayments.elsewhere(params.paymentId ?? '', { ...shopper, idempotencyKey: attemptOf(form) });
  } catch (error) {
    if (!(error instanceof PaymentGatewayError)) throw error;
    if (error.reason === 'no_other_connection') redirect(checkoutHref(params, { paymentId: undefined }));
    // Paid, closed or being asked about: the page shows the result.
  }
  redirect(checkoutHref(params));
}
