import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { CURRENCIES, exponentOf } from './common/currency.js';
import { EVENT_OBJECTS } from './events/event-types.js';

const DESCRIPTION = `Orders, UPI and card payments, refunds and signed webhooks.

Amounts are integers in the currency's minor unit (paise for INR). Times are ISO 8601 UTC. Every POST, PATCH and DELETE
takes an \`Idempotency-Key\`: the same key and request bring back the first answer, byte for byte, marked
\`Idempotent-Replayed: true\`. Every error is \`{"error":{"code","description","field"?,"reason"?,"request_id"}}\`.

In a demo run the test merchant's key is \`key_test_abc123\` with the secret \`secret_test_xyz789\`.`;

const OBJECT_SCHEMAS = {
  payment: 'PaymentDto',
  order: 'OrderDto',
  refund: 'RefundDto',
  endpoint: 'EndpointDto',
} as const;

/** The document that /docs shows and openapi.yml holds, from the code alone. */
export function openApiDocument(app: INestApplication, serverUrl = 'http://localhost:8000'): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Payment gateway')
    .setDescription(DESCRIPTION)
    .setVersion('1.0.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(serverUrl)
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Api-Key' }, 'ApiKey')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Api-Secret' }, 'ApiSecret')
    .addBasicAuth({ type: 'http', description: 'API key as user, API secret as password' }, 'Basic')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        description: 'Session of a user; X-Merchant-Id names the merchant they act for',
      },
      'Session',
    )
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'METRICS_TOKEN' }, 'Metrics')
    .build();
  const document = SwaggerModule.createDocument(app, builder, {
    operationIdFactory: (controller, method) => `${nounOf(controller)}_${method}`,
  });
  return { ...document, webhooks: webhooks(), 'x-currency-exponents': exponents() } as OpenAPIObject;
}

function nounOf(controller: string): string {
  const name = controller.replace(/Controller$/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Decimals of the currencies that do not have two: what a client needs to write an amount. */
function exponents(): Record<string, number> {
  const pairs = CURRENCIES.map((code) => [code, exponentOf(code)] as const);
  return Object.fromEntries(pairs.filter(([, digits]) => digits !== 2));
}

/** One entry per event type: what a merchant's endpoint receives. */
function webhooks(): NonNullable<OpenAPIObject['webhooks']> {
  return Object.fromEntries(
    Object.entries(EVENT_OBJECTS).map(([type, object]) => [
      type,
      {
        post: {
          operationId: `event_${type.replace('.', '_')}`,
          tags: ['Webhooks'],
          summary: `${type} happened`,
          parameters: HEADERS,
          requestBody: { required: true, content: { 'application/json': { schema: payload(type, object) } } },
          responses: { '2XX': { description: 'Received; anything else is retried by the schedule' } },
        },
      },
    ]),
  );
}

const header = (name: string, description: string) => ({
  name,
  in: 'header' as const,
  required: true,
  description,
  schema: { type: 'string' },
});
const HEADERS = [
  header('webhook-id', 'The event id, the same on every attempt'),
  header('webhook-timestamp', 'Unix seconds of this attempt'),
  header(
    'webhook-signature',
    '`v1,` + base64 HMAC-SHA256 of `id.timestamp.body`; two while a secret rotates (Standard Webhooks 1.0)',
  ),
  header('X-Webhook-Signature', 'Hex HMAC-SHA256 of the exact body, keyed with the whole secret'),
];

function payload(type: string, object: keyof typeof OBJECT_SCHEMAS) {
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
      data: {
        type: 'object',
        required: [object],
        properties: { [object]: { $ref: `#/components/schemas/${OBJECT_SCHEMAS[object]}` } },
      },
    },
  };
}
