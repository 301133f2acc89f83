import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import Stripe from 'stripe';
import { parse } from 'yaml';
import { waitFor } from './processes.js';

/** Stripe's own description of the version that the façade speaks. It is not part of this repository. */
const SPECIFICATION = fileURLToPath(new URL('../../../../shared/specs/stripe-2023-08-16.yaml', import.meta.url));
export const hasSpecification = existsSync(SPECIFICATION);

export const DEMO_SECRET = 'secret_test_xyz789';

interface Exchange {
  method: string;
  path: string;
  status: number;
  body: unknown;
}

/** The official client, unmodified, at another address. It records every response for {@link StripeSpecification}. */
export class RecordedStripe {
  readonly client: Stripe;
  readonly exchanges: Exchange[] = [];

  constructor(port: number, secret = DEMO_SECRET) {
    this.client = new Stripe(secret, { host: '127.0.0.1', port, protocol: 'http', emitEventBodies: true });
    this.client.on('response', (event: unknown) => {
      const { method, path, status, body } = event as Exchange;
      this.exchanges.push({ method, path, status, body: structuredClone(body) });
    });
  }
}

export type StripeFailure = InstanceType<typeof Stripe.errors.StripeError> & {
  raw: { type: string; code?: string; param?: string; message: string; headers: Record<string, string> };
};

export async function failureOf(call: Promise<unknown>): Promise<StripeFailure> {
  return call.then(
    (result) => {
      throw new Error(`expected a refusal, got ${JSON.stringify(result)}`);
    },
    (error: unknown) => {
      if (error instanceof Stripe.errors.StripeError) return error as StripeFailure;
      throw error;
    },
  );
}

export interface StripeOperation {
  parameters?: { in: string; name: string; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}
interface Document {
  paths: Record<string, Record<string, StripeOperation>>;
  components: { schemas: Record<string, object> };
}

/** OpenAPI 3.0 writes `nullable`; JSON Schema lists the type null. */
function jsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(jsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, jsonSchema(value)]));
  const { nullable, ...rest } = copy;
  if (nullable !== true) return copy;
  return { anyOf: [rest, { type: 'null' }] };
}

/** Holds responses against the specification. */
export class StripeSpecification {
  private readonly document: Document;
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor() {
    this.document = parse(readFileSync(SPECIFICATION, 'utf8')) as Document;
    const schemas = jsonSchema(this.document.components.schemas);
    this.ajv.addSchema({ $id: 'stripe', components: { schemas } });
  }

  /** The operation of a request, as the specification names it, and what is wrong with the response. */
  check({ method, path, status, body }: Exchange): { operation: string; faults: string[] } {
    const { name, methods } = this.pathOf(method, path);
    // A change that is newer than this version answers with the object, as the GET of its path.
    const operation = methods[method.toLowerCase()] ?? methods['get'];
    if (!operation) throw new Error(`Stripe has no ${name}`);
    const response = operation.responses[String(status)] ?? operation.responses['default'];
    const validate = this.validator(`${name} ${status < 300}`, response?.content?.['application/json']?.schema ?? {});
    const isValid = validate(body);
    const faults = isValid ? [] : (validate.errors ?? []).map((one) => `${name} ${one.instancePath} ${one.message}`);
    return { operation: name, faults };
  }

  /** The path as the specification writes it, and its operations by method. */
  pathOf(method: string, path: string): { name: string; methods: Record<string, StripeOperation> } {
    const route = path.split('?', 1)[0] ?? '';
    const template = Object.keys(this.document.paths)
      .filter((one) => new RegExp(`^${one.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(route))
      .sort((a, b) => a.split('{').length - b.split('{').length)[0];
    return { name: `${method} ${template ?? route}`, methods: (template && this.document.paths[template]) || {} };
  }

  private validator(key: string, schema: object): ValidateFunction {
    const text = JSON.stringify(jsonSchema(schema)).replaceAll('"#/components/', '"stripe#/components/');
    const known = this.compiled.get(key) ?? this.ajv.compile(JSON.parse(text) as object);
    this.compiled.set(key, known);
    return known;
  }
}

/** Waits until an intent has this status. */
export const untilStatus = (stripe: Stripe, id: string, status: string) =>
  waitFor(async () => (await stripe.paymentIntents.retrieve(id)).status === status, { what: `the status ${status}` });
