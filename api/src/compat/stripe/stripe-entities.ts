import type { CustomerDto } from '../../money/customers/customer.dto.js';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import type { RefundDto } from '../../money/refunds/refund.dto.js';
import type { Decline } from './stripe-errors.js';
import { stripeId } from './stripe-ids.js';
import { keptIn, metadataOf } from './stripe-metadata.js';
import { methodDetails, methodOfPayment, seconds } from './stripe-methods.js';

export const lower = (currency: string) => currency.toLowerCase();

const DECLINES: Readonly<Record<string, Omit<Decline, 'message'>>> = {
  insufficient_funds: { code: 'card_declined', decline_code: 'insufficient_funds' },
  expired_card: { code: 'expired_card', decline_code: 'expired_card' },
  authentication_failed: { code: 'payment_intent_authentication_failure' },
  otp_failed: { code: 'payment_intent_authentication_failure' },
  bank_timeout: { code: 'processing_error', decline_code: 'processing_error' },
  no_connection: { code: 'processing_error', decline_code: 'processing_error' },
};
const DECLINED = { code: 'card_declined', decline_code: 'generic_decline' };

/** Why a payment failed; null if it did not. */
export function declineOf({ id, status, error_reason: reason, error_description: text }: PaymentDto): Decline | null {
  if (status !== 'failed' && status !== 'expired') return null;
  const message = text ?? 'The payment was not completed in time';
  return { ...(DECLINES[reason ?? ''] ?? DECLINED), message, charge: stripeId('charge', id) };
}

/** An authorisation that was given back: at Stripe its charge succeeded and is refunded. */
const isVoided = ({ status, capture_before: until }: PaymentDto) => status === 'cancelled' && until !== null;

function chargeStatus(payment: PaymentDto): 'succeeded' | 'pending' | 'failed' {
  if (payment.status === 'success' || isVoided(payment)) return 'succeeded';
  return payment.status === 'pending' || payment.status === 'requires_action' ? 'pending' : 'failed';
}

function outcomeOf(payment: PaymentDto) {
  const decline = declineOf(payment);
  const status = chargeStatus(payment);
  if (decline) {
    const reason = decline.decline_code ?? decline.code;
    const type = 'issuer_declined';
    return { network_status: 'declined_by_network', reason, seller_message: decline.message, type };
  }
  if (status !== 'succeeded') return null;
  const network_status = 'approved_by_network';
  return { network_status, reason: null, seller_message: 'Payment complete.', type: 'authorized' };
}

export function chargeEntity(payment: PaymentDto) {
  const status = chargeStatus(payment);
  const decline = declineOf(payment);
  const refunded = isVoided(payment) ? payment.amount : payment.amount_refunded + payment.amount_refunded_elsewhere;
  const { customer } = payment;
  return {
    id: stripeId('charge', payment.id),
    object: 'charge' as const,
    amount: payment.amount,
    amount_captured: payment.amount_captured,
    amount_refunded: refunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: {
      ...{ address: null, email: customer?.email ?? null, name: customer?.name ?? null },
      phone: customer?.contact ?? null,
    },
    calculated_statement_descriptor: null,
    captured: payment.captured,
    created: seconds(payment.created_at),
    currency: lower(payment.currency),
    customer: customer?.id ? stripeId('customer', customer.id) : null,
    description: payment.description,
    disputed: payment.amount_disputed > 0,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    invoice: null,
    livemode: payment.mode === 'live',
    metadata: metadataOf(payment.notes),
    on_behalf_of: null,
    outcome: outcomeOf(payment),
    paid: status === 'succeeded',
    payment_intent: stripeId('payment_intent', payment.order_id),
    payment_method: methodOfPayment(payment)?.id ?? null,
    payment_method_details: methodDetails(payment),
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: refunded > 0 && refunded >= (isVoided(payment) ? payment.amount : payment.amount_captured),
    review: null,
    shipping: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  };
}

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
    name: customer.name,
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
