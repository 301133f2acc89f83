import type { CreatePaymentLinkDto, PaymentLinkDto } from '../../money/payment-links/payment-link.dto.js';
import { CreatePaymentLinkDto as CreateDto, UpdatePaymentLinkDto } from '../../money/payment-links/payment-link.dto.js';
import type { LinkChange } from '../../money/payment-links/payment-link-edits.service.js';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { compileDto } from '../../platform/validation/compile-dto.js';
import { notesOf, seconds } from './razorpay-entities.js';
import { notSupported } from './razorpay-errors.js';
import { contactOf, given, isFalse, numberOf, refuseUnknown, type Sent } from './razorpay-requests.js';

const newFrom = compileDto(CreateDto);
const changeFrom = compileDto(UpdatePaymentLinkDto);

const FIELDS = [
  ...['amount', 'currency', 'accept_partial', 'first_min_partial_amount', 'description', 'reference_id', 'customer'],
  ...['expire_by', 'notify', 'reminder_enable', 'notes', 'callback_url', 'callback_method', 'options', 'upi_link'],
];
const MAX_REFERENCE = 40;
const MIN_LIFE_MS = 15 * 60_000;
/** The gateway's title, if the request has no description. */
const NO_TITLE = 'Payment';
const MAX_TITLE = 255;

export interface NewLink {
  link: CreatePaymentLinkDto;
  endsAt: Date | undefined;
}

/** `notify` and `reminder_enable` have no effect: the gateway sends nothing to payers, and the entity says so. */
export function linkOf(sent: Sent, now: Date): NewLink {
  refuseUnknown(sent, FIELDS);
  for (const name of ['accept_partial', 'upi_link']) if (!isFalse(sent[name])) throw notSupported(name, name);
  refuseOtherMethods(sent['options']);
  refuseLongReference(sent['reference_id']);
  const { amount, currency, description, reference_id, notes, callback_url: callback } = sent;
  const link = newFrom({
    ...given({ currency, reference_id, notes, customer: payerOf(sent['customer']), return_url: callback }),
    ...titleOf(description ?? ''),
    amount: numberOf(amount),
  }) as unknown as CreatePaymentLinkDto;
  if (callback !== undefined && sent['callback_method'] !== 'get') {
    throw new ApiError('invalid_parameter', 'callback_method must be get', { field: 'callback_method' });
  }
  return { link, endsAt: endOf(sent['expire_by'], now) };
}

/** Razorpay's links have a description alone, of which the gateway's title is the beginning. */
function titleOf(description: unknown): Record<string, unknown> {
  if (typeof description !== 'string') return { title: NO_TITLE, description };
  if (description === '') return { title: NO_TITLE, description };
  const characters = [...description];
  if (characters.length <= MAX_TITLE) return { title: description };
  return { title: `${characters.slice(0, MAX_TITLE - 1).join('')}…`, description };
}

function payerOf(customer: unknown): object | undefined {
  if (customer === undefined || customer === null) return undefined;
  const { name, email, contact, ...others } = customer as Sent;
  refuseUnknown(others, []);
  const payer = given({ name, email, contact: contactOf(contact) });
  const [field] = Object.keys(payer).filter((part) => payer[part] === '');
  if (field !== undefined) delete payer[field];
  return Object.keys(payer).length > 0 ? payer : undefined;
}

/** The checkout of a link offers cards and UPI: methods that it lacks may be hidden, those it has may not. */
function refuseOtherMethods(options: unknown): void {
  if (options === undefined || options === null) return;
  const { checkout, ...others } = options as Sent;
  const { method, ...more } = (checkout ?? {}) as Sent;
  const [other] = [...Object.keys(others), ...Object.keys(more)];
  if (other !== undefined) throw notSupported(`options with ${other}`, 'options');
  for (const [name, value] of Object.entries((method ?? {}) as Sent)) {
    if ((name === 'card' || name === 'upi') && isFalse(value)) throw notSupported(`A link without ${name}`, 'options');
  }
}

function refuseLongReference(reference: unknown): void {
  if (typeof reference !== 'string' || reference.length <= MAX_REFERENCE) return;
  throw new ApiError('invalid_parameter', `reference_id: the length must be no more than ${MAX_REFERENCE}.`, {
    field: 'reference_id',
  });
}

function endOf(expireBy: unknown, now: Date): Date | undefined {
  if (expireBy === undefined || expireBy === null || numberOf(expireBy) === 0) return undefined;
  const end = Number(expireBy) * 1_000;
  if (Number.isSafeInteger(end) && end >= now.getTime() + MIN_LIFE_MS && end < now.getTime() + 366 * 86_400_000) {
    return new Date(end);
  }
  throw new ApiError('invalid_parameter', 'timestamp must be atleast 15 minutes in future', { field: 'expire_by' });
}

/** An edit: `accept_partial` and `reminder_enable` can only stay off. */
export function changedLinkOf(sent: Sent, now: Date): LinkChange {
  refuseUnknown(sent, ['reference_id', 'expire_by', 'notes', 'accept_partial', 'reminder_enable']);
  if (!isFalse(sent['accept_partial'])) throw notSupported('accept_partial', 'accept_partial');
  refuseLongReference(sent['reference_id']);
  const { reference_id, notes } = sent;
  const end = endOf(sent['expire_by'], now);
  const change = changeFrom(given({ reference_id, notes })) as LinkChange;
  return { ...change, ...(end && { ends_at: end.toISOString() }) };
}

const STATUSES = { active: 'created', paid: 'paid', cancelled: 'cancelled', expired: 'expired' } as const;

/** `payments`: the captured ones of a paid link. */
export function linkEntity(link: PaymentLinkDto, checkoutUrl: string, payments: readonly PaymentDto[] = []) {
  const { name, email, contact } = link.customer ?? {};
  const status = STATUSES[link.status];
  return {
    accept_partial: false,
    amount: link.amount ?? 0,
    amount_paid: payments.reduce((sum, payment) => sum + payment.amount_captured, 0),
    ...(link.return_url !== null && { callback_method: 'get', callback_url: link.return_url }),
    cancelled_at: link.cancelled_at === null ? 0 : seconds(link.cancelled_at),
    created_at: seconds(link.created_at),
    currency: link.currency,
    customer: given({ contact, email, name }),
    description: link.description ?? link.title,
    expire_by: link.expires_at === null ? 0 : seconds(link.expires_at),
    expired_at: status === 'expired' && link.expires_at !== null ? seconds(link.expires_at) : 0,
    first_min_partial_amount: 0,
    id: link.id,
    notes: notesOf(link.notes),
    notify: { email: false, sms: false, whatsapp: false },
    ...(link.order_id !== null && { order_id: link.order_id }),
    payments: payments.map((payment) => paymentOfLink(link.id, payment)),
    reference_id: link.reference_id ?? '',
    reminder_enable: false,
    reminders: [],
    short_url: `${checkoutUrl}/l/${link.id}`,
    status,
    updated_at: seconds(link.updated_at),
    upi_link: false,
    user_id: '',
    whatsapp_link: false,
  };
}

function paymentOfLink(linkId: string, payment: PaymentDto) {
  return {
    amount: payment.amount,
    created_at: seconds(payment.created_at),
    method: payment.method,
    payment_id: payment.id,
    plink_id: linkId,
    status: 'captured' as const,
    updated_at: seconds(payment.updated_at),
  };
}
