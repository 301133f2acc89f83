import { cardOfToken } from './stripe-cards.js';
import { IGNORED } from './stripe-intent-requests.js';
import type { Parameters } from './stripe-parameters.js';

export interface IntentChange {
  description: string | null | undefined;
  metadata: ReturnType<Parameters['metadata']>;
  method: string | null | undefined;
}

export function intentChangeOf(sent: Parameters): IntentChange {
  const description = sent.changed('description');
  const metadata = sent.metadata();
  const method = sent.changed('payment_method');
  if (method) cardOfToken(method, 'payment_method');
  sent.end(...IGNORED);
  return { description, metadata, method };
}

export function captureAsked(sent: Parameters): { amount?: number } {
  const amount = sent.integer('amount_to_capture');
  if (amount !== undefined && amount < 1) throw sent.invalid('amount_to_capture', 'Invalid positive integer');
  sent.end('statement_descriptor', 'statement_descriptor_suffix');
  return amount === undefined ? {} : { amount };
}

const CANCELLATION_REASONS = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const;

export function cancellationOf(sent: Parameters): (typeof CANCELLATION_REASONS)[number] | null {
  const reason = sent.oneOf('cancellation_reason', CANCELLATION_REASONS) ?? null;
  sent.end();
  return reason;
}
