import fc, { type Arbitrary } from 'fast-check';
import type { Reply } from './client.js';
import { openApi, type Operation, type Schema } from './conformance.js';

/** One request as it is sent: with a complete path, and its body as bytes. */
export interface Attempt {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** Texts that have broken servers before. */
const HOSTILE_TEXTS = [
  ...['', ' ', '\0', '\u0000', '\n\r\t', '\ud83d', '\udca5', '\u202e', '\ufeff', '💥'.repeat(99), 'x'.repeat(5_000)],
  ...["' OR 1=1 --", "'; DROP TABLE orders; --", '%00', '%', '_', '\\', '../../etc/passwd', '${7*7}', '{{7*7}}'],
  ...['__proto__', 'constructor', 'toString', '[object Object]', 'null', 'undefined', 'NaN', '-1', '1e309', '0x10'],
  ...['<script>alert(1)</script>', 'javascript:alert(1)', 'http://169.254.169.254/', 'file:///etc/passwd', '//x'],
  ...['2026-02-30T00:00:00Z', '0000-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', '2026-01-01T00:00:00+99:99'],
];
const HOSTILE_VALUES: unknown[] = [
  ...[null, true, false, 0, -0, -1, 0.1, 1e21, 2 ** 53, -(2 ** 63), Number.MIN_VALUE, Number.MAX_VALUE],
  ...[[], [[]], {}, { length: 1 }, { $ne: null }, { toJSON: 1 }, Array(300).fill(0)],
];
const hostileText = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: 'binary' }), fc.string());
const hostileValue = fc.oneof(hostileText, fc.constantFrom(...HOSTILE_VALUES), fc.jsonValue({ maxDepth: 4 }));

/** Values that cannot be generated from the document: they pass validation and reach the domain. */
export type Known = Record<string, Arbitrary<unknown>>;

/** Values that the schema permits. */
function valid(schema: Schema, known: Known, name = ''): Arbitrary<unknown> {
  const made = known[name];
  if (made) return made;
  if (schema.$ref) return valid(resolve(schema.$ref), known, name);
  const { enum: choices, oneOf, anyOf, allOf } = schema as { [keyword: string]: unknown[] | undefined };
  if (choices) return fc.constantFrom(...choices);
  const either = (oneOf ?? anyOf ?? allOf) as Schema[] | undefined;
  if (either) return fc.oneof(...either.map((one) => valid(one, known, name)));
  const types = [schema.type ?? []].flat();
  return types.length === 0 ? fc.jsonValue() : fc.oneof(...types.map((type) => ofType(type, schema, known)));
}

function ofType(type: string, schema: Schema, known: Known): Arbitrary<unknown> {
  const number = (keyword: string, fallback: number) => Number(schema[keyword] ?? fallback);
  switch (type) {
    case 'integer':
    case 'number':
      return fc.integer({ min: number('minimum', -1_000), max: Math.min(number('maximum', 1e9), 2 ** 31 - 1) });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valid((schema['items'] ?? {}) as Schema, known), { maxLength: 4 });
    case 'object':
      return ofObject(schema, known);
    default:
      return ofText(schema, number('minLength', 0), number('maxLength', 40));
  }
}

function ofObject({ properties = {}, additionalProperties, required = [] }: Schema, known: Known): Arbitrary<unknown> {
  const extra = additionalProperties as Schema | undefined;
  if (extra) return fc.dictionary(fc.string({ maxLength: 20 }), valid(extra, known), { maxKeys: 4 });
  const fields = Object.entries(properties).map(([name, schema]) => [name, valid(schema, known, name)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: required as string[] });
}

const TIMES = { min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true };
function ofText({ format, example }: Schema, minLength: number, maxLength: number): Arbitrary<unknown> {
  if (format === 'date-time') return fc.date(TIMES).map((time) => time.toISOString());
  if (format === 'uuid') return fc.uuid();
  if (format === 'uri') return fc.constantFrom('https://shop.example/a', 'http://localhost:4000/b');
  const free = fc.string({ minLength, maxLength: Math.min(maxLength, 300) });
  return example === undefined ? free : fc.oneof(fc.constant(example), free);
}

function resolve(reference: string): Schema {
  return openApi.components.schemas[reference.split('/').at(-1) ?? ''] ?? {};
}

