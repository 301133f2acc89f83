import type { CreatePaymentLinkDto } from '../../money/payment-links/payment-link.dto.js';
import { CreatePaymentLinkDto as CreateDto } from '../../money/payment-links/payment-link.dto.js';
import { amountLimitsOf } from '../../platform/currency.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { compileDto } from '../../platform/validation/compile-dto.js';
import { KEPT_IN_NOTES } from './razorpay-entities.js';
import { notSupported } from './razorpay-errors.js';
import { given, isFalse, numberOf, refuseUnknown, type Sent } from './razorpay-requests.js';

const newFrom = compileDto(CreateDto);

const FIELDS = [
  ...['type', 'name', 'usage', 'fixed_amount', 'payment_amount', 'description', 'customer_id', 'close_by', 'notes'],
  'tax_invoice',
];
const USAGES = ['single_use', 'multiple_use'];
const MIN_LIFE_MS = 2 * 60_000;
const MAX_LIFE_MS = 366 * 86_400_000;

export interface NewQrCode {
  link: CreatePaymentLinkDto;
  endsAt: Date | undefined;
  customerId: string | undefined;
}

export function qrCodeOf(sent: Sent, now: Date): NewQrCode {
  refuseUnknown(sent, FIELDS);
  const { type, name, usage, description, customer_id: customerId, notes } = sent;
  if (type !== 'upi_qr') throw notSupported('A type other than upi_qr', 'type');
  if (!isFalse(sent['tax_invoice'])) throw notSupported('tax_invoice', 'tax_invoice');
  if (!USAGES.includes(String(usage))) invalid('usage', 'The selected usage is invalid.');
  const isFixed = !isFalse(sent['fixed_amount']);
  if (usage === 'single_use' && !isFixed) invalid('fixed_amount', 'fixed_amount must be true for single_use');
  if (!isFixed && sent['payment_amount'] !== undefined) invalid('payment_amount', 'payment_amount needs fixed_amount');
  if (!isIdOrAbsent(customerId)) return invalid('customer_id', 'customer_id is not a valid id.');
  const endsAt = endOf(sent['close_by'], usage, now);
  const kept = given({ name, description, usage, fixed_amount: isFixed, customer_id: customerId });
  const shown = { ...kept, ...(endsAt && { close_by: Math.floor(endsAt.getTime() / 1_000) }) };
  const link = newFrom({
    ...given({ description }),
    title: name ?? 'Payment',
    ...(isFixed ? { amount: numberOf(sent['payment_amount'] ?? 0) } : { min_amount: amountLimitsOf('INR').minimum }),
    reusable: usage === 'multiple_use',
    notes: isObject(notes ?? {}) ? { ...(notes as Sent), [KEPT_IN_NOTES]: { qr_code: shown } } : notes,
  }) as unknown as CreatePaymentLinkDto;
  return { link, endsAt, customerId };
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isIdOrAbsent = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';

function endOf(closeBy: unknown, usage: unknown, now: Date): Date | undefined {
  if (closeBy === undefined || closeBy === null) return undefined;
  if (usage === 'multiple_use') invalid('close_by', 'close_by is for single_use alone');
  const end = Number(closeBy) * 1_000;
  const life = end - now.getTime();
  if (Number.isSafeInteger(end) && life >= MIN_LIFE_MS && life < MAX_LIFE_MS) return new Date(end);
  return invalid('close_by', 'close_by should be at least 2 minutes after current time');
}

function invalid(field: string, description: string): never {
  throw new ApiError('invalid_parameter', description, { field });
}
