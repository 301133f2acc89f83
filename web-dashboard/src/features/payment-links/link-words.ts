import { config } from '../../lib/config';
import { amountOf } from '../../lib/money';
import type { PaymentLink } from '../../lib/types';

/** The address that the payer opens. */
export const addressOf = ({ id }: Pick<PaymentLink, 'id'>) => `${config.checkoutUrl}/l/${id}`;

type Priced = Pick<PaymentLink, 'amount' | 'minAmount' | 'maxAmount' | 'currency'>;

/** `₹500.00`, or the limits within which the payer enters the amount. */
export function priceOf({ amount, minAmount, maxAmount, currency }: Priced): string {
  if (amount !== null) return amountOf(amount, currency);
  if (minAmount !== null && maxAmount !== null)
    return `${amountOf(minAmount, currency)} to ${amountOf(maxAmount, currency)}`;
  if (minAmount !== null) return `From ${amountOf(minAmount, currency)}`;
  return maxAmount === null ? 'Any amount' : `Up to ${amountOf(maxAmount, currency)}`;
}

/** The text of a message to the payer: what it is for, how much, and the address. */
export function messageOf(link: PaymentLink, merchant: string): string {
  const price = link.amount === null ? '' : `: ${priceOf(link)}`;
  return `${link.title}${price}\nPay ${merchant} here: ${addressOf(link)}`;
}
