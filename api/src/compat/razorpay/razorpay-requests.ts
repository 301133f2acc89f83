import { isValidVPA } from '@payment-gateway/sdk/validators';
import { ApiError } from '../../platform/errors/api-error.js';
import { compileDto } from '../../platform/validation/compile-dto.js';
import { CreateOrderDto } from '../../money/orders/create-order.dto.js';
import { AnswerActionDto, CreatePaymentDto } from '../../money/payments/create-payment.dto.js';
import { RefundPaymentDto } from '../../money/refunds/refund.dto.js';
import type { RefundRequest } from '../../money/refunds/refunds.service.js';
import { notSupported } from './razorpay-errors.js';

/** A body or query as it was sent. */
export type Sent = Readonly<Record<string, unknown>>;

const orderFrom = compileDto(CreateOrderDto);
const paymentFrom = compileDto(CreatePaymentDto);
const refundFrom = compileDto(RefundPaymentDto);
const actionFrom = compileDto(AnswerActionDto);

/** Numbers may be sent as text. Other text is left to the validation. */
export function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
}

/** Text may be sent as a number. Anything else is left to the validation. */
const textOf = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);

const isTrue = (value: unknown) => value === true || value === 1 || value === '1' || value === 'true';
export const isFalse = (value: unknown) =>
  value === undefined || value === null || value === false || value === 0 || value === '0' || value === 'false';

/** Razorpay's own words. */
export function refuseUnknown(sent: Sent, known: readonly string[]): void {
  const name = Object.keys(sent).find((key) => !known.includes(key));
  if (name !== undefined) {
    throw new ApiError('unknown_parameter', `${name.slice(0, 100)} is/are not required and should not be sent`, {
      field: name.slice(0, 100),
    });
  }
}

/** What is given of these fields, under their own names. */
export function given(fields: Sent): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}

/** Ten digits are a number in India, as Razorpay reads them. */
export const contactOf = (contact: unknown): unknown => {
  const text = textOf(contact);
  return typeof text === 'string' && /^\d{10}$/.test(text) ? `+91${text}` : text;
};

const ORDER_FIELDS = [
  'amount',
  'currency',
  'receipt',
  'notes',
  'payment_capture',
  'payment',
  'partial_payment',
  'customer_id',
];

/** `payment_capture` and `payment.capture`: automatic, unless one of them says otherwise, as Razorpay's default. */
function captureOf({ payment_capture: flag, payment }: Sent): 'automatic' | 'manual' {
  const { capture } = (payment ?? {}) as Sent;
  if (capture === 'manual' || capture === 'automatic') return capture;
  if (capture !== undefined) {
    throw new ApiError('invalid_parameter', 'payment.capture must be automatic or manual', {
      field: 'payment.capture',
    });
  }
  return flag === undefined || flag === null || isTrue(flag) ? 'automatic' : 'manual';
}

export function orderOf(sent: Sent): CreateOrderDto {
  refuseUnknown(sent, ORDER_FIELDS);
  if (!isFalse(sent['partial_payment'])) throw notSupported('partial_payment', 'partial_payment');
  const { amount, currency, receipt, notes, customer_id: customer } = sent;
  return orderFrom({
    ...given({ currency, receipt, notes }),
    amount: numberOf(amount),
    capture: captureOf(sent),
    ...(customer ? { customer: { id: customer } } : {}),
  }) as unknown as CreateOrderDto;
}

const PAYMENT_FIELDS = [
  'amount',
  'currency',
  'order_id',
  'method',
  'card',
  'upi',
  'vpa',
  'email',
  'contact',
  'notes',
  'description',
  'customer_id',
  'ip',
  'referer',
  'user_agent',
  'save',
  'callback_url',
  'authentication',
  'browser',
  'name',
];

/** The order decides what is paid: another amount or currency is refused by the caller, which has read the order. */
export interface DirectPayment {
  payment: CreatePaymentDto;
  amount: unknown;
  currency: unknown;
}

