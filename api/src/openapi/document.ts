import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { amountLimitsOf, CURRENCIES, exponentOf } from '../platform/currency.js';
import { ERROR_EXAMPLES, RESPONSE_HEADERS, TAGS } from './components.js';
import { withExamples } from './examples.js';
import { withClosedRequestBodies } from './request-bodies.js';
import { webhooks } from './webhooks.js';

const DESCRIPTION = `Orders, UPI and card payments, refunds and signed webhooks.

Amounts are integers in the currency's minor unit (paise for INR). Times are ISO 8601 UTC. Every POST, PATCH and DELETE
takes an \`Idempotency-Key\`: the same key and request bring back the first answer, byte for byte, marked
\`Idempotent-Replayed: true\`. Every error is \`{"error":{"code","description","field"?,"reason","request_id"}}\`: branch on
\`reason\`, never on the words of \`description\`.

Unknown fields of a body and unknown parameters of a query are refused with the reason \`unknown_parameter\`, as are
parameters given twice and a body of a GET. New fields, enum values, reasons and event types may be added to answers.

In a demo run the test merchant's key is \`key_test_abc123\` with the secret \`secret_test_xyz789\`.`;

/** Generates the document of /docs and openapi.yml from the code. */
export function openApiDocument(app: INestApplication, serverUrl = 'http://localhost:8000'): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Payment gateway')
    .setDescription(DESCRIPTION)
    .setVersion('1.0.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(serverUrl)
    .setExternalDoc('The same to read, with samples in curl, Node.js, Python and PHP', `${serverUrl}/reference`)
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Api-Key' }, 'ApiKey')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Api-Secret' }, 'ApiSecret')
    .addBasicAuth({ type: 'http', description: 'API key as user, API secret as password' }, 'Basic')
    .addSecurity('Session', opaque('Session of a user; X-Merchant-Id names the merchant they act for'))
    .addSecurity('Metrics', opaque('METRICS_TOKEN'));
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    autoTagControllers: false,
    operationIdFactory: (controller, method) => `${nounOf(controller)}_${method}`,
  });
  for (const methods of Object.values(document.paths) as Record<string, { security?: object[] }>[]) {
    for (const operation of Object.values(methods)) operation.security ??= []; // declares that no credentials are needed
  }
  const components = { ...document.components, headers: RESPONSE_HEADERS, examples: ERROR_EXAMPLES };
  return withExamples({
    ...withClosedRequestBodies(document),
    components,
    webhooks: webhooks(),
    'x-currency-exponents': exponents(),
    'x-currency-limits': amountLimits(),
  } as OpenAPIObject);
}

/** An opaque bearer token; addBearerAuth() would document it as a JWT. */
const opaque = (description: string) => ({ type: 'http' as const, scheme: 'bearer', description });

function nounOf(controller: string): string {
  const name = controller.replace(/Controller$/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** The exponents of currencies that do not have two decimals. */
function exponents(): Record<string, number> {
  const pairs = CURRENCIES.map((code) => [code, exponentOf(code)] as const);
  return Object.fromEntries(pairs.filter(([, digits]) => digits !== 2));
}

/** The limits of an order's amount in currencies whose limits differ from those of INR. */
function amountLimits(): Record<string, object> {
  const { minimum, maximum } = amountLimitsOf('INR');
  const limits = CURRENCIES.map((code) => [code, amountLimitsOf(code)] as const);
  return Object.fromEntries(limits.filter(([, one]) => one.minimum !== minimum || one.maximum !== maximum));
}
