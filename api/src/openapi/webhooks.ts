import type { OpenAPIObject } from '@nestjs/swagger';
import { alsoInEvent, EVENT_OBJECTS, type EventType } from '../messaging/events/event-types.js';
import { delivered, eventBody } from './samples.js';

const OBJECT_SCHEMAS = {
  payment: 'PaymentDto',
  order: 'OrderDto',
  payment_link: 'PaymentLinkDto',
  refund: 'RefundDto',
  customer: 'CustomerDto',
  api_key: 'ExpiringApiKeyDto',
  endpoint: 'EndpointDto',
} as const;

const WEBHOOK_HEADERS: [name: string, description: string, required?: boolean][] = [
  ['webhook-id', 'The event id, the same on every attempt'],
  ['webhook-timestamp', 'Unix seconds of this attempt'],
  [
    'webhook-signature',
    '`v1,` + base64 HMAC-SHA256 of `id.timestamp.body`; two while a secret rotates (Standard Webhooks 1.0)',
  ],
  [
    'X-Webhook-Signature',
    'Hex HMAC-SHA256 of the exact body, keyed with the whole secret; while it rotates, the new one',
  ],
  ['X-Webhook-Signature-Previous', 'The same by the old secret; only while a secret rotates', false],
];

/** The headers of a delivery, with the values of a really signed example. */
function webhookParameters(delivered: Record<string, string>) {
  return WEBHOOK_HEADERS.map(([name, description, required = true]) => ({
    name,
    in: 'header' as const,
    required,
    description,
    example: delivered[name],
    schema: { type: 'string' },
  }));
}

/** One entry per event type: the request that a merchant's endpoint receives. */
export function webhooks(): NonNullable<OpenAPIObject['webhooks']> {
  return Object.fromEntries(
    Object.keys(EVENT_OBJECTS).map((type) => [
      type,
      {
        post: {
          operationId: `event_${type.replace('.', '_')}`,
          tags: ['Webhooks'],
          summary: `${type} happened`,
          security: [],
          parameters: webhookParameters(delivered(type as EventType)),
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: payload(type as EventType), example: eventBody(type as EventType) },
            },
          },
          responses: { '2XX': { description: 'Received; anything else is retried by the schedule' } },
        },
      },
    ]),
  );
}

const ref = (schema: string) => ({ $ref: `#/components/schemas/${schema}` });

function payload(type: EventType) {
  const second = alsoInEvent(type);
  const objects = second === 'payment' ? [EVENT_OBJECTS[type], second] : [EVENT_OBJECTS[type]];
  const schemas = objects.map((name) => [name, ref(OBJECT_SCHEMAS[name])]);
  // Events of versions before have no order, and may be replayed.
  if (second === 'order') schemas.push([second, ref('OrderOfPaymentDto')]);
  return {
    type: 'object',
    required: ['id', 'event', 'timestamp', 'version', 'mode', 'merchant_id', 'data'],
    properties: {
      id: { type: 'string', examples: ['evt_0V6bT1zq8KJh3mPd'] },
      event: { type: 'string', const: type },
      timestamp: { type: 'integer', description: 'Unix seconds' },
      version: { type: 'integer', description: "The object's own counter: drop what is older than what you have" },
      mode: { type: 'string', enum: ['test', 'live'] },
      merchant_id: { type: 'string', format: 'uuid' },
      redacted: { type: 'boolean', const: true, description: 'Present if personal data was erased from the event' },
      data: {
        type: 'object',
        required: objects,
        properties: Object.fromEntries(schemas) as Record<string, object>,
      },
    },
  };
}
