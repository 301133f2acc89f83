import { amountOf } from '../../lib/money';
import type { RoutingRule, RoutingRules } from '../../lib/types';

const METHODS: Readonly<Record<string, string>> = { upi: 'UPI', card: 'Cards' };

/** Which payments meet a rule, e.g. `Cards, INR, from ₹5,000.00`. */
export function conditionOf({ methods, currencies, minAmount, maxAmount }: RoutingRule): string {
  const money = (minor: number) => amountOf(minor, currencies?.[0] ?? 'INR');
  return [
    methods?.map((method) => METHODS[method] ?? method).join(' and ') ?? 'Every method',
    currencies?.join(', ') ?? 'every currency',
    minAmount !== null && `from ${money(minAmount)}`,
    maxAmount !== null && `up to ${money(maxAmount)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** `card_declined` is read as `Card declined`. */
export const reasonName = (reason: RoutingRules['declineClasses'][number]['reason']) => {
  const words = reason
    .replaceAll('_', ' ')
    .replace(/^upi\b/, 'UPI')
    .replace(/^otp\b/, 'OTP');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A payment is tried at three accounts at most. */
export const PLACES = ['First account', 'Second account', 'Third account'] as const;
