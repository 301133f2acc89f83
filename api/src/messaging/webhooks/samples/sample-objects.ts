import type { CallingMerchant } from '../../../accounts/access/caller.js';
import { newId } from '../../../platform/ids.js';
import { alsoInEvent, type EventType } from '../../events/event-types.js';
import { AMOUNT, NEW_SAMPLES } from './new-samples.js';

/** The version and the JSON text of a sample event's object, as announce() expects them. */
export interface Sample {
  version: number;
  data: string;
}

type SampledType = Exclude<EventType, 'webhook.test'>;
type Change = Record<string, unknown>;

const ACTION_MS = 300_000;
const WEEK_MS = 7 * 86_400_000;
const CAPTURE_MS = 3 * 86_400_000;
const captured = {
  status: 'success',
  money_state: 'paid',
  captured: true,
  amount_captured: AMOUNT,
  connector_reference: 'sample_reference',
};

/** How the object of each type differs from a new object. */
const CHANGES: Readonly<Record<SampledType, (now: Date) => Change>> = {
  'payment.created': () => ({}),
  'payment.pending': () => ({ version: 2, stage: 'at_bank' }),
  'payment.requires_action': (now) => ({
    version: 3,
    status: 'requires_action',
    money_state: 'action_needed',
    method: 'card',
    flow: null,
    vpa: null,
    card_network: 'visa',
    card_last4: '3220',
    next_action: { type: 'otp', attempts_left: 3, expires_at: iso(now, ACTION_MS) },
    connector_reference: 'sample_reference',
  }),
  'payment.success': (now) => ({ version: 3, ...captured, captured_at: iso(now) }),
  'payment.failed': () => ({
    version: 3,
    status: 'failed',
    money_state: 'failed',
    error_code: 'PAYMENT_FAILED',
    error_reason: 'upi_declined',
    error_description: 'The payment was declined in the UPI app.',
  }),
  'payment.captured': (now) => ({
    version: 5,
    ...captured,
    capture: 'manual',
    captured_at: iso(now),
    capture_before: iso(now, CAPTURE_MS),
  }),
  'payment.refunded': (now) => ({
    version: 4,
    ...captured,
    money_state: 'refunded',
    captured_at: iso(now),
    amount_refunded: AMOUNT,
  }),
  'payment.cancelled': (now) => ({ version: 2, status: 'cancelled', money_state: 'cancelled', cancelled_at: iso(now) }),
  'payment.expired': () => ({ version: 2, status: 'expired', money_state: 'expired' }),
  'payment.updated': (now) => ({ version: 4, ...captured, captured_at: iso(now), notes: { till: '4' } }),
  'order.created': () => ({}),
  'order.paid': () => ({ version: 3, status: 'paid', attempts: 1, amount_paid: AMOUNT, amount_due: 0 }),
  'order.expired': (now) => ({ version: 2, status: 'expired', expires_at: iso(now) }),
  'order.cancelled': () => ({ version: 2, status: 'cancelled' }),
  'order.updated': () => ({ version: 2, notes: { table: '7' } }),
  'payment_link.created': () => ({}),
  'payment_link.paid': (now) => ({ version: 3, status: 'paid', order_id: newId('order'), paid_at: iso(now) }),
  'payment_link.cancelled': (now) => ({ version: 2, status: 'cancelled', cancelled_at: iso(now) }),
  'payment_link.expired': (now) => ({ version: 2, status: 'expired', expires_at: iso(now) }),
  'payment_link.updated': () => ({ version: 2, notes: { course: 'april' } }),
  'refund.created': () => ({}),
  'refund.processed': (now) => ({
    version: 3,
    status: 'processed',
    connector_reference: 'sample_reference',
    processed_at: iso(now),
  }),
  'refund.failed': () => ({
    version: 3,
    status: 'failed',
    error_code: 'REFUND_FAILED',
    error_reason: 'refund_declined',
    error_description: 'The bank did not accept the refund.',
  }),
  'refund.updated': () => ({ version: 2, notes: { return_note: 'RN-17' } }),
  'customer.created': () => ({}),
  'customer.updated': () => ({ version: 2, notes: { tier: 'gold' } }),
  'customer.erased': (now) => ({ version: 2, name: 'erased', email: 'erased', contact: 'erased', erased_at: iso(now) }),
  'api_key.expiring': (now) => ({ expires_at: iso(now, WEEK_MS) }),
  'endpoint.disabled': () => ({ version: 2, enabled: false, disabled_reason: 'failing' }),
};

/** An object of an event of this type. It has the fields of a real one, and ids that no real object has. */
export function sampleOf(type: SampledType, merchant: CallingMerchant, now: Date): Sample {
  const object = objectOf(type, merchant, now);
  const data = JSON.stringify(object);
  const also = alsoInEvent(type);
  const orderId = 'order_id' in object && object.order_id ? object.order_id : object.id;
  if (also === 'payment') return { version: object.version, data: data + paymentBeside(merchant, now, orderId) };
  if (also === null || !('captured' in object)) return { version: object.version, data };
  return { version: object.version, data: data + orderBeside(object) };
}

/** A captured payment as JSON text, to be appended to the event's own object. */
export function paymentBeside(merchant: CallingMerchant, now: Date, orderId: string): string {
  return `,"payment":${JSON.stringify({ ...objectOf('payment.success', merchant, now), order_id: orderId })}`;
}

/** What the events of a payment show of its order. */
function orderBeside({
  order_id: id,
  ...payment
}: {
  order_id: string;
  description?: string;
  customer?: object;
}): string {
  const { description, customer } = payment;
  return `,"order":${JSON.stringify({ id, receipt: 'sample', description, notes: {}, customer })}`;
}

function objectOf(type: SampledType, merchant: CallingMerchant, now: Date) {
  const times = { created_at: iso(now), updated_at: iso(now) };
  const kind = type.slice(0, type.indexOf('.')) as keyof typeof NEW_SAMPLES;
  const object = {
    ...NEW_SAMPLES[kind]({ mode: merchant.mode, version: 1 }, times, merchant.id),
    ...CHANGES[type](now),
  };
  return 'stage' in object && object.status !== 'pending' ? { ...object, stage: null } : object;
}

function iso(now: Date, laterMs = 0): string {
  return new Date(now.getTime() + laterMs).toISOString();
}
