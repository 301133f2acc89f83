import { createHmac } from 'node:crypto';
import type { EventType } from '../../messaging/events/event-types.js';
import type { BodyFormat } from '../../messaging/webhooks/deliveries/body-formats.js';
import type { SignatureInput } from '../../messaging/webhooks/deliveries/signature.js';
import type { PaymentLinkDto } from '../../money/payment-links/payment-link.dto.js';
import type { OrderDto } from '../../money/orders/order.dto.js';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import type { RefundDto } from '../../money/refunds/refund.dto.js';
import { orderEntity, paymentEntity, refundEntity } from './razorpay-entities.js';
import { linkEntity } from './razorpay-payment-links.js';
import { creditedQrEntity, eventQrEntity, isQrCode } from './razorpay-qr-codes.js';

/** An event as the gateway stores it. */
interface StoredEvent {
  event: EventType;
  timestamp: number;
  merchant_id: string;
  data: { order?: OrderDto; payment?: PaymentDto; refund?: RefundDto; payment_link?: PaymentLinkDto };
}

/** The gateway's types, as Razorpay names them. Some are one of two: see {@link nameOf}. */
const NAMES: Readonly<Partial<Record<EventType, string>>> = {
  'payment.success': 'payment.captured',
  'payment.captured': 'payment.captured',
  'payment.failed': 'payment.failed',
  'order.paid': 'order.paid',
  'payment_link.created': 'payment_link.created',
  'payment_link.paid': 'payment_link.paid',
  'payment_link.cancelled': 'payment_link.cancelled',
  'payment_link.expired': 'payment_link.expired',
  'refund.created': 'refund.created',
  'refund.processed': 'refund.processed',
  'refund.failed': 'refund.failed',
  'webhook.test': 'payment.captured',
};

/** The names of the same types if they are about a QR code. */
const QR_NAMES: Readonly<Partial<Record<EventType, string>>> = {
  'payment_link.created': 'qr_code.created',
  'payment_link.paid': 'qr_code.closed',
  'payment_link.cancelled': 'qr_code.closed',
  'payment_link.expired': 'qr_code.closed',
  'order.paid': 'qr_code.credited',
};

/** Razorpay's name of each type, and the types of each name. Some types are one of two: see {@link nameOf}. */
export const RAZORPAY_NAMES: readonly (readonly [string, EventType])[] = [
  ['payment.authorized', 'payment.success'],
  ...(Object.entries(QR_NAMES) as [EventType, string][]).map(([type, name]) => [name, type] as const),
  ...(Object.entries(NAMES) as [EventType, string][])
    .filter(([type]) => type !== 'webhook.test')
    .map(([type, name]) => [name, type] as const),
];

/** Razorpay's id of a merchant. */
export const accountIdOf = (merchantId: string): string => `acc_${merchantId.replaceAll('-', '').slice(0, 14)}`;

/** The event is about a QR code: a payment link, or the order of one that was paid. */
const isAboutQrCode = ({ event, data: { order, payment_link: link } }: StoredEvent) =>
  link ? isQrCode(link) : event === 'order.paid' && order !== undefined && isQrCode(order);

/** An approved payment is captured with the approval, or authorised for a later capture. */
function nameOf(stored: StoredEvent): string {
  const { event, data } = stored;
  if (isAboutQrCode(stored)) return QR_NAMES[event] ?? event;
  if (event === 'payment.success' && !data.payment?.captured) return 'payment.authorized';
  return NAMES[event] ?? event;
}

/** `checkoutUrl`: where the pages of payment links are; `apiUrl`: where the images of QR codes are. */
function entitiesOf(stored: StoredEvent, checkoutUrl: string, apiUrl: string) {
  const { order, payment, refund, payment_link: link } = stored.data;
  if (isAboutQrCode(stored)) {
    const code = link ? eventQrEntity(link, payment, apiUrl) : order && creditedQrEntity(order, apiUrl);
    return { ...(payment && { payment: { entity: paymentEntity(payment) } }), qr_code: { entity: code } };
  }
  return {
    ...(link && { payment_link: { entity: linkEntity(link, checkoutUrl, payment ? [payment] : []) } }),
    ...(payment && { payment: { entity: paymentEntity(payment) } }),
    ...(order && { order: { entity: orderEntity(order) } }),
    ...(refund && { refund: { entity: refundEntity(refund) } }),
  };
}

const render =
  (checkoutUrl: string, apiUrl: string) =>
  (payload: string): string => {
    const stored = JSON.parse(payload) as StoredEvent;
    const entities = entitiesOf(stored, checkoutUrl, apiUrl);
    return JSON.stringify({
      entity: 'event',
      account_id: accountIdOf(stored.merchant_id),
      event: nameOf(stored),
      contains: Object.keys(entities),
      payload: entities,
      created_at: stored.timestamp,
    });
  };

/** Razorpay signs with one secret. During a rotation its clients know the former one, until it ends. */
function headers({ eventId, body, secret, previousSecret }: SignatureInput): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'PaymentGateway-Webhooks/1.0',
    'X-Razorpay-Signature': createHmac('sha256', previousSecret ?? secret)
      .update(body)
      .digest('hex'),
    'x-razorpay-event-id': eventId,
  };
}

export const razorpayFormat = (checkoutUrl: string, apiUrl: string): BodyFormat => ({
  events: Object.keys(NAMES) as EventType[],
  render: render(checkoutUrl, apiUrl),
  headers,
});
