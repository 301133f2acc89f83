import { cardNetworkName } from '@payment-gateway/sdk/validators';
import type { Payment } from '../../lib/types';

/** The VPA or the card, without the name of the method. */
export function holderOf({ method, vpa, cardNetwork, cardLast4 }: Payment): string {
  if (method === 'upi') return vpa ?? 'any app';
  return `${cardNetworkName(cardNetwork ?? '')} ···· ${cardLast4 ?? ''}`;
}

/** The instrument of a payment, with its method, for people. */
export const instrumentOf = (payment: Payment): string =>
  payment.method === 'upi' ? `UPI · ${holderOf(payment)}` : holderOf(payment);
