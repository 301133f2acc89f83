import type { Language } from './highlight.js';

/** A request as the samples show it. */
export interface SampleRequest {
  method: string;
  /** With example ids in place of parameters. */
  url: string;
  /** `orders_create`: noun and verb of the SDK. */
  operationId: string;
  /** Values of the path's parameters, in their order. */
  ids: readonly string[];
  body?: unknown;
  credentials: 'key' | 'session' | 'none';
}

type Sample = (request: SampleRequest) => string;
const INDENT = '  ';

export const LANGUAGES: readonly (readonly [id: Exclude<Language, 'json'>, name: string, sample: Sample])[] = [
  ['curl', 'curl', (request) => curl(request)],
  ['node', 'Node.js', (request) => node(request)],
  ['python', 'Python', (request) => python(request)],
  ['php', 'PHP', (request) => php(request)],
];

const isWrite = ({ method }: SampleRequest) => method !== 'GET';
const keyOf = ({ operationId }: SampleRequest) => `${operationId.replaceAll('_', '-').toLowerCase()}-1`;

function curl(request: SampleRequest): string {
  const { method, url, body, credentials } = request;
  const lines = [`curl ${method === 'GET' || method === 'POST' ? '' : `-X ${method} `}${url}`];
  if (method === 'POST' && body === undefined) lines[0] = `curl -X POST ${url}`;
  if (credentials === 'key') lines.push(`-u "$API_KEY:$API_SECRET"`);
  if (credentials === 'session') lines.push(`-H "Authorization: Bearer $SESSION_TOKEN"`);
  if (isWrite(request)) lines.push(`-H 'Idempotency-Key: ${keyOf(request)}'`);
  if (body !== undefined)
    lines.push(
      `-H 'Content-Type: application/json'`,
      `-d '${indented(JSON.stringify(body, null, 2)).replaceAll(`'`, `'\\''`)}'`,
    );
  return lines.join(` \\\n${INDENT}`);
}

/** The lines after the first, by one level. JSON has no line breaks in its texts. */
const indented = (json: string) => json.replaceAll('\n', `\n${INDENT}`);

const NODE_CREDENTIALS = {
  key: ['apiKey: process.env.API_KEY', 'apiSecret: process.env.API_SECRET'],
  session: ['sessionToken: process.env.SESSION_TOKEN'],
  none: [],
};

function node({ url, operationId, ids, body, credentials }: SampleRequest): string {
  const [noun, verb] = operationId.split('_');
  const given = [
    ...ids.map((id) => literal(id, NODE)),
    ...(body === undefined ? [] : [literal(camelCased(body), NODE)]),
  ];
  return [
    `import { PaymentGateway } from '@payment-gateway/sdk';`,
    '',
    'const gateway = new PaymentGateway({',
    ...[...NODE_CREDENTIALS[credentials], `baseUrl: '${new URL(url).origin}'`].map((option) => `${INDENT}${option},`),
    '});',
    `console.log(await gateway.${noun}.${verb}(${given.join(', ')}));`,
  ].join('\n');
}

const PYTHON_CREDENTIALS = {
  key: `credentials = base64.b64encode(f"{os.environ['API_KEY']}:{os.environ['API_SECRET']}".encode()).decode()`,
  session: `credentials = os.environ['SESSION_TOKEN']`,
  none: '',
};

function python(request: SampleRequest): string {
  const { method, url, body, credentials } = request;
  const scheme = credentials === 'key' ? 'Basic' : 'Bearer';
  const headers = [
    credentials !== 'none' && `"Authorization": f"${scheme} {credentials}"`,
    isWrite(request) && `"Idempotency-Key": "${keyOf(request)}"`,
    body !== undefined && `"Content-Type": "application/json"`,
  ].filter(Boolean);
  return [
    `import ${credentials === 'key' ? 'base64, ' : ''}json, os, urllib.request`,
    '',
    ...(credentials === 'none' ? [] : [PYTHON_CREDENTIALS[credentials]]),
    `request = urllib.request.Request("${url}", method="${method}", headers={`,
    ...headers.map((header) => `${INDENT}${String(header)},`),
    body === undefined ? '})' : `}, data=json.dumps(${literal(body, PYTHON)}).encode())`,
    'with urllib.request.urlopen(request) as response:',
    `${INDENT}print(json.load(response))`,
  ].join('\n');
}

function php(request: SampleRequest): string {
  const { method, url, body, credentials } = request;
  const headers = [
    credentials === 'key' && `'Authorization: Basic ' . base64_encode(getenv('API_KEY') . ':' . getenv('API_SECRET'))`,
    credentials === 'session' && `'Authorization: Bearer ' . getenv('SESSION_TOKEN')`,
    isWrite(request) && `'Idempotency-Key: ${keyOf(request)}'`,
    body !== undefined && `'Content-Type: application/json'`,
  ].filter(Boolean);
  return [
    '<?php',
    `$context = stream_context_create(['http' => [`,
    `${INDENT}'method' => '${method}',`,
    `${INDENT}'ignore_errors' => true, // a refusal has a body too`,
    ...(headers.length === 0 ? [] : [`${INDENT}'header' => [`]),
    ...headers.map((header) => `${INDENT.repeat(2)}${String(header)},`),
    ...(headers.length === 0 ? [] : [`${INDENT}],`]),
    ...(body === undefined ? [] : [`${INDENT}'content' => json_encode(${literal(body, PHP, 1)}),`]),
    ']]);',
    `print_r(json_decode(file_get_contents('${url}', false, $context), true));`,
  ].join('\n');
}

interface Syntax {
  text: (value: string) => string;
  nothing: string;
  yes: string;
  no: string;
  field: (name: string) => string;
  map: readonly [string, string];
  /** Of a map without entries. */
  empty: string;
}
const quoted = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll(`'`, `\\'`)}'`;
const fieldName = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? `${name}: ` : `${quoted(name)}: `);
const json = { text: (value: string) => JSON.stringify(value), map: ['{', '}'], empty: '{}' } as const;
const NODE: Syntax = { ...json, text: quoted, nothing: 'null', yes: 'true', no: 'false', field: fieldName };
const PYTHON: Syntax = { ...json, nothing: 'None', yes: 'True', no: 'False', field: (name) => `"${name}": ` };
const PHP: Syntax = {
  ...{ text: quoted, nothing: 'null', yes: 'true', no: 'false', field: (name) => `${quoted(name)} => ` },
  ...{ map: ['[', ']'], empty: 'new stdClass()' },
};

/** A JSON value as a literal of the language. */
function literal(value: unknown, syntax: Syntax, depth = 0): string {
  if (value === null || value === undefined) return syntax.nothing;
  if (typeof value === 'string') return syntax.text(value);
  if (typeof value === 'boolean') return value ? syntax.yes : syntax.no;
  if (typeof value !== 'object') return JSON.stringify(value);
  const lines = Array.isArray(value)
    ? value.map((one) => literal(one, syntax, depth + 1))
    : Object.entries(value).map(([name, one]) => syntax.field(name) + literal(one, syntax, depth + 1));
  const [open, close] = Array.isArray(value) ? ['[', ']'] : syntax.map;
  if (lines.length === 0) return Array.isArray(value) ? '[]' : syntax.empty;
  const pad = INDENT.repeat(depth + 1);
  return `${open}\n${lines.map((line) => `${pad}${line},\n`).join('')}${INDENT.repeat(depth)}${close}`;
}

/** Maps whose names belong to the merchant keep them. */
const FREE = new Set(['notes', 'headers']);

function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      FREE.has(name) ? one : camelCased(one),
    ]),
  );
}
