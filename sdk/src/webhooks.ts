import { toCamel } from './casing.js';
import { type SignatureFault, WebhookVerificationError } from './errors.js';
import type { WebhookEvent } from './generated/objects.js';
import { base64Of, bytesOf, fromBase64, hexOf, hmac, isAnySame } from './signatures.js';

export { PaymentGatewayError, SignatureVerificationError, WebhookVerificationError } from './errors.js';
export type { SignatureFault, WebhookEvent };

/** The headers of a request, as `fetch` or Node provides them; names in any case. */
export type WebhookHeaders =
  { get(name: string): string | null } | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyOptions {
  /**
   * The signature to verify. `standard` (default) is `webhook-signature`. `plain` is `X-Webhook-Signature`, which does
   * not cover the time: an old delivery passes, so store the ids that you have processed. The sender cannot choose the
   * scheme: a delivery without the scheme's header is refused.
   */
  scheme?: 'standard' | 'plain';
  /** Allowed difference between `webhook-timestamp` and now, in seconds. Default 300. */
  tolerance?: number;
  /** Milliseconds since 1970; for tests. */
  now?: number;
}

/**
 * The gateway's rule for secrets: `whsec_` and the base64 of at least this many bytes, or a text of your own choice.
 */
const MIN_KEY_BYTES = 24;
const MIN_TEXT_LENGTH = 8;

const RAW_BODY_HINT =
  "Pass the raw body, before any JSON parser: express.raw({ type: 'application/json' }), or await request.text().";
const SECRET_HINT =
  "Pass the endpoint's secret: whsec_ and the base64 of at least 24 bytes, or the text that you chose.";
const MISMATCH_HINT = `${RAW_BODY_HINT} Use the secret of this endpoint.`;

/**
 * Returns the event of a delivery, if it is genuine and fresh.
 * @param rawBody the body byte for byte as it arrived, before any parser
 * @param headers those of the request
 * @param secret the endpoint's secret; several during a rotation, of which empty ones are ignored
 * @throws WebhookVerificationError: the promise rejects, so `await` it before you act
 */
export async function constructEvent(
  rawBody: string | Uint8Array | ArrayBuffer,
  headers: WebhookHeaders,
  secret: string | readonly (string | undefined)[],
  { scheme = 'standard', tolerance = 300, now = Date.now() }: VerifyOptions = {},
): Promise<WebhookEvent> {
  const body = bodyBytes(rawBody);
  const keys = keysOf(secret);
  if (scheme === 'standard') await verifyStandard(body, headers, keys, now / 1000, tolerance);
  else await verifyPlain(body, headers, keys);
  return parsed(body);
}

/**
 * Returns the headers that the gateway would send with `rawBody`, to test a receiver.
 * @param options `id` of the event and `timestamp` in unix seconds; by default a made-up id, and now
 */
export async function signTestEvent(
  rawBody: string | Uint8Array | ArrayBuffer,
  secret: string,
  { id = 'evt_test000000000000', timestamp = Math.floor(Date.now() / 1000) }: { id?: string; timestamp?: number } = {},
): Promise<Record<string, string>> {
  const body = bodyBytes(rawBody);
  const [key] = keysOf(secret);
  if (!key) fail('unusable_secret', 'The secret is missing.', SECRET_HINT);
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': await standardSignature(key, id, String(timestamp), body),
    'x-webhook-signature': await plainSignature(key, body),
  };
}

type Bytes = Uint8Array<ArrayBuffer>;
interface Key {
  /** The bytes that the base64 after `whsec_` encodes: the key of the standard scheme. */
  decoded: Bytes;
  /** The whole secret as text: the key of the plain scheme. */
  text: Bytes;
}

