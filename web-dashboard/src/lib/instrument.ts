import type { Payment } from './types';

const NETWORKS: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  rupay: 'RuPay',
  diners: 'Diners Club',
};

/** What a payment was made with, as people say it. */
export function instrumentOf({ method, vpa, cardNetwork, cardLast4 }: Payment): string {
  if (method === 'upi') return vpa ? `UPI · ${vpa}` : 'UPI · any app';
  return `${NETWORKS[cardNetwork ?? ''] ?? 'Card'} ···· ${cardLast4 ?? ''}`;
}
