/** Before the build: empties dist, and writes src/generated from openapi.yml: the types of the wire, and what the client needs to know while it runs. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';

const source = new URL('../openapi.yml', import.meta.url);
const target = new URL('./src/generated/', import.meta.url);
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const openapi = parse(readFileSync(source, 'utf8'));

/** `json` is the rule; an answer may also be a page of a `list`, `text`, or a `stream` of server-sent events. */
function answerOf({ responses }) {
  const [, { content = {} }] = Object.entries(responses).find(([status]) => status.startsWith('2'));
  if (content['text/event-stream']) return 'stream';
  if (!content['application/json']) return 'text';
  return hasCursor(content['application/json'].schema) ? 'list' : 'json';
}

function hasCursor({ $ref = '', allOf = [], properties = {} } = {}) {
  const schema = openapi.components.schemas[$ref.split('/').at(-1)];
  return 'next_cursor' in properties || (schema && hasCursor(schema)) || allOf.some(hasCursor);
}

function operation(method, path, definition) {
  const inQuery = definition.parameters?.some((parameter) => parameter.in === 'query');
  const input = definition.requestBody ? 'body' : inQuery ? 'query' : 'none';
  return { method: method.toUpperCase(), path, input, answer: answerOf(definition) };
}

/** `orders_create` becomes `orders: { create }`. */
function operations() {
  const nouns = {};
  for (const [path, item] of Object.entries(openapi.paths)) {
    for (const method of METHODS.filter((name) => item[name])) {
      const [noun, verb] = item[method].operationId.split('_');
      (nouns[noun] ??= {})[verb] = operation(method, path, item[method]);
    }
  }
  return nouns;
}

/** Maps whose keys are the user's own, so that no case is changed in them. */
function openMaps(schema, found = new Set()) {
  for (const [name, property] of Object.entries(schema?.properties ?? {})) {
    if (property.additionalProperties) found.add(name);
  }
  for (const part of Object.values(schema ?? {})) if (part && typeof part === 'object') openMaps(part, found);
  return found;
}

const declare = (name, value) => `export const ${name} = ${JSON.stringify(value, null, 2)} as const;\n`;

// What an earlier build left would be packed as well.
rmSync(new URL('./dist/', import.meta.url), { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const types = astToString(await openapiTS(source, { defaultNonNullable: false, alphabetize: false }));
writeFileSync(new URL('openapi.ts', target), types);
writeFileSync(
  new URL('contract.ts', target),
  [
    '/** Generated from openapi.yml. */',
    declare('OPERATIONS', operations()),
    declare('EVENT_TYPES', Object.keys(openapi.webhooks)),
    declare('OPEN_MAPS', [...openMaps(openapi)].sort()),
    '/** Decimals of the currencies that do not have two. */',
    declare('EXPONENTS', openapi['x-currency-exponents']),
  ].join('\n'),
);