/** A payment made from server to server, by card or UPI. Name, address and device of the shopper are not used. */
export function paymentOf(sent: Sent, defaultMethod?: 'upi'): DirectPayment {
  refuseUnknown(sent, PAYMENT_FIELDS);
  const method = sent['method'] ?? defaultMethod;
  if (method !== 'card' && method !== 'upi') throw notSupported('This method', 'method');
  const upi = (sent['upi'] ?? {}) as Sent;
  const card = (sent['card'] ?? {}) as Sent;
  const { email, contact, customer_id: id, notes, description } = sent;
  const customer = given({ id, email, contact: contactOf(contact) });
  const payment = paymentFrom({
    ...given({ notes, description, order_id: sent['order_id'] }),
    method,
    ...(Object.keys(customer).length > 0 && { customer }),
    ...(method === 'upi' && (upi['flow'] === 'intent' ? { flow: 'intent' } : { vpa: upi['vpa'] ?? sent['vpa'] })),
    ...(method === 'card' && {
      card: {
        number: textOf(card['number']),
        expiry_month: card['expiry_month'],
        expiry_year: card['expiry_year'],
        cvv: textOf(card['cvv']),
        holder_name: card['name'] ?? sent['name'] ?? 'Card holder',
      },
    }),
  }) as unknown as CreatePaymentDto;
  return { payment, amount: numberOf(sent['amount']), currency: sent['currency'] };
}

/** Without an amount, all that is left is refunded. Its receipt is the gateway's `reason`. */
export function refundOf(sent: Sent): Omit<RefundRequest, 'paymentId'> {
  refuseUnknown(sent, ['amount', 'speed', 'notes', 'receipt']);
  const { amount, speed, notes, receipt } = sent;
  if (speed !== undefined && speed !== 'normal' && speed !== 'optimum') {
    throw new ApiError('invalid_parameter', 'speed must be normal or optimum', { field: 'speed' });
  }
  const isAll = amount === undefined || amount === null;
  const fields = { amount: isAll ? 1 : numberOf(amount), ...given({ notes, reason: receipt }) };
  const { amount: wanted, ...others } = refundFrom(fields) as unknown as RefundPaymentDto;
  return isAll ? others : { amount: wanted, ...others };
}

function checkedNotes(notes: unknown): Record<string, unknown> {
  return (refundFrom({ amount: 1, notes }) as { notes: Record<string, unknown> }).notes;
}

/** The amount is required; the currency is checked by the caller, which has read the payment. */
export function captureRequestOf(sent: Sent): { amount: number; currency: string | undefined } {
  refuseUnknown(sent, ['amount', 'currency']);
  const { amount } = refundFrom({ amount: numberOf(sent['amount']) }) as { amount: number };
  return { amount, currency: typeof sent['currency'] === 'string' ? sent['currency'] : undefined };
}

export function otpOf(sent: Sent): string {
  refuseUnknown(sent, ['otp']);
  const { otp } = actionFrom({ otp: textOf(sent['otp']) });
  if (typeof otp === 'string') return otp;
  throw new ApiError('missing_parameter', 'The otp field is required.', { field: 'otp' });
}

/** Whether the text has the form of a UPI address; the bank is not asked. */
export function vpaOf(sent: Sent): { vpa: string; success: boolean; customer_name: null } {
  refuseUnknown(sent, ['vpa']);
  const { vpa } = sent;
  if (typeof vpa !== 'string') throw new ApiError('missing_parameter', 'The vpa field is required.', { field: 'vpa' });
  if (!isValidVPA(vpa))
    throw new ApiError('invalid_vpa', 'Invalid VPA. Please enter a valid Virtual Payment Address', { field: 'vpa' });
  return { vpa, success: true, customer_name: null };
}

/** `notes`, the only part that Razorpay changes afterwards. */
export function notesOf(sent: Sent): { notes: Record<string, unknown> } {
  refuseUnknown(sent, ['notes']);
  if (sent['notes'] === undefined) {
    throw new ApiError('missing_parameter', 'The notes field is required.', { field: 'notes' });
  }
  return { notes: checkedNotes(sent['notes']) };
}
