import type { CustomerDto } from '../../money/customers/customer.dto.js';
import type { OrderDto } from '../../money/orders/order.dto.js';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import type { RefundDto } from '../../money/refunds/refund.dto.js';

/** Times are seconds since 1970. */
export const seconds = (time: string) => Math.floor(Date.parse(time) / 1_000);

/** What an object of Razorpay has and the gateway's has not is under this name in the gateway's notes. */
export const KEPT_IN_NOTES = '_razorpay';

/** Razorpay writes empty notes as an empty list. */
export function notesOf(notes: Record<string, unknown> | null | undefined) {
  const { [KEPT_IN_NOTES]: _, ...shown } = notes ?? {};
  return Object.keys(shown).length > 0 ? shown : [];
}

/** An order that was cancelled or has expired stays what it was: Razorpay has neither. */
function orderStatus({ status, attempts }: OrderDto): 'created' | 'attempted' | 'paid' {
  if (status === 'paid') return 'paid';
  return attempts > 0 ? 'attempted' : 'created';
}

export function orderEntity(order: OrderDto) {
  return {
    id: order.id,
    entity: 'order' as const,
    amount: order.amount,
    amount_paid: order.amount_paid,
    amount_due: order.amount_due,
    currency: order.currency,
    receipt: order.receipt,
    offer_id: null,
    status: orderStatus(order),
    attempts: order.attempts,
    notes: notesOf(order.notes),
    created_at: seconds(order.created_at),
  };
}

function paymentStatus(payment: PaymentDto): 'created' | 'authorized' | 'captured' | 'refunded' | 'failed' {
  if (payment.captured) return refundStatus(payment) === 'full' ? 'refunded' : 'captured';
  if (payment.authorized) return 'authorized';
  return payment.status === 'pending' || payment.status === 'requires_action' ? 'created' : 'failed';
}

function refundStatus({ amount_captured: captured, amount_refunded: refunded }: PaymentDto): 'partial' | 'full' | null {
  if (refunded === 0) return null;
  return refunded === captured ? 'full' : 'partial';
}

const NETWORKS: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'MasterCard',
  amex: 'American Express',
  rupay: 'RuPay',
  maestro: 'Maestro',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'Union Pay',
};

/** The card of a payment; its id is the payment's, because no card is stored. */
export function cardEntity({ id, card_network: network, card_last4: last4 }: PaymentDto) {
  return {
    id: id.replace(/^pay_/, 'card_'),
    entity: 'card' as const,
    name: '',
    last4: last4 ?? '',
    network: NETWORKS[network ?? ''] ?? 'Unknown',
    type: null,
    issuer: null,
    international: false,
    emi: false,
  };
}

/** Declines of the bank are BAD_REQUEST_ERROR at Razorpay; its silence is GATEWAY_ERROR. */
function failureOf({ status, error_reason: reason, error_description: description }: PaymentDto) {
  const failed = status === 'failed' || status === 'expired';
  if (!failed) {
    return { error_code: null, error_description: null, error_source: null, error_step: null, error_reason: null };
  }
  return {
    error_code: reason === 'bank_timeout' ? 'GATEWAY_ERROR' : 'BAD_REQUEST_ERROR',
    error_description: description ?? 'The payment was not completed in time',
    error_source: 'bank',
    error_step: 'payment_authorization',
    error_reason: reason ?? 'payment_timed_out',
  };
}

export function paymentEntity(payment: PaymentDto, expand: ReadonlySet<string> = new Set()) {
  const isCard = payment.method === 'card';
  const reference = payment.connector_reference;
  return {
    id: payment.id,
    entity: 'payment' as const,
    amount: payment.amount,
    currency: payment.currency,
    status: paymentStatus(payment),
    order_id: payment.order_id,
    invoice_id: null,
    international: false,
    method: payment.method,
    amount_refunded: payment.amount_refunded,
    refund_status: refundStatus(payment),
    captured: payment.captured,
    description: payment.description,
    card_id: isCard ? cardEntity(payment).id : null,
    ...((isCard || expand.has('card')) && { card: isCard ? cardEntity(payment) : null }),
    bank: null,
    wallet: null,
    vpa: payment.vpa,
    email: payment.customer?.email ?? null,
    contact: payment.customer?.contact ?? null,
    customer_id: payment.customer?.id ?? null,
    token_id: null,
    notes: notesOf(payment.notes),
    fee: payment.captured ? 0 : null,
    tax: payment.captured ? 0 : null,
    ...failureOf(payment),
    acquirer_data: isCard ? { auth_code: reference } : { rrn: reference },
    created_at: seconds(payment.created_at),
  };
}

export function refundEntity(refund: RefundDto) {
  return {
    id: refund.id,
    entity: 'refund' as const,
    amount: refund.amount,
    currency: refund.currency,
    payment_id: refund.payment_id,
    notes: notesOf(refund.notes),
    receipt: refund.reason,
    acquirer_data: { arn: refund.connector_reference },
    batch_id: null,
    status: refund.status,
    speed_requested: 'normal' as const,
    speed_processed: 'normal' as const,
    created_at: seconds(refund.created_at),
  };
}

export function customerEntity(customer: CustomerDto) {
  return {
    id: customer.id,
    entity: 'customer' as const,
    name: customer.name,
    email: customer.email,
    contact: customer.contact,
    gstin: null,
    notes: notesOf(customer.notes),
    created_at: seconds(customer.created_at),
  };
}

export function collection<Item>(items: readonly Item[]) {
  return { entity: 'collection' as const, count: items.length, items };
}