/** Bodies: mostly valid, many with one wrong field, some entirely wrong, some not JSON. */
function body({ requestBody }: Operation, known: Known): Arbitrary<string | undefined> {
  const schema = requestBody?.content['application/json']?.schema;
  const names = Object.keys((schema?.$ref ? resolve(schema.$ref) : schema)?.properties ?? { a: {} });
  const good = schema ? valid(schema, known) : fc.constantFrom({}, undefined);
  // An operation without a body refuses every name: one in ten such requests is enough.
  const nearlyGood = schema ? 4 : 1;
  const spoilt = fc
    .tuple(good, fc.constantFrom(...names), hostileValue)
    .map(([fields, name, value]) => ({ ...(fields as object), [name]: value }));
  return fc.oneof(
    { weight: 5, arbitrary: good.map((value) => JSON.stringify(value)) },
    { weight: nearlyGood, arbitrary: spoilt.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: hostileValue.map((value) => JSON.stringify(value)) },
    {
      weight: 1,
      arbitrary: fc.oneof(
        hostileText,
        fc.json().map((text) => text.slice(0, -1)),
      ),
    },
  );
}

/** Half a surrogate pair cannot be part of a URL, not even encoded. */
const inUrl = (text: string) => encodeURIComponent(Buffer.from(text).toString());

/** Characters that a header line may contain; a client cannot send others. */
const headerText = (text: Arbitrary<string>) =>
  text.map((value) =>
    Buffer.from(value)
      .toString('latin1')
      .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '')
      .slice(0, 2_000),
  );
const HEADERS = ['Idempotency-Key', 'X-Merchant-Id', 'X-Forwarded-For', 'X-Request-Id', 'Last-Event-ID', 'Origin'];
const OTHERS = ['Accept', 'Accept-Language', 'Content-Type', 'If-None-Match', 'Cookie', 'traceparent', 'Authorization'];

function headers(): Arbitrary<Record<string, string>> {
  const key = fc.record({ 'Idempotency-Key': fc.constantFrom('a', 'b', 'c') });
  const odd = fc.dictionary(fc.constantFrom(...HEADERS, ...OTHERS), headerText(hostileText), { maxKeys: 2 });
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: key },
    { weight: 2, arbitrary: odd },
  );
}

function query({ parameters = [] }: Operation, known: Known): Arbitrary<string> {
  const named = parameters.filter((parameter) => parameter.in === 'query');
  if (named.length === 0) return fc.constant('');
  const text = (value: unknown) => inUrl(typeof value === 'string' ? value : JSON.stringify(value));
  const pair = fc
    .constantFrom(...named)
    .chain(({ name, schema = {} }) =>
      fc
        .oneof({ weight: 3, arbitrary: valid(schema, known, name) }, { weight: 1, arbitrary: hostileText })
        .map((value) => `${name}=${text(value)}`),
    );
  return fc.array(pair, { maxLength: 3 }).map((pairs) => (pairs.length > 0 ? `?${pairs.join('&')}` : ''));
}

/** Requests for one operation: valid, nearly valid and hostile in path, query, headers and body. */
export function attempts(
  method: string,
  template: string,
  operation: Operation,
  ids: readonly string[],
  known: Known,
): Arbitrary<Attempt> {
  const madeUp = hostileText.map((text) => inUrl(text.slice(0, 300)));
  const id =
    ids.length === 0
      ? madeUp
      : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: madeUp });
  return fc.record({
    method: fc.constant(method),
    path: fc
      .tuple(id, query(operation, known))
      .map(([one, rest]) => template.replaceAll(/\{[^}]+\}/g, () => one) + rest),
    headers: headers(),
    body: method === 'GET' ? fc.constant(undefined) : body(operation, known),
  });
}

/** Sends it with `credentials`. For a stream only the head is returned. */
export async function send(baseUrl: string, attempt: Attempt, credentials: Record<string, string>): Promise<Reply> {
  const { method, path, body: raw } = attempt;
  const hangUp = new AbortController();
  const json: Record<string, string> = raw === undefined ? {} : { 'Content-Type': 'application/json' };
  const response = await fetch(baseUrl + path, {
    method,
    headers: { ...json, ...credentials, ...attempt.headers },
    body: raw,
    signal: hangUp.signal,
    redirect: 'manual',
  });
  const type = response.headers.get('content-type') ?? '';
  const text = type.includes('event-stream') ? '' : await response.text();
  hangUp.abort();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: type.includes('application/json') && JSON.parse(text),
  };
}
