import type { OrderDto } from '../../money/orders/order.dto.js';
import type { PaymentLinkDto } from '../../money/payment-links/payment-link.dto.js';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import { timeOfId } from '../../platform/ids.js';
import { KEPT_IN_NOTES, notesOf, seconds } from './razorpay-entities.js';

/** What a code shows that its payment link has not. It is in the link's notes, which the link's orders copy. */
interface Kept {
  name?: string;
  description?: string;
  usage: 'single_use' | 'multiple_use';
  fixed_amount: boolean;
  customer_id?: string;
  close_by?: number;
}

type Notes = Record<string, unknown>;
const keptIn = (notes: Notes) =>
  (notes[KEPT_IN_NOTES] as { qr_code?: Kept | null } | null | undefined)?.qr_code ?? undefined;

/** The object was made as a QR code, or is an order of one. */
export const isQrCode = ({ notes }: { notes: Notes }) => keptIn(notes) !== undefined;

export const qrIdOf = (linkId: string) => linkId.replace(/^plink_/, 'qr_');
export const linkIdOf = (qrId: string) => qrId.replace(/^qr_/, 'plink_');

export interface Received {
  amount: number;
  count: number;
}

const NOTHING: Received = { amount: 0, count: 0 };

const REASONS = { cancelled: 'on_demand', paid: 'paid', expired: null } as const;

/** `received`: what was captured; undefined where the gateway's object does not hold it. */
export function qrEntity(link: PaymentLinkDto, apiUrl: string, received: Received | undefined) {
  const { status, amount, notes } = link;
  const ended = link.paid_at ?? link.cancelled_at ?? link.expires_at;
  const closing =
    status === 'active' ? {} : { closed_at: seconds(ended ?? link.updated_at), close_reason: REASONS[status] };
  return entity({ linkId: link.id, amount, notes, closing, received }, apiUrl);
}

/** Of the event that an order of the code was paid: of a code for many payments it does not hold their sum. */
export function creditedQrEntity(order: OrderDto, apiUrl: string) {
  const { payment_link_id: linkId, amount, notes } = order;
  const kept = keptIn(notes);
  const isLast = kept?.usage === 'single_use';
  const closing = isLast ? { closed_at: seconds(order.updated_at), close_reason: 'paid' as const } : {};
  const received = isLast ? { amount: order.amount_paid, count: 1 } : undefined;
  return entity({ linkId: linkId ?? '', amount: kept?.fixed_amount ? amount : null, notes, closing, received }, apiUrl);
}

/** Of the events of the link itself. */
export function eventQrEntity(link: PaymentLinkDto, payment: PaymentDto | undefined, apiUrl: string) {
  if (payment) return qrEntity(link, apiUrl, { amount: payment.amount_captured, count: 1 });
  return qrEntity(link, apiUrl, link.reusable && link.version > 1 ? undefined : NOTHING);
}

interface Facts {
  linkId: string;
  amount: number | null;
  notes: Notes;
  closing: { closed_at?: number; close_reason?: 'on_demand' | 'paid' | null };
  received: Received | undefined;
}

function entity({ linkId, amount, notes, closing, received }: Facts, apiUrl: string) {
  const kept = keptIn(notes);
  return {
    id: qrIdOf(linkId),
    entity: 'qr_code' as const,
    created_at: Math.floor(timeOfId(linkId).getTime() / 1_000),
    name: kept?.name ?? null,
    usage: kept?.usage ?? 'multiple_use',
    type: 'upi_qr' as const,
    image_url: `${apiUrl}/razorpay/v1/qr_codes/${qrIdOf(linkId)}.svg`,
    payment_amount: amount,
    status: 'closed_at' in closing ? ('closed' as const) : ('active' as const),
    description: kept?.description ?? null,
    fixed_amount: kept?.fixed_amount ?? false,
    ...(received && { payments_amount_received: received.amount, payments_count_received: received.count }),
    notes: notesOf(notes),
    customer_id: kept?.customer_id ?? null,
    close_by: kept?.close_by ?? null,
    ...closing,
  };
}
