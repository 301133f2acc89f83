/** An idempotency key as a request brought it, before it is known whose it is. */
export interface GivenKey {
  /** As it is stored: a hash. */
  readonly key: string;
  /** Method, path and canonical body, without the CVV. In memory only: it may hold a card number. */
  readonly request: string;
  /** HMAC of `request`: the same key with another request is refused. */
  readonly requestHash: string;
}

/** A key with its owner. On public routes the scope is the order, so that a shopper never meets a merchant's keys. */
export interface KeyClaim extends GivenKey {
  readonly merchantId: string;
  readonly scope: string;
  readonly ttlSeconds: number;
}

/** The claim as input columns of a statement; all null when no key was brought. */
export function claimColumns(claim: KeyClaim | null) {
  return {
    key: claim?.key ?? null,
    scope: claim?.scope ?? null,
    request_hash: claim?.requestHash ?? null,
    ttl: claim?.ttlSeconds ?? null,
  };
}

/** The claim as four values of a statement, in this order. */
export const claimValues = (claim: KeyClaim | null) => {
  const { key, scope, request_hash, ttl } = claimColumns(claim);
  return [key, scope, request_hash, ttl];
};

/** Their types, for `json_to_record`. */
export const CLAIM_COLUMNS = 'key text, scope text, request_hash text, ttl int';
