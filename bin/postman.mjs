/** Generates a Postman collection from openapi.yml: `node bin/postman.mjs docs/postman.json`; without a file it prints it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { GIVEN, RECIPES } from './lib/postman-recipes.mjs';
import { scriptsOf } from './lib/postman-scripts.mjs';
import { fromApi, inRoot } from './lib/project.mjs';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
const METHODS = ['get', 'post', 'patch', 'put', 'delete'];
const MAX_DEPTH = 6;

const document = fromApi('yaml').parse(readFileSync(inRoot('openapi.yml'), 'utf8'));

const resolved = (part) =>
  part?.$ref
    ? part.$ref
        .slice(2)
        .split('/')
        .reduce((at, name) => at[name], document)
    : part;

const hasExample = (part) => (resolved(part).example ?? null) !== null;

/** A value that the schema allows: its example or default if it has one. Objects get the required fields and those with examples. */
function sampleOf(given, depth = 0) {
  const schema = resolved(given);
  const { example, examples, type, properties, required = [] } = schema;
  const known = example ?? examples?.[0] ?? schema.default ?? schema.const ?? schema.enum?.[0];
  if (known !== undefined || depth > MAX_DEPTH) return known;
  const [form] = schema.oneOf ?? schema.anyOf ?? [];
  if (form) return sampleOf(form, depth + 1);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sampleOf(part, depth + 1)));
  switch ([type].flat()[0]) {
    case 'object': {
      const shown = Object.entries(properties ?? {}).filter(
        ([name, part]) => required.includes(name) || hasExample(part),
      );
      return Object.fromEntries(shown.map(([name, part]) => [name, sampleOf(part, depth + 1)]));
    }
    case 'array':
      return [sampleOf(schema.items, depth + 1)];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return schema.format === 'date-time' ? '2026-01-31T00:00:00Z' : '';
  }
}

function bodyOf(operation, { body }) {
  const content = resolved(operation.requestBody)?.content?.['application/json'];
  if (!content) return undefined;
  const [first] = Object.values(content.examples ?? {});
  const value = body ?? content.example ?? resolved(first)?.value ?? sampleOf(content.schema);
  // A version is a number, which a variable in quotes would not be.
  const raw = JSON.stringify(value, null, 2).replaceAll(/"(\{\{\w+Version\}\})"/g, '$1');
  return { mode: 'raw', raw, options: { raw: { language: 'json' } } };
}

function urlOf(route, parameters, { path = {}, query: given = {} }) {
  const parts = route
    .slice(1)
    .replace(/\{(\w+)\}/g, ':$1')
    .split('/');
  const query = parameters
    .filter((one) => one.in === 'query')
    .map(({ name, description, schema, required }) => ({
      key: name,
      value: String(given[name] ?? sampleOf(schema ?? {}) ?? ''),
      ...(description && { description }),
      disabled: !required && !(name in given),
    }));
  const variable = parameters
    .filter((one) => one.in === 'path')
    .map(({ name }) => ({ key: name, value: path[name] ?? '' }));
  return {
    raw: `{{baseUrl}}/${parts.join('/')}`,
    host: ['{{baseUrl}}'],
    path: parts,
    ...(query.length > 0 && { query }),
    ...(variable.length > 0 && { variable }),
  };
}

const bearer = (name) => ({ type: 'bearer', bearer: [{ key: 'token', value: `{{${name}}}`, type: 'string' }] });
const basic = ([username, password]) => ({
  type: 'basic',
  basic: Object.entries({ username, password }).map(([key, name]) => ({ key, value: `{{${name}}}`, type: 'string' })),
});

/** Undefined: the collection's default, the API key. */
function authOf({ security = [] }, { auth }) {
  if (auth) return auth.bearer ? bearer(auth.bearer) : basic(auth.basic);
  const schemes = security.flatMap((one) => Object.keys(one));
  if (schemes.length === 0) return { type: 'noauth' };
  if (schemes.includes('Basic')) return undefined;
  return bearer(schemes.includes('Session') ? 'sessionToken' : 'metricsToken');
}

/** The documented success response. */
function expectedOf({ responses }, wanted = '2') {
  const [status, response] = Object.entries(responses).find(([code]) => code.startsWith(wanted));
  const content = resolved(response).content ?? {};
  const schema = resolved(content['application/json']?.schema ?? {});
  const items = resolved(schema.properties?.data?.items ?? {});
  return {
    status: Number(status),
    types: Object.keys(content),
    fields: requiredOf(schema),
    itemFields: requiredOf(items),
  };
}

const requiredOf = ({ required = [], allOf = [] }) => [
  ...new Set([...required, ...allOf.flatMap((part) => requiredOf(resolved(part)))]),
];

function requestOf(route, method, operation) {
  const recipe = RECIPES[operation.operationId] ?? {};
  const parameters = (operation.parameters ?? []).map(resolved);
  const body = bodyOf(operation, recipe);
  const keyed = parameters.some(({ name }) => name === 'Idempotency-Key');
  const headers = {
    ...(body && { 'Content-Type': 'application/json' }),
    ...(keyed && { 'Idempotency-Key': '{{$guid}}' }),
    ...recipe.headers,
  };
  const auth = authOf(operation, recipe);
  return {
    name: operation.summary ?? `${method.toUpperCase()} ${route}`,
    event: scriptsOf(recipe, expectedOf(operation, recipe.refused)),
    request: {
      ...(auth && { auth }),
      method: method.toUpperCase(),
      header: Object.entries(headers).map(([key, value]) => ({ key, value })),
      ...(body && { body }),
      url: urlOf(route, parameters, recipe),
      ...(operation.description && { description: operation.description }),
    },
    response: [],
  };
}

/** In the order of the recipes; operations without a recipe come last. */
function operations() {
  const all = Object.entries(document.paths).flatMap(([route, methods]) =>
    METHODS.filter((name) => name in methods).map((method) => ({ route, method, operation: methods[method] })),
  );
  const ids = new Set(all.map(({ operation }) => operation.operationId));
  const order = Object.keys(RECIPES);
  const obsolete = order.filter((id) => !ids.has(id));
  if (obsolete.length > 0) throw new Error(`bin/lib/postman-recipes.mjs: no such operation: ${obsolete.join(', ')}`);
  const placeOf = ({ operation }) => order.indexOf(operation.operationId) >>> 0; // -1 becomes the largest value
  return all.sort((one, other) => placeOf(one) - placeOf(other));
}

function folders() {
  const byTag = new Map();
  for (const { route, method, operation } of operations()) {
    const tag = operation.tags?.at(-1) ?? 'Other';
    byTag.set(tag, [...(byTag.get(tag) ?? []), requestOf(route, method, operation)]);
  }
  return [...byTag].map(([name, item]) => ({ name, item }));
}

/** The variables that recipes fill (empty at first), and the given ones. */
function variables() {
  const named = [...JSON.stringify(folders()).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
  return { ...Object.fromEntries(named.map((name) => [name, ''])), ...GIVEN };
}

const { title, description } = document.info;
const collection = {
  info: { name: title, description, schema: SCHEMA },
  auth: basic(['apiKey', 'apiSecret']),
  variable: Object.entries(variables()).map(([key, value]) => ({ key, value })),
  item: folders(),
};

const [, , file] = process.argv;
const settings = await resolveConfig(inRoot('docs/postman.json'));
const text = await format(JSON.stringify(collection, null, 2), { ...settings, parser: 'json' });
if (file === undefined) process.stdout.write(text);
else writeFileSync(file, text);
