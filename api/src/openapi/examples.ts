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
 * Gives every request body and every answer an example: assembled field by field from what the DTOs say, laid over with
 * a sample event's object where the answer shows one, and with what the request said. A field of which nothing is known
 * stops the document from being written.
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
    const asked = Object.values(requestBody?.content ?? {}).map((media) => this.request(operationId, media));
    for (const [status, { content = {} }] of Object.entries(responses)) {
      for (const [type, media] of Object.entries(content)) {
        const fixed = RESPONSE_EXAMPLES[`${operationId} ${status} ${type}`] ?? RESPONSE_EXAMPLES[`${operationId} ${status}`];
        if (!('examples' in media)) media['example'] = this.answer(operationId, fixed, media.schema, asked[0]);
      }
    }
  }

  /** The first of a request's examples. */
  private request(operationId: string, media: Media): Json {
    const several = REQUEST_EXAMPLES[operationId];
    if (!several) return (media['example'] = this.of(media.schema, true) as Json);
    media['examples'] = Object.fromEntries(Object.entries(several).map(([name, value]) => [name, { value }]));
    return Object.values(several)[0] ?? {};
  }

  private answer(operationId: string, fixed: Json | string | undefined, schema: Schema, asked: Json = {}): unknown {
    if (typeof fixed === 'string') return fixed;
    const built = this.of(schema) as Json;
    const shown: EventType | undefined = SAMPLE_EVENTS[operationId];
    const sample = shown ? sampleObject(shown).object : {};
    const [first] = Array.isArray(built['data']) ? (built['data'] as Json[]) : [];
    if (first) return { ...built, data: [laidOver(first, sample)] };
    return { ...laidOver(laidOver(built, sample), asked), ...fixed };
  }

  /** A value that the schema allows. Of a request: what is needed, and what the DTO gives an example or default for. */
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
    throw new Error(`openapi.yml: nothing is known to show for ${name}`);
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

/** With the fields that both have as the second has them. */
function laidOver(base: Json, over: Json): Json {
  return Object.fromEntries(Object.entries(base).map(([key, value]) => [key, key in over ? over[key] : value]));
}