async function verifyStandard(body: Bytes, headers: WebhookHeaders, keys: Key[], now: number, tolerance: number) {
  const signatures = needed(headers, 'webhook-signature');
  const id = needed(headers, 'webhook-id');
  const timestamp = needed(headers, 'webhook-timestamp');
  if (!/^\d{1,12}$/.test(timestamp)) {
    fail(
      'invalid_timestamp',
      'webhook-timestamp is not a number of unix seconds.',
      'Pass the headers as they arrived.',
    );
  }
  // Negated, so that a tolerance of NaN refuses.
  if (!(Math.abs(now - Number(timestamp)) <= tolerance)) {
    fail(
      'outside_tolerance',
      `webhook-timestamp is more than ${tolerance} s away from now.`,
      'Check the clock of this server; otherwise it is an old delivery that is sent again.',
    );
  }
  const expected = await Promise.all(keys.map((key) => standardSignature(key, id, timestamp, body)));
  // fetch joins repeated headers with a comma.
  if (!isAnySame(signatures.split(/,? +/), expected))
    fail('no_match', 'webhook-signature does not match.', MISMATCH_HINT);
}

async function verifyPlain(body: Bytes, headers: WebhookHeaders, keys: Key[]) {
  const current = needed(headers, 'x-webhook-signature');
  const previous = headerOf(headers, 'x-webhook-signature-previous');
  const given = previous === undefined ? [current] : [current, previous];
  const expected = await Promise.all(keys.map((key) => plainSignature(key, body)));
  if (!isAnySame(given, expected)) fail('no_match', 'X-Webhook-Signature does not match.', MISMATCH_HINT);
}

/** Standard Webhooks 1.0. */
async function standardSignature({ decoded }: Key, id: string, timestamp: string, body: Bytes): Promise<string> {
  return `v1,${base64Of(await hmac(decoded, bytesOf(`${id}.${timestamp}.`), body))}`;
}

/** Over the body alone. */
async function plainSignature({ text }: Key, body: Bytes): Promise<string> {
  return hexOf(await hmac(text, body));
}

/**
 * Checked by class name and not by `instanceof`: bodies of another realm (a test runner's, a frame's) count as well.
 */
function bodyBytes(rawBody: unknown): Bytes {
  if (typeof rawBody === 'string') return bytesOf(rawBody);
  if (ArrayBuffer.isView(rawBody)) {
    return new Uint8Array(new Uint8Array(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength));
  }
  if (Object.prototype.toString.call(rawBody) === '[object ArrayBuffer]') return new Uint8Array(rawBody as ArrayBuffer);
  return rawBody === undefined || rawBody === null
    ? fail('parsed_body', 'There is no body.', RAW_BODY_HINT)
    : fail('parsed_body', 'The body was parsed already, and a signature covers its bytes.', RAW_BODY_HINT);
}

function keysOf(secret: unknown): Key[] {
  const given = [secret].flat().filter((one) => one !== undefined && one !== null && one !== '');
  if (given.length === 0) fail('unusable_secret', 'The secret is missing.', SECRET_HINT);
  return given.map(keyOf);
}

/** A secret that decodes to zero bytes would be a key that everyone knows. */
function keyOf(secret: unknown): Key {
  const text = typeof secret === 'string' ? secret.trim() : '';
  const own = text.replace(/^whsec_/, '');
  if (own.length < MIN_TEXT_LENGTH) fail('unusable_secret', 'The secret is not one of an endpoint.', SECRET_HINT);
  const decoded = own === text ? undefined : fromBase64(own);
  const key = decoded && decoded.length >= MIN_KEY_BYTES ? decoded : bytesOf(text);
  return { decoded: key, text: bytesOf(text) };
}

function parsed(body: Bytes): WebhookEvent {
  try {
    return toCamel(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))) as WebhookEvent;
  } catch (error) {
    throw new WebhookVerificationError('invalid_body', 'The body is signed, but it is not JSON.', RAW_BODY_HINT, {
      cause: error,
    });
  }
}

function needed(headers: WebhookHeaders, name: string): string {
  const value = headerOf(headers, name);
  if (value) return value;
  const kind = name.endsWith('signature') ? 'missing_signature' : 'missing_value';
  return fail(kind, `The header ${name} is missing.`, 'Pass all headers of the request; a proxy may have dropped one.');
}

function headerOf(headers: WebhookHeaders | undefined, name: string): string | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined;
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined;
  const value = Object.entries(headers as Record<string, unknown>).find(([key]) => key.toLowerCase() === name)?.[1];
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'string' ? value : undefined;
}

function fail(reason: SignatureFault, description: string, hint: string): never {
  throw new WebhookVerificationError(reason, description, hint);
}
