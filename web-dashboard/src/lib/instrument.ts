import { cardNetworkName } from '@payment-gateway/sdk/validators';
import type { Payment } from './types';

/** What a payment was made with, as people say it. */
export function instrumentOf({ method, vpa, cardNetwork, cardLast4 }: Payment): string {
  if (method === 'upi') return vpa ? `UPI · ${vpa}` : 'UPI · any app';
  return `${cardNetworkName(cardNetwork ?? '')} ···· ${cardLast4 ?? ''}`;
}
