import type { GatewayEvent } from '../../lib/types';

/** The compiler checks that it is complete against openapi.yml. */
const TYPES: Record<GatewayEvent['event'], true> = {
  'payment.created': true,
  'payment.pending': true,
  'payment.requires_action': true,
  'payment.success': true,
  'payment.failed': true,
  'payment.captured': true,
  'payment.refunded': true,
  'payment.cancelled': true,
  'payment.expired': true,
  'payment.updated': true,
  'order.created': true,
  'order.paid': true,
  'order.expired': true,
  'order.cancelled': true,
  'order.updated': true,
  'payment_link.created': true,
  'payment_link.paid': true,
  'payment_link.cancelled': true,
  'payment_link.expired': true,
  'payment_link.updated': true,
  'refund.created': true,
  'refund.processed': true,
  'refund.failed': true,
  'refund.updated': true,
  'customer.created': true,
  'customer.updated': true,
  'customer.erased': true,
  'api_key.expiring': true,
  'endpoint.disabled': true,
  'webhook.test': true,
};
export type EventType = keyof typeof TYPES;
export const EVENT_TYPES = Object.keys(TYPES) as EventType[];
