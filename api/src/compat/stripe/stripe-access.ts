import type { Caller } from '../../accounts/access/caller.js';
import type { Permission } from '../../accounts/access/permissions.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';

/** One object of Stripe shows or changes several of the gateway's: the caller needs the permissions for all of them. */
export function alsoNeeds({ permissions }: Caller, ...needed: readonly Permission[]): void {
  const missing = needed.find((permission) => !permissions.has(permission));
  if (missing === undefined) return;
  throw new ApiError('permission_missing', `These credentials may not do this: it needs the permission ${missing}`);
}

/** The key of the second write of a request. Its first write has the key itself. */
export const secondKey = (key: GivenKey | null, suffix: string): GivenKey | null =>
  key && { ...key, key: `${key.key}#${suffix}` };
