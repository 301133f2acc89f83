import { addressKey, WIDE_FACTOR } from '../../platform/http/address-key.js';
import type { SecretBox } from '../../platform/secrets/secret-box.js';

/** Half of an HMAC-SHA-256, in hexadecimal digits: 128 bits. */
const HALF_LENGTH = 32;
const PURPOSE = 'shopper';

/** Payments that count together against card testing, from first to last `shopper`, and how many limits they have. */
export interface ShopperRange {
  readonly first: string;
  readonly last: string;
  readonly factor: number;
}

/**
 * What a public payment keeps of the shopper's address: a keyed fingerprint, of the /48 in its first half and of the /64
 * in its second, so that the index on it finds both. IPv4 addresses have their own in both halves.
 */
export function shopperOf(secrets: SecretBox, address: string): string {
  const { narrow, wide } = addressKey(address);
  const [keyId, site] = secrets.fingerprint(PURPOSE, wide ?? narrow).split('.') as [string, string];
  const [, own] = secrets.fingerprint(PURPOSE, narrow).split('.') as [string, string];
  return `${keyId}.${site.slice(0, HALF_LENGTH)}${own.slice(0, HALF_LENGTH)}`;
}

/** The limits that a payment by this shopper is under: its own, and that of its /48 if it has one. */
export function limitsOf(shopper: string, address: string): ShopperRange[] {
  const own = { first: shopper, last: shopper, factor: 1 };
  if (addressKey(address).wide === null) return [own];
  const site = shopper.slice(0, -HALF_LENGTH);
  return [own, { first: site + '0'.repeat(HALF_LENGTH), last: site + 'f'.repeat(HALF_LENGTH), factor: WIDE_FACTOR }];
}
