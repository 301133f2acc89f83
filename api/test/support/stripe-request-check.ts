import { Ajv, type ValidateFunction } from 'ajv';
import type { StripeOperation, StripeSpecification } from './stripe.js';

/** Parameters that are newer than the specification, which Stripe takes in every version. */
const NEWER: Readonly<Record<string, object>> = {
  'POST /v1/checkout/sessions': {
    adaptive_pricing: { type: 'object', properties: { enabled: { type: 'boolean' } } },
  },
};
const FORM = 'application/x-www-form-urlencoded';

export interface StripeRequest {
  method: string;
  path: string;
  body: string;
}

type Nested = { [name: string]: Nested | string };

/** `a[b][0]=c` as an object. */
function nested(text: string): Nested {
  const root: Nested = {};
  for (const [written, value] of new URLSearchParams(text)) {
    const names = written.split(/[[\]]+/).filter((name) => name !== '');
    const last = names.pop() ?? '';
    const place = names.reduce<Nested>((at, name) => (at[name] ??= {}) as Nested, root);
    place[last] = value;
  }
  return root;
}

/** Objects with the names 0, 1, … are lists. */
function withLists(value: Nested | string): unknown {
  if (typeof value === 'string') return value;
  const entries = Object.entries(value).map(([name, one]) => [name, withLists(one)] as const);
  const isList = entries.length > 0 && entries.every(([name], at) => name === String(at));
  return isList ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}

/** A parameter that the specification does not name is an error, at every depth. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy && !('additionalProperties' in copy) ? { ...copy, additionalProperties: false } : copy;
}

function schemaOf(name: string, { parameters = [], requestBody }: StripeOperation): object {
  if (!name.startsWith('GET ')) {
    const schema = (requestBody?.content[FORM]?.schema ?? {}) as { properties?: object };
    return { ...schema, properties: { ...schema.properties, ...NEWER[name] } };
  }
  const query = parameters.filter((one) => one.in === 'query').map((one) => [one.name, one.schema] as const);
  return { type: 'object', properties: Object.fromEntries(query), additionalProperties: false };
}

/** Holds requests against the specification: method, path, and parameters by name and type. */
export class StripeRequestCheck {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, coerceTypes: true });
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(private readonly specification: StripeSpecification) {}

  faultsOf({ method, path, body }: StripeRequest): string[] {
    const { name, methods } = this.specification.pathOf(method, path);
    const operation = methods[method.toLowerCase()];
    if (!operation) return [`Stripe has no ${name}`];
    const validate = this.compiled.get(name) ?? this.ajv.compile(closed(schemaOf(name, operation)) as object);
    this.compiled.set(name, validate);
    const query = path.slice(path.indexOf('?') + 1);
    const sent = withLists(nested(method === 'GET' ? (path.includes('?') ? query : '') : body));
    if (validate(sent)) return [];
    return (validate.errors ?? []).map(
      (one) => `${name} ${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`,
    );
  }
}
