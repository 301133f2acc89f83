/** Every event type, with the object whose id and version it has. */
export const EVENT_OBJECTS = {
  'payment.created': 'payment',
  'payment.pending': 'payment',
  'payment.requires_action': 'payment',
  'payment.success': 'payment',
  'payment.failed': 'payment',
  'payment.captured': 'payment',
  'payment.cancelled': 'payment',
  'payment.expired': 'payment',
  'order.paid': 'order',
  'order.expired': 'order',
  'order.cancelled': 'order',
  'payment_link.created': 'payment_link',
  'payment_link.paid': 'payment_link',
  'payment_link.cancelled': 'payment_link',
  'payment_link.expired': 'payment_link',
  'refund.created': 'refund',
  'refund.processed': 'refund',
  'refund.failed': 'refund',
  'endpoint.disabled': 'endpoint',
  'webhook.test': 'endpoint',
} as const;
/**
 * The second object in the data of some events. A test event has a sample payment, because many receivers read
 * `data.payment` of every event.
 */
export const ALSO_IN_EVENT: Readonly<Partial<Record<EventType, 'payment'>>> = {
  'order.paid': 'payment',
  'payment_link.paid': 'payment',
  'webhook.test': 'payment',
};
export type EventType = keyof typeof EVENT_OBJECTS;
export const EVENT_TYPES = Object.keys(EVENT_OBJECTS) as EventType[];
