import type { PaymentDto } from '../../money/payments/payment.dto.js';
import { lower } from './stripe-entities.js';
import type { Decline } from './stripe-errors.js';
import { stripeId } from './stripe-ids.js';
import { metadataOf } from './stripe-metadata.js';
import { methodDetails, methodOfPayment, seconds } from './stripe-methods.js';

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
  const charge = stripeId('charge', id);
  if (status === 'expired') return { code: 'payment_intent_payment_attempt_expired', message, charge };
  return { ...(DECLINES[reason ?? ''] ?? DECLINED), message, charge };
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
