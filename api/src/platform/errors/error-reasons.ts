import { INPUT_REASONS, type ReasonTable } from './input-reasons.js';
import { RULE_REASONS } from './rule-reasons.js';

/**
 * Every reason of an error, by its code: a reason has exactly one code. Programs branch on it, so a reason is never renamed
 * or given another meaning; `docs/compatibility.md` lists what may be added.
 */
export const REASONS_OF_CODE = {
  BAD_REQUEST_ERROR: { ...INPUT_REASONS, ...RULE_REASONS },
  INVALID_VPA: {
    invalid_vpa: ['the UPI address is not `username@bank`', 'ask the shopper for another one'],
  },
  INVALID_CARD: {
    card_required: ['`card` is absent', 'send `card` with `method: "card"`'],
    invalid_card_number: [
      'it is not a card number: its length or check digit is wrong',
      'ask the shopper to correct it',
    ],
    invalid_expiry: ['the month or the year is not valid', 'ask the shopper to correct it'],
    invalid_cvv: ['it has the wrong number of digits', 'ask the shopper to correct it'],
  },
  EXPIRED_CARD: {
    expired_card: ["the card's month has passed", 'ask the shopper for another card'],
  },
  AUTHENTICATION_ERROR: {
    invalid_credentials: [
      'key or secret is absent, wrong, expired or revoked',
      'check both, and that they belong to the same key',
    ],
    session_ended: ['the session has expired or was ended', 'sign in again'],
    wrong_password: ['the email or the password is wrong', 'correct them'],
    wrong_code: [
      'the code of the second factor is wrong or was used',
      'send the next code of the app, or a recovery code',
    ],
    wrong_passkey: [
      'the passkey is unknown, belongs to another host, or answered another challenge',
      'begin again, or use another factor',
    ],
    sign_in_expired: ['the first step of the sign-in was too long ago, or was completed', 'sign in again'],
    invalid_metrics_token: ['`METRICS_TOKEN` is set and was not sent', 'send it as a bearer token'],
  },
  PERMISSION_ERROR: {
    permission_missing: [
      "the key's scopes or the person's role do not allow this",
      'use other credentials, or give these the permission',
    ],
    owner_required: ['only an owner may add, change or remove an owner', 'ask an owner to do it'],
    address_not_allowed: [
      'the API key works from the addresses in its `allowed_ips` only',
      'call from one of them, or make a key for this address',
    ],
    fresh_factor_required: [
      'the change needs a factor that was proved within ten minutes',
      'confirm with `POST /api/v1/auth/confirm`, then repeat the request ([sign-in](sign-in.md))',
    ],
    second_factor_missing: [
      'the merchant requires a second factor, and the person has none',
      'add one with `POST /api/v1/second-factor/totp` ([sign-in](sign-in.md))',
    ],
    scope_exceeds_role: ['a key cannot have scopes that its creator does not have', 'leave these scopes out'],
    merchant_inactive: [
      'an operator has not activated this live merchant yet',
      'ask the operator of the gateway to activate it',
    ],
    registration_off: ['`REGISTRATION` is `off`', 'ask a merchant for an invite'],
  },
  NOT_FOUND_ERROR: {
    route_not_found: ['the path does not exist, or does not support this method', 'compare both with the API document'],
    merchant_not_found: ['`X-Merchant-Id` names no merchant of this person', 'choose one from `GET /api/v1/me`'],
    order_not_found: ['no such order for these credentials', 'check the id, and the merchant and mode of the key'],
    payment_link_not_found: [
      'no such payment link for these credentials',
      'check the id, and the merchant and mode of the key',
    ],
    payment_not_found: ['no such payment for these credentials', 'check the id, and the merchant and mode of the key'],
    refund_not_found: ['no such refund for these credentials', 'check the id, and the merchant and mode of the key'],
    customer_not_found: [
      'no such customer for these credentials',
      'check the id, and the merchant and mode of the key',
    ],
    event_not_found: ['no such event for these credentials', 'check the id, and the merchant and mode of the key'],
    endpoint_not_found: ['no such webhook endpoint, or it was deleted', 'list the endpoints'],
    delivery_not_found: ['no such delivery for these credentials', 'list the deliveries'],
    mail_not_found: ['no such mail of this merchant', 'list the mails; old ones are removed'],
    receipt_not_found: ['the link of the receipt is not valid', 'ask the merchant for a new link'],
    request_not_found: ['no such entry in the request log', 'list the log; old entries are removed'],
    connector_account_not_found: ['no such connector account, or it was removed', 'list the accounts'],
    api_key_not_found: ['no such API key', 'list the keys'],
    member_not_found: ['no such member or invite', 'list the members'],
    passkey_not_found: ['the person has no such passkey', 'list the second factors'],
    session_not_found: ['the person has no such session, or it has ended', 'list the sessions'],
    invite_not_found: ['the invite is unknown, was used, or has expired', 'ask for a new invite'],
    demo_only: ['this exists in demo runs only', 'start with `DEMO=true`, on your own machine'],
    metrics_elsewhere: [
      'metrics are served on their own port, or need `METRICS_TOKEN`',
      'see [operations](operations.md)',
    ],
  },
  CONFLICT_ERROR: {
    idempotency_key_in_flight: [
      'a request with the same idempotency key is not finished',
      'retry with the same key after `Retry-After` seconds',
    ],
    object_busy: ['another request is changing the same object', 'retry with the same key after `Retry-After` seconds'],
    endpoint_changed: ['the endpoint was disabled or deleted in the meantime', 'read the endpoint'],
    connector_account_changed: ['the connector account was changed during its test', 'test it again'],
    routing_rules_changed: [
      'the routing rules were changed since they were read',
      'read them, and send the new version',
    ],
    payment_moved_on: ['the payment has changed since the step-up was submitted', 'read the payment'],
  },
  IDEMPOTENCY_ERROR: {
    idempotency_key_reused: [
      'the idempotency key was used with another request',
      'use a new key for a new request; see [idempotency](idempotency.md)',
    ],
  },
  RATE_LIMIT_ERROR: {
    rate_limited: ['too many requests from this key or address', 'retry after `Retry-After` seconds'],
    too_many_failed_logins: [
      'too many failed logins for this account or from this address',
      'wait for `Retry-After` seconds',
    ],
    too_many_streams: [
      'the address, the caller or the payment has the maximum number of open streams',
      'close one, or wait for `Retry-After` seconds',
    ],
    too_many_wrong_credentials: [
      'too many wrong keys, tokens or invites from one address',
      'correct the credentials, and wait for `Retry-After` seconds',
    ],
    too_many_receipts: [
      'the payment, the address or the merchant has the maximum number of mailed receipts',
      'show the link of the receipt instead',
    ],
    too_many_declines: ['too many declined payments of one shopper', 'wait for `Retry-After` seconds'],
  },
  SERVER_ERROR: {
    internal_error: [
      'a fault of the gateway',
      'retry with the same idempotency key; if it fails again, search the log for the request id',
    ],
  },
  SERVICE_UNAVAILABLE: {
    temporarily_unavailable: [
      'the database is unavailable',
      'retry with the same idempotency key after `Retry-After` seconds',
    ],
    overloaded: [
      'the server has more requests than it can process',
      'retry with the same idempotency key after `Retry-After` seconds',
    ],
    bank_not_answered: [
      'the bank has not responded to a capture, cancel or step-up yet',
      'retry with the same idempotency key after `Retry-After` seconds',
    ],
  },
} as const satisfies Readonly<Record<string, ReasonTable>>;

type ReasonsByCode = typeof REASONS_OF_CODE;
export type ErrorCode = keyof ReasonsByCode;
export type ErrorReason = { [Code in ErrorCode]: keyof ReasonsByCode[Code] }[ErrorCode];

const CODE_OF = new Map(
  Object.entries(REASONS_OF_CODE).flatMap(([code, reasons]) =>
    Object.keys(reasons).map((reason) => [reason, code as ErrorCode] as const),
  ),
);

export const ERROR_REASONS = [...CODE_OF.keys()] as readonly ErrorReason[];

export function codeOf(reason: ErrorReason): ErrorCode {
  return CODE_OF.get(reason)!;
}

export function isErrorReason(text: unknown): text is ErrorReason {
  return typeof text === 'string' && CODE_OF.has(text);
}
