/** Reason -> its cause, and what the caller can do. `docs/errors.md` is generated from these tables. */
export type ReasonTable = Readonly<Record<string, readonly [cause: string, cure: string]>>;

/** Reasons that lie in the request itself, independent of the state of any object. All are 400. */
export const INPUT_REASONS = {
  unknown_parameter: [
    'the body or the query has a field or parameter that this operation does not know',
    'use the name in `description`, or leave it out',
  ],
  missing_parameter: ['a required field is absent, or `null`', 'send the field that `field` names'],
  invalid_parameter: [
    'a value has the wrong type, format or size',
    'correct the value of `field` as `description` says',
  ],
  repeated_parameter: ['a parameter of the query is given more than once', 'send it once'],
  conflicting_parameters: [
    'two fields exclude each other, or neither of two alternatives is given',
    'send one of them, as `description` says',
  ],
  amount_too_small: ["the amount is below the currency's minimum", 'use at least the amount in `description`'],
  amount_too_large: [
    "the amount is above the currency's maximum",
    'use at most the amount in `description`, or split the order',
  ],
  line_items_mismatch: [
    'the line items do not add up to the amount of the order',
    'correct the quantities, the unit amounts or `amount`; `description` names both sums',
  ],
  currency_not_supported: ['the code is not an active ISO 4217 currency in capitals', 'use a code such as `INR`'],
  invalid_cursor: ['`cursor` is not the `next_cursor` of an earlier page of this list', 'start again without `cursor`'],
  offset_too_large: ['`offset` is above 10 000', 'follow `next_cursor` instead'],
  url_not_allowed: [
    'the URL of an endpoint is malformed, or points to an address that webhooks may not reach',
    'see [where a webhook may go](webhooks.md#where-a-webhook-may-go)',
  ],
  card_number_in_text: [
    'a text field holds the number of a card, which must not be stored',
    'leave it out; if it is another number, put letters directly before it',
  ],
  weak_password: ['the password is easy to guess', 'use a longer one without a pattern'],
  malformed_json: ['the body is not one JSON object in UTF-8, or is nested too deeply', 'send one JSON object'],
  invalid_text: ['text contains a NUL character or half of a surrogate pair', 'remove it'],
  body_too_large: ['the body is larger than 64 kB', 'send less; `notes` is for short text'],
  unsupported_media_type: ['the body is not sent as `application/json`', 'set `Content-Type: application/json`'],
  unexpected_body: ['a GET request has a body, which would be ignored', 'send the parameters in the query'],
  malformed_request: [
    'the request is not valid HTTP, or its body is not as long as `Content-Length` says',
    'check the HTTP client or the proxy in front',
  ],
  headers_too_large: ['the headers of the request are too large', 'send fewer or shorter headers, cookies above all'],
  request_timeout: ['the request did not arrive completely in time', 'retry over a better connection'],
  invalid_path: ['the path is not a valid URL, or a part of it is too long', 'check how the URL is built'],
  invalid_idempotency_key: ['the key is not 1 to 255 visible ASCII characters', 'use a UUID, for example'],
  idempotency_keys_differ: [
    'the header `Idempotency-Key` and `idempotency_key` in the body differ',
    'send one of them',
  ],
} as const satisfies ReasonTable;
