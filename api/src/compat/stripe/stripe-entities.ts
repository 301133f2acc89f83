import type { CustomerDto } from '../../money/customers/customer.dto.js';
import type { RefundDto } from '../../money/refunds/refund.dto.js';
import { stripeId } from './stripe-ids.js';
import { keptIn, metadataOf } from './stripe-metadata.js';
import { seconds } from './stripe-methods.js';

export const lower = (currency: string) => currency.toLowerCase();

const REFUND_STATUS = { pending: 'pending', processed: 'succeeded', failed: 'failed' } as const;
export const REFUND_REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

export function refundEntity(refund: RefundDto) {
  const reason = REFUND_REASONS.find((known) => known === refund.reason) ?? null;
  return {
    id: stripeId('refund', refund.id),
    object: 'refund' as const,
    amount: refund.amount,
    balance_transaction: null,
    charge: stripeId('charge', refund.payment_id),
    created: seconds(refund.created_at),
    currency: lower(refund.currency),
    metadata: metadataOf(refund.notes),
    payment_intent: stripeId('payment_intent', refund.order_id),
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: REFUND_STATUS[refund.status],
    transfer_reversal: null,
    ...(refund.status === 'failed' && {
      failure_reason: refund.error_reason === 'refund_declined' ? 'declined' : 'unknown',
    }),
  };
}

/** An erased customer is one that was deleted. */
export function customerEntity(customer: CustomerDto) {
  const id = stripeId('customer', customer.id);
  if (customer.erased_at !== null) return { id, object: 'customer' as const, deleted: true as const };
  return {
    id,
    object: 'customer' as const,
    address: null,
    balance: 0,
    created: seconds(customer.created_at),
    currency: null,
    default_source: null,
    delinquent: false,
    description: keptIn(customer.notes).description ?? null,
    discount: null,
    email: customer.email,
    livemode: customer.mode === 'live',
    metadata: metadataOf(customer.notes),
    name: keptIn(customer.notes).unnamed ? null : customer.name,
    phone: customer.contact,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none' as const,
    test_clock: null,
  };
}

export function listEntity<Item>(url: string, data: readonly Item[], hasMore: boolean) {
  return { object: 'list' as const, data, has_more: hasMore, url };
}
