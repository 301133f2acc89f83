/** Writes the Postman collection that openapi.yml describes: `node bin/postman.mjs docs/postman.json`, or prints it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { fromApi, inRoot } from './lib/project.mjs';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
const METHODS = ['get', 'post', 'patch', 'put', 'delete'];
const DEEPEST = 6;

/** Every answer that has an id sets the variable of its kind, so that the next request finds it; a login its token. */
const KINDS = { order: 'orderId', pay: 'paymentId', rfnd: 'refundId', evt: 'eventId', we: 'endpointId' };
const KEEP_ID = [
  `const kinds = ${JSON.stringify(KINDS)};`,
  "if ((pm.response.headers.get('content-type') || '').includes('json')) {",
  '  const { id, token } = pm.response.json();',
  "  const kind = typeof id === 'string' ? kinds[id.split('_')[0]] : undefined;",
  '  if (kind) pm.collectionVariables.set(kind, id);',
  "  if (token) pm.collectionVariables.set('sessionToken', token);",
  '}',
];
/** What `{id}` means behind a path. */
const ID_OF = {
  orders: 'orderId',
  payments: 'paymentId',
  refunds: 'refundId',
  events: 'eventId',
  'webhook-endpoints': 'endpointId',
};

const VARIABLES = {
  baseUrl: 'http://localhost:8000',
  apiKey: 'key_test_abc123',
  apiSecret: 'secret_test_xyz789',
  sessionToken: '',
  metricsToken: '',
  ...Object.fromEntries(Object.values(KINDS).map((name) => [name, ''])),
};

const document = fromApi('yaml').parse(readFileSync(inRoot('openapi.yml'), 'utf8'));

const resolved = (part) =>
  part?.$ref
    ? part.$ref
        .slice(2)
        .split('/')
        .reduce((at, name) => at[name], document)
    : part;

const hasExample = (part) => (resolved(part).example ?? null) !== null;

/** A value that the schema allows: its example or default where it has one. Of an object the required and shown fields. */
function sampleOf(given, depth = 0) {
  const schema = resolved(given);
  const { example, examples, type, properties, required = [] } = schema;
  const known = example ?? examples?.[0] ?? schema.default ?? schema.const ?? schema.enum?.[0];
  if (known !== undefined || depth > DEEPEST) return known;
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

/** Ids in a body follow the variables. */
const BODY_IDS = { order_id: '{{orderId}}', payment_id: '{{paymentId}}', endpoint_id: '{{endpointId}}' };
const DEMO_USER = { email: 'test@example.com', password: 'demo-password-2026' };

function bodyOf(operation) {
  const content = resolved(operation.requestBody)?.content?.['application/json'];
  if (!content) return undefined;
  const [first] = Object.values(content.examples ?? {});
  const sample = content.example ?? resolved(first)?.value ?? sampleOf(content.schema);
  const ids = Object.keys(BODY_IDS).filter((name) => name in sample);
  const user = operation.operationId === 'auth_login' ? DEMO_USER : {};
  const value = { ...sample, ...Object.fromEntries(ids.map((name) => [name, BODY_IDS[name]])), ...user };
  return { mode: 'raw', raw: JSON.stringify(value, null, 2), options: { raw: { language: 'json' } } };
}

function urlOf(route, parameters) {
  const parts = route
    .slice(1)
    .replace(/\{(\w+)\}/g, ':$1')
    .split('/');
  const query = parameters
    .filter((one) => one.in === 'query')
    .map(({ name, description, schema, required }) => ({
      key: name,
      value: String(sampleOf(schema ?? {}) ?? ''),
      ...(description && { description }),
      disabled: !required,
    }));
  const kind = ID_OF[parts[2]];
  const variable = parameters
    .filter((one) => one.in === 'path')
    .map(({ name }) => ({ key: name, value: name === 'id' && kind ? `{{${kind}}}` : '' }));
  return {
    raw: `{{baseUrl}}/${parts.join('/')}`,
    host: ['{{baseUrl}}'],
    path: parts,
    ...(query.length > 0 && { query }),
    ...(variable.length > 0 && { variable }),
  };
}

const bearer = (name) => ({ type: 'bearer', bearer: [{ key: 'token', value: `{{${name}}}`, type: 'string' }] });

/** The collection's own is the API key; absent here, it is taken. */
function authOf({ security = [] }) {
  const schemes = security.flatMap((one) => Object.keys(one));
  if (schemes.length === 0) return { type: 'noauth' };
  if (schemes.includes('Basic')) return undefined;
  return bearer(schemes.includes('Session') ? 'sessionToken' : 'metricsToken');
}

function requestOf(route, method, operation) {
  const parameters = (operation.parameters ?? []).map(resolved);
  const body = bodyOf(operation);
  const keyed = parameters.some(({ name }) => name === 'Idempotency-Key');
  const header = [
    ...(body ? [{ key: 'Content-Type', value: 'application/json' }] : []),
    ...(keyed ? [{ key: 'Idempotency-Key', value: '{{$guid}}' }] : []),
  ];
  const auth = authOf(operation);
  return {
    name: operation.summary ?? `${method.toUpperCase()} ${route}`,
    request: {
      ...(auth && { auth }),
      method: method.toUpperCase(),
      header,
      ...(body && { body }),
      url: urlOf(route, parameters),
      ...(operation.description && { description: operation.description }),
    },
    response: [],
  };
}

function folders() {
  const byTag = new Map();
  for (const [route, methods] of Object.entries(document.paths)) {
    for (const method of METHODS.filter((name) => name in methods)) {
      const tag = methods[method].tags?.at(-1) ?? 'Other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), requestOf(route, method, methods[method])]);
    }
  }
  return [...byTag].map(([name, item]) => ({ name, item }));
}

const { title, description } = document.info;
const collection = {
  info: { name: title, description, schema: SCHEMA },
  auth: {
    type: 'basic',
    basic: [
      { key: 'username', value: '{{apiKey}}', type: 'string' },
      { key: 'password', value: '{{apiSecret}}', type: 'string' },
    ],
  },
  variable: Object.entries(VARIABLES).map(([key, value]) => ({ key, value })),
  event: [{ listen: 'test', script: { type: 'text/javascript', exec: KEEP_ID } }],
  item: folders(),
};

const [, , file] = process.argv;
const settings = await resolveConfig(inRoot('docs/postman.json'));
const text = await format(JSON.stringify(collection, null, 2), { ...settings, parser: 'json' });
if (file === undefined) process.stdout.write(text);
else writeFileSync(file, text);
