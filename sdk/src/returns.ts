import { type SignatureFault, SignatureVerificationError, UsageError } from './errors.js';
import type { Payment } from './generated/objects.js';
import { bytesOf, hexOf, hmac, isAnySame } from './signatures.js';

/**
 * The parameters that the checkout adds to the order's `return_url` when it sends the shopper back; see
 * docs/returns.md.
 */
export interface ReturnedShopper {
  orderId: string;
  /** Null if the shopper left without a payment. */
  paymentId: string | null;
  /** `success` means that the bank approved; the money was taken unless `authorized` is true. */
  status: Payment['status'];
  /** True if the payment is approved and neither captured nor cancelled: capture it before you ship. */
  authorized: boolean;
  /** When the checkout signed the URL, in unix seconds. */
  timestamp: number;
}

export interface VerifyReturnOptions {
  /**
   * The order that this shopper was sent to pay. Take it from your session or database and never from the URL: the
   * shopper could present the genuine URL of a cheaper order.
   */
  orderId: string;
  /** Allowed difference between `timestamp` and now, in seconds. Default 300. */
  tolerance?: number;
  /** Milliseconds since 1970; for tests. */
  now?: number;
}

const STATUSES: Record<Payment['status'], true> = {
  pending: true,
  requires_action: true,
  success: true,
  failed: true,
  cancelled: true,
  expired: true,
};

/** Parameters that the gateway writes. Every other parameter is the merchant's own: it is kept and not signed. */
const PARAMETERS = ['order_id', 'payment_id', 'status', 'authorized', 'timestamp', 'signature'] as const;
type Parameter = (typeof PARAMETERS)[number];
/** Prefix of all six, if the merchant's URL already uses one of the names. */
const PREFIX = 'pg_';

const SECRET = /^rtsec_[A-Za-z0-9_-]{43}$/;
const SECRET_HINT = 'Pass the return secret of the merchant, from Settings: rtsec_ and 43 characters.';
const URL_HINT = 'Pass the whole URL of the request, with its query as it arrived.';

/**
 * Returns the order's result, if the URL that the shopper came back by is genuine and fresh. Use it for the page that
 * you show to the shopper; ship when the webhook `order.paid` arrives.
 * @param url the URL of the request: whole, or its path and query (`request.url` of Node); or the `returned` that
 *    `onSuccess` of the browser checkout received
 * @param secret the merchant's return secret; several during a rotation, of which empty ones are ignored
 * @throws SignatureVerificationError: the promise rejects, so `await` it before you show anything
 */
export async function verifyReturn(
  url: string | URL | URLSearchParams,
  secret: string | readonly (string | undefined)[],
  { orderId, tolerance = 300, now = Date.now() }: VerifyReturnOptions,
): Promise<ReturnedShopper> {
  if (typeof orderId !== 'string' || orderId === '') {
    throw new UsageError('verifyReturn needs { orderId }: the order that this shopper was sent to pay', {
      field: 'orderId',
    });
  }
  const secrets = secretsOf(secret);
  const given = parametersIn(url);
  const signature = needed(given, 'signature');
  const timestamp = needed(given, 'timestamp');
  if (!/^\d{1,12}$/.test(timestamp)) fail('invalid_timestamp', 'timestamp is not a number of unix seconds.', URL_HINT);
  const expected = await Promise.all(secrets.map((one) => signatureOf(given, one)));
  if (!isAnySame([signature], expected)) {
    fail('no_match', 'signature does not match.', `${URL_HINT} Use the return secret of the merchant of this order.`);
  }
  if (needed(given, 'order_id') !== orderId) {
    fail(
      'other_order',
      'The URL is of another order than this shopper was sent to pay.',
      'Ask the API for your order.',
    );
  }
  // Negated, so that a tolerance of NaN refuses.
  if (!(Math.abs(now / 1000 - Number(timestamp)) <= tolerance)) {
    fail(
      'outside_tolerance',
      `timestamp is more than ${tolerance} s away from now.`,
      'The page was loaded again later, or the clock of this server is wrong: ask the API for the order.',
    );
  }
  return {
    orderId,
    paymentId: given.payment_id || null,
    status: statusIn(needed(given, 'status')),
    authorized: given.authorized === 'true',
    timestamp: Number(timestamp),
  };
}

