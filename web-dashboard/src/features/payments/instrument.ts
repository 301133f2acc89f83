import { cardNetworkName } from '@payment-gateway/sdk/validators';
import type { Payment } from '../../lib/types';
import { methodName } from './payment-method';

/** The VPA or the card, without the name of the method. On a page of the acquirer the gateway learns neither. */
function holderOf({ method, flow, vpa, cardNetwork, cardLast4 }: Payment): string {
  if (flow === 'redirect') return "acquirer's page";
  if (method === 'upi') return vpa ?? 'any app';
  return `${cardNetworkName(cardNetwork ?? '')} ···· ${cardLast4 ?? ''}`;
}

/** The instrument of a payment, with its method, for people. */
export function instrumentOf(payment: Payment): string {
  const holder = holderOf(payment);
  if (payment.flow === 'redirect' && payment.method === null) return "On the acquirer's page";
  return payment.method === 'card' && payment.flow === null ? holder : `${methodName(payment.method)} · ${holder}`;
}
