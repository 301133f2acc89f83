/** Every event a webhook can carry, with the object its data holds. */
export const EVENT_OBJECTS = {
  'payment.created': 'payment',
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
export type EventType = keyof typeof EVENT_OBJECTS;
export const EVENT_TYPES = Object.keys(EVENT_OBJECTS) as EventType[];
