import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Camel, toCamel } from './casing.js';
import type { webhooks } from './generated/openapi.js';

type BodyOf<W> = W extends { post: { requestBody: { content: { 'application/json': infer B } } } } ? B : never;

/** Every event by its type, `event.event`: a `switch` over it knows what `event.data` holds. */
export type WebhookEvent = { [Type in keyof webhooks]: Camel<BodyOf<webhooks[Type]>> }[keyof webhooks];

export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyOptions {
  /** Seconds that `webhook-timestamp` may be away from now. Default 300. */
  tolerance?: number;
  /** Milliseconds since 1970; for tests. */
  now?: number;
}

/** The delivery is not genuine, or not fresh; `message` says which check it failed. Answer 400 and do nothing. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
}

const SCHEMES = ['webhook-signature', 'x-webhook-signature', 'x-webhook-signature-previous'] as const;

/**
 * The event of a delivery, if it is genuine.
 * @param rawBody the body byte for byte as it arrived, before any parser
 * @param headers those of the request
 * @param secret the endpoint's secret; several while one is being rotated, of which empty ones are left out
 * @throws WebhookVerificationError
 */
export function constructEvent(
  rawBody: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string | readonly string[],
  { tolerance = 300, now = Date.now() }: VerifyOptions = {},
): WebhookEvent {
  const body = Buffer.from(rawBody);
  const [standard, ...plain] = SCHEMES.map((name) => headerOf(headers, name));
  const secrets = [secret].flat().filter((one) => !isEmpty(one));
  if (secrets.length === 0) fail(NO_SECRET);
  if (standard !== undefined) {
    const id = needed(headers, 'webhook-id');
    const timestamp = needed(headers, 'webhook-timestamp');
    if (!(Math.abs(now / 1000 - Number(timestamp)) <= tolerance)) {
      fail(
        `webhook-timestamp is more than ${tolerance} s away: check the clock, or it is an old delivery played again`,
      );
    }
    const expected = secrets.map((one) => `v1,${standardSignature(one, id, timestamp, body)}`);
    if (!matches(standard.split(' '), expected)) fail(`webhook-signature does not match. ${USUAL_CAUSE}`);
  } else {
    // The plain scheme signs no time, so age cannot be judged by it.
    const given = plain.filter((value) => value !== undefined);
    if (given.length === 0) fail('There is neither webhook-signature nor X-Webhook-Signature: is this a webhook?');
    if (!secrets.some((one) => matches(given, [plainSignature(one, body)]))) {
      fail(`X-Webhook-Signature does not match. ${USUAL_CAUSE}`);
    }
  }
  return toCamel(JSON.parse(body.toString('utf8'))) as WebhookEvent;
}

/**
 * Whether `signature`, the header X-Webhook-Signature, is the hex HMAC-SHA256 of the body under the secret. It says
 * nothing about the age of a delivery: constructEvent does.
 * @throws WebhookVerificationError where the secret is empty
 */
export function verifyWebhookSignature(rawBody: string | Uint8Array, signature: string, secret: string): boolean {
  if (isEmpty(secret)) fail(NO_SECRET);
  return matches([signature], [plainSignature(secret, Buffer.from(rawBody))]);
}

/**
 * The headers that the gateway would send with `rawBody`, for tests of a receiver.
 * @param options `id` of the event and `timestamp` in unix seconds; by default made up, and now
 */
export function signTestEvent(
  rawBody: string | Uint8Array,
  secret: string,
  { id = 'evt_test000000000000', timestamp = Math.floor(Date.now() / 1000) }: { id?: string; timestamp?: number } = {},
): Record<string, string> {
  const body = Buffer.from(rawBody);
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${standardSignature(secret, id, String(timestamp), body)}`,
    'x-webhook-signature': plainSignature(secret, body),
  };
}

const NO_SECRET = 'The secret is empty: pass that of the endpoint. Anybody can sign with an empty one.';
const isEmpty = (secret: string) => secret.replace(/^whsec_/, '') === '';

const USUAL_CAUSE = 'Verify the raw body, before any JSON parser, with the secret of this endpoint.';

/** Standard Webhooks 1.0: keyed with the bytes behind `whsec_`. */
function standardSignature(secret: string, id: string, timestamp: string, body: Buffer): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
}

/** Keyed with the whole secret, over the body alone. */
function plainSignature(secret: string, body: Buffer): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

function matches(given: readonly string[], expected: readonly string[]): boolean {
  return given.some((one) => expected.some((other) => isSame(one, other)));
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function needed(headers: WebhookHeaders, name: string): string {
  return headerOf(headers, name) ?? fail(`${name} is missing: pass all headers of the request`);
}

function headerOf(headers: WebhookHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === 'string' ? value : value?.join(' ');
}

function fail(why: string): never {
  throw new WebhookVerificationError(why);
}
