'use server';

import { randomUUID } from 'node:crypto';
import { currencyExponent, IdempotencyError, PaymentGatewayError, RateLimitError } from '@payment-gateway/sdk';
import { foldDigits } from '@payment-gateway/sdk/validators';
import { minorUnits } from '@payment-gateway/web/minor-units';
import { redirect } from 'next/navigation';
import { attemptOf } from './attempt';
import { gateway, onBehalfOfShopper } from './gateway';
import { type LinkError, linkHref } from './link-params';
import { checkoutHref } from './params';

interface OpenedLink {
  id: string;
  currency: string;
  lang?: string | undefined;
  /** The payer enters the amount. */
  isAmountOpen: boolean;
}

/** Opens an order for the link and leads to its checkout; an error leads back to the page, with what was entered. */
export async function payLink({ id, currency, lang, isAmountOpen }: OpenedLink, form: FormData): Promise<void> {
  const typed = form.get('amount');
  const entered = isAmountOpen && typeof typed === 'string' ? typed.trim() : undefined;
  const amount = entered === undefined ? undefined : minorUnits(foldDigits(entered), currencyExponent(currency));
  const backWith = (error: LinkError) => linkHref({ id, lang, amount: entered, error });
  let next: string;
  if (amount === null) next = backWith('format');
  else {
    try {
      const order = await openOrder(id, amount, attemptOf(form));
      next = checkoutHref({ orderId: order.orderId, lang });
    } catch (error) {
      const fault = faultOf(error);
      next = fault === null ? linkHref({ id, lang }) : backWith(fault);
    }
  }
  redirect(next);
}

async function openOrder(id: string, amount: number | undefined, idempotencyKey: string) {
  const shopper = await onBehalfOfShopper();
  const open = (key: string) =>
    gateway.publicPaymentLinks.openOrder(id, { ...(amount && { amount }) }, { ...shopper, idempotencyKey: key });
  // A form shown again by the Back button has its old key with another amount: that is a new attempt.
  return open(idempotencyKey).catch((error: unknown) => {
    if (error instanceof IdempotencyError) return open(randomUUID());
    throw error;
  });
}

/** The link was paid, cancelled, has expired or does not exist: its page shows that without an error. */
const SHOWN_BY_PAGE = new Set<string | undefined>([
  ...['payment_link_paid', 'payment_link_cancelled', 'payment_link_expired', 'payment_link_not_found'],
]);

function faultOf(error: unknown): LinkError | null {
  if (!(error instanceof PaymentGatewayError)) throw error;
  if (SHOWN_BY_PAGE.has(error.reason)) return null;
  if (error instanceof RateLimitError) return 'rateLimited';
  if (error.reason === 'order_payment_under_way') return 'underWay';
  if (error.field === 'amount') return error.reason === 'amount_too_large' ? 'tooLarge' : 'tooSmall';
  return error.status !== undefined && error.status < 500 && error.status !== 409 ? 'refused' : 'unavailable';
}
