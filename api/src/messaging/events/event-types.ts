/** Every event a webhook can carry, with the object whose id and version it bears. */
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
  'refund.created': 'refund',
  'refund.processed': 'refund',
  'refund.failed': 'refund',
  'endpoint.disabled': 'endpoint',
  'webhook.test': 'endpoint',
} as const;
/**
 * Objects that stand in an event's data beside its own. That of a test is a sample: many receivers read `data.payment`
 * of whatever comes.
 */
export const ALSO_IN_EVENT: Readonly<Partial<Record<EventType, 'payment'>>> = {
  'order.paid': 'payment',
  'webhook.test': 'payment',
};
export type EventType = keyof typeof EVENT_OBJECTS;
export const EVENT_TYPES = Object.keys(EVENT_OBJECTS) as EventType[];
