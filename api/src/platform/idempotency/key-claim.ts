/** The idempotency key of a request, before its owner is known. */
export interface GivenKey {
  /** The stored form: a hash. */
  readonly key: string;
  /** Method, path and canonical body, without the CVV. In memory only: it may hold a card number. */
  readonly request: string;
  /** HMAC of `request`: the same key with another request is rejected. */
  readonly requestHash: string;
  /** Called if the request returns the stored response of an earlier one. */
  readonly onReplay?: () => void;
}

/** A key with its owner. On public routes the scope is the order, so that a shopper's key never equals a merchant's. */
export interface KeyClaim extends GivenKey {
  readonly merchantId: string;
  readonly scope: string;
  readonly ttlSeconds: number;
}

/** The claim as input columns of a statement; all null without a key. */
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
