/** Every event type, with the object whose id and version it has. */
export const EVENT_OBJECTS = {
  'payment.created': 'payment',
  'payment.pending': 'payment',
  'payment.requires_action': 'payment',
  'payment.success': 'payment',
  'payment.failed': 'payment',
  'payment.captured': 'payment',
  'payment.refunded': 'payment',
  'payment.cancelled': 'payment',
  'payment.expired': 'payment',
  'payment.updated': 'payment',
  'order.created': 'order',
  'order.paid': 'order',
  'order.expired': 'order',
  'order.cancelled': 'order',
  'order.updated': 'order',
  'payment_link.created': 'payment_link',
  'payment_link.paid': 'payment_link',
  'payment_link.cancelled': 'payment_link',
  'payment_link.expired': 'payment_link',
  'payment_link.updated': 'payment_link',
  'refund.created': 'refund',
  'refund.processed': 'refund',
  'refund.failed': 'refund',
  'refund.updated': 'refund',
  'customer.created': 'customer',
  'customer.updated': 'customer',
  'customer.erased': 'customer',
  'api_key.expiring': 'api_key',
  'endpoint.disabled': 'endpoint',
  'webhook.test': 'endpoint',
} as const;
export type EventType = keyof typeof EVENT_OBJECTS;
export const EVENT_TYPES = Object.keys(EVENT_OBJECTS) as EventType[];

/**
 * Types that an endpoint receives only if its filter names them. Their events are written only if an enabled endpoint does,
 * because most merchants need no event for what their own server has just requested.
 */
export const TYPES_ON_REQUEST = ['payment.refunded', 'order.created'] as const satisfies readonly EventType[];

/**
 * The second object in the data of an event. A payment's events have what they are about, from its order. A test event
 * has a sample payment, because many receivers read `data.payment` of every event.
 */
export function alsoInEvent(type: EventType): 'payment' | 'order' | null {
  if (type === 'order.paid' || type === 'payment_link.paid' || type === 'webhook.test') return 'payment';
  return EVENT_OBJECTS[type] === 'payment' ? 'order' : null;
}
