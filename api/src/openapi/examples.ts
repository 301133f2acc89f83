import type { OpenAPIObject } from '@nestjs/swagger';
import { DEMO_MERCHANT } from '../accounts/demo/demo-merchant.js';
import type { EventType } from '../messaging/events/event-types.js';
import { RESPONSE_EXAMPLES, REQUEST_EXAMPLES, SAMPLE_EVENTS, FIELD_EXAMPLES } from './example-values.js';
import { eventBody, EXAMPLE_TIME, sampleObject } from './samples.js';

type Json = Record<string, unknown>;
interface Schema extends Json {
  $ref?: string;
  type?: string | string[];
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
}
interface Media extends Json {
  schema: Schema;
}
type Content = Record<string, Media>;
interface Operation {
  operationId: string;
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
}

/**
 * Adds an example to every request body and every response. It is assembled field by field from the DTOs; fields of a
 * sample event's object and of the request example override it. Throws if a field has no known example.
 */
export function withExamples(document: OpenAPIObject): OpenAPIObject {
  const writer = new ExampleWriter(document.components?.schemas as Record<string, Schema>);
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods as Json));
  for (const operation of operations) writer.write(operation as Operation);
  return document;
}

class ExampleWriter {
  constructor(private readonly schemas: Record<string, Schema>) {}

  write({ operationId, requestBody, responses }: Operation): void {
    const requests = Object.values(requestBody?.content ?? {}).map((media) => this.request(operationId, media));
    for (const [status, { content = {} }] of Object.entries(responses)) {
      for (const [type, media] of Object.entries(content)) {
        const fixed =
          RESPONSE_EXAMPLES[`${operationId} ${status} ${type}`] ?? RESPONSE_EXAMPLES[`${operationId} ${status}`];
        if (!('examples' in media)) media['example'] = this.response(operationId, fixed, media.schema, requests[0]);
      }
    }
  }

  /** Sets the examples of a request and returns the first. */
  private request(operationId: string, media: Media): Json {
    const several = REQUEST_EXAMPLES[operationId];
    if (!several) return (media['example'] = this.of(media.schema, true) as Json);
    media['examples'] = Object.fromEntries(Object.entries(several).map(([name, value]) => [name, { value }]));
    return Object.values(several)[0] ?? {};
  }

  private response(operationId: string, fixed: Json | string | undefined, schema: Schema, request: Json = {}): unknown {
    if (typeof fixed === 'string') return fixed;
    const built = this.of(schema) as Json;
    const shown: EventType | undefined = SAMPLE_EVENTS[operationId];
    const sample = shown ? sampleObject(shown).object : {};
    const [first] = Array.isArray(built['data']) ? (built['data'] as Json[]) : [];
    if (first) return { ...built, data: [overridden(first, sample)] };
    return { ...overridden(overridden(built, sample), request), ...fixed };
  }

  /** A value that the schema allows. Requests get the required fields, and those with an example or default. */
  private of(schema: Schema, request = false, name = ''): unknown {
    if (schema.$ref) return this.of(this.schemas[last(schema.$ref)]!, request, last(schema.$ref));
    if ('example' in schema) return schema['example'];
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => this.of(part, request, name)));
    const typical = name.includes('.') ? typicalOf(name) : undefined;
    if (typical !== undefined) return typical;
    const known = schema['default'] ?? schema['const'] ?? schema.enum?.[0];
    if (known !== undefined) return known;
    const types = [schema.type ?? schema.oneOf?.map(({ type }) => type ?? '')].flat();
    if (types.includes('null')) return null;
    if (schema.items) return [this.of(schema.items, request, name)];
    if (schema.properties) return this.object(schema, request, name);
    if (schema.format === 'date-time') return EXAMPLE_TIME.toISOString();
    throw new Error(`openapi.yml: ${name} has no example`);
  }

  private object({ properties = {}, required = [] }: Schema, request: boolean, dto: string): Json {
    const shown = Object.entries(properties).filter(
      ([name, field]) => !request || required.includes(name) || 'example' in field || 'default' in field,
    );
    return Object.fromEntries(shown.map(([name, field]) => [name, this.of(field, request, `${dto}.${name}`)]));
  }
}

const last = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** By the field's full name (`OrderDto.id`), or by its own. */
function typicalOf(name: string): unknown {
  if (name.endsWith('.payload')) return eventBody('payment.success');
  if (name.endsWith('.merchant_id')) return DEMO_MERCHANT.id;
  const field = name.slice(name.indexOf('.') + 1);
  return name in FIELD_EXAMPLES ? FIELD_EXAMPLES[name] : FIELD_EXAMPLES[field];
}

/** `base`, with the values of `by` in the fields that both have. */
function overridden(base: Json, by: Json): Json {
  return Object.fromEntries(Object.entries(base).map(([key, value]) => [key, key in by ? by[key] : value]));
}