/**
 * Returns the URL that the checkout would send the shopper back by, to test the page that receives them. Parameters of
 * `returnUrl` are kept.
 */
export async function signTestReturn(
  returnUrl: string | URL,
  secret: string,
  shopper: Pick<ReturnedShopper, 'orderId' | 'status'> & Partial<ReturnedShopper>,
): Promise<string> {
  const [key] = secretsOf(secret);
  const url = new URL(returnUrl);
  const { orderId, paymentId, status, authorized, timestamp = Math.floor(Date.now() / 1000) } = shopper;
  const values = {
    order_id: orderId,
    payment_id: paymentId ?? '',
    status,
    authorized: authorized ? 'true' : '',
    timestamp: String(timestamp),
  };
  const prefix = PARAMETERS.some((name) => url.searchParams.has(name)) ? PREFIX : '';
  const signed = { ...values, signature: await signatureOf(values, key ?? '') };
  for (const [name, value] of Object.entries(signed)) if (value !== '') url.searchParams.set(prefix + name, value);
  return url.href;
}

type Parameters = Partial<Record<Parameter, string>>;

/**
 * Every value has its own line, an absent value an empty one, so two different sets of values never yield the same
 * text.
 */
function canonical({
  order_id = '',
  payment_id = '',
  status = '',
  authorized = '',
  timestamp = '',
}: Parameters): string {
  return ['return.v1', order_id, payment_id, status, authorized, timestamp].join('\n');
}

async function signatureOf(parameters: Parameters, secret: string): Promise<string> {
  return hexOf(await hmac(bytesOf(secret), bytesOf(canonical(parameters))));
}

function parametersIn(url: unknown): Parameters {
  const query = queryIn(url);
  const found: Parameters = {};
  const prefix = query.has(`${PREFIX}signature`) ? PREFIX : '';
  for (const name of PARAMETERS) {
    const written = prefix + name;
    const [value, ...more] = query.getAll(written);
    if (more.length > 0)
      fail('duplicate_value', `The URL has ${written} twice.`, `${written} is a name of the gateway's own.`);
    // The pattern excludes line breaks, which separate the values in the signed text.
    if (value !== undefined && !/^\w{0,64}$/.test(value)) fail('no_match', `${written} is not well-formed.`, URL_HINT);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function queryIn(url: unknown): URLSearchParams {
  if (url instanceof URLSearchParams) return url;
  const base = 'https://shop.invalid';
  if ((typeof url === 'string' || url instanceof URL) && URL.canParse(url, base))
    return new URL(url, base).searchParams;
  return fail('missing_value', 'There is no URL.', URL_HINT);
}

function needed(parameters: Parameters, name: Parameter): string {
  const value = parameters[name];
  if (value) return value;
  return fail(name === 'signature' ? 'missing_signature' : 'missing_value', `The URL has no ${name}.`, URL_HINT);
}

function statusIn(text: string): Payment['status'] {
  if (Object.hasOwn(STATUSES, text)) return text as Payment['status'];
  return fail('missing_value', `The status ${text} is not one of this version of the SDK.`, 'Update the SDK.');
}

function secretsOf(secret: unknown): string[] {
  const given = [secret].flat().filter((one) => one !== undefined && one !== null && one !== '');
  if (given.length === 0) fail('unusable_secret', 'The return secret is missing.', SECRET_HINT);
  return given.map((one) => {
    const text = typeof one === 'string' ? one.trim() : '';
    return SECRET.test(text) ? text : fail('unusable_secret', 'This is not a return secret.', SECRET_HINT);
  });
}

function fail(reason: SignatureFault, description: string, hint: string): never {
  throw new SignatureVerificationError(reason, description, hint);
}
