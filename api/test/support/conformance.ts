import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type CallOptions, Client, type Reply } from './client.js';
import { openApiDocument } from './openapi-document.js';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  [keyword: string]: unknown;
}
export interface Media {
  schema: Schema;
  example?: unknown;
  examples?: Record<string, { $ref?: string; value?: unknown }>;
}
export interface Operation {
  operationId: string;
  summary?: string;
  tags: string[];
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; example?: string; schema?: Schema }[];
  responses: Record<
    string,
    { description: string; headers?: Record<string, { $ref: string }>; content?: Record<string, Media> }
  >;
  requestBody?: { content: Record<string, Media> };
}
export interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: Operation }>;
  components: {
    schemas: Record<string, Schema>;
    headers: Record<string, object>;
    examples: Record<string, { value: unknown }>;
    securitySchemes: Record<string, object>;
  };
  tags: { name: string; description: string }[];
}

export const openApi = (await openApiDocument()) as OpenApi;

/** Responses must match exactly: a field that openapi.yml does not name is an error. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy && !('additionalProperties' in copy) ? { ...copy, additionalProperties: false } : copy;
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
(formats as unknown as (instance: Ajv2020) => void)(ajv);
ajv.addFormat('currency', /^[A-Z]{3}$/);
/** Each component is a schema of its own: a part of one would be compiled again for every response that refers to it. */
const linked = (schema: Schema) =>
  JSON.parse(JSON.stringify(closed(schema)).replaceAll('"#/components/schemas/', '"openapi:')) as object;
for (const [name, schema] of Object.entries(openApi.components.schemas))
  ajv.addSchema(linked(schema), `openapi:${name}`);

const compiled = new Map<string, ValidateFunction>();
const templates = Object.keys(openApi.paths)
  .map((template) => ({ template, pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`) }))
  // A literal segment wins over a parameter, as in the router.
  .sort((a, b) => a.template.split('{').length - b.template.split('{').length);

/** The operations with the statuses that they returned: a full run must cover all. */
export const covered = new Set<string>();

/** A client that fails on a response that openapi.yml does not document, in status or shape. */
export class ConformingClient extends Client {
  override async call(method: string, path: string, body: unknown, options?: CallOptions): Promise<Reply> {
    const reply = await super.call(method, path, body, options);
    conform(method, path, reply);
    return reply;
  }
}

/** The operation of the document that matches this request. */
export function operationOf(method: string, path: string): Operation | undefined {
  const { pathname } = new URL(path, 'http://localhost');
  const template = templates.find(({ pattern }) => pattern.test(pathname))?.template;
  return template === undefined ? undefined : openApi.paths[template]?.[method.toLowerCase()];
}

export function conform(method: string, path: string, { status, json, text }: Reply): void {
  const operation = operationOf(method, path);
  if (!operation) throw new Error(`${method} ${path} is not in openapi.yml`);
  const response = operation.responses[status];
  if (!response) throw new Error(`${operation.operationId} does not document status ${status}: ${text}`);
  covered.add(`${operation.operationId} ${status}`);
  const schema = response.content?.['application/json']?.schema;
  if (schema) validate(`${operation.operationId} ${status}`, schema, json, text);
}

/** The example values beside a schema. */
export function examplesOf({ example, examples = {} }: Media): unknown[] {
  const named = Object.values(examples).map(({ $ref, value }) =>
    $ref ? openApi.components.examples[$ref.slice($ref.lastIndexOf('/') + 1)]?.value : value,
  );
  return example === undefined ? named : [example, ...named];
}

/** Validates a webhook's body against the document's schema of its type. */
export function conformEvent(type: string, payload: string): void {
  const schema = openApi.webhooks[type]?.post.requestBody?.content['application/json']?.schema;
  if (!schema) throw new Error(`${type} is not among the webhooks of openapi.yml`);
  validate(type, schema, JSON.parse(payload), payload);
}

export function validate(name: string, schema: Schema, value: unknown, text = JSON.stringify(value)): void {
  const check = compiled.get(name) ?? ajv.compile(linked(schema));
  compiled.set(name, check);
  if (!check(value)) throw new Error(`${name}: ${ajv.errorsText(check.errors)}\n${text}`);
}
