import { addressKey, WIDE_FACTOR } from '../../platform/http/address-key.js';
import type { SecretBox } from '../../platform/secrets/secret-box.js';

/** Half of an HMAC-SHA-256 in hexadecimal digits: 128 bits. */
const HALF_LENGTH = 32;
const PURPOSE = 'shopper';

/** A range of the column `shopper` whose payments count together, and the multiple of the limit that it may use. */
export interface ShopperRange {
  readonly first: string;
  readonly last: string;
  readonly factor: number;
}

/**
 * The column `shopper` of a public payment: a keyed fingerprint of the address. The first half identifies the /48 and
 * the second the /64, so that one index finds both. Both halves of an IPv4 address identify the address itself.
 */
export function shopperOf(secrets: SecretBox, address: string): string {
  const { narrow, wide } = addressKey(address);
  const [keyId, site] = secrets.fingerprint(PURPOSE, wide ?? narrow).split('.') as [string, string];
  const [, own] = secrets.fingerprint(PURPOSE, narrow).split('.') as [string, string];
  return `${keyId}.${site.slice(0, HALF_LENGTH)}${own.slice(0, HALF_LENGTH)}`;
}

/** The ranges that limit a payment of this shopper: the /64 or IPv4 address, and for IPv6 also the /48. */
export function rangesOf(shopper: string, address: string): ShopperRange[] {
  const own = { first: shopper, last: shopper, factor: 1 };
  if (addressKey(address).wide === null) return [own];
  const site = shopper.slice(0, -HALF_LENGTH);
  return [own, { first: site + '0'.repeat(HALF_LENGTH), last: site + 'f'.repeat(HALF_LENGTH), factor: WIDE_FACTOR }];
}
