import { ApiError } from '../../platform/errors/api-error.js';
import type { SignedInUser } from './caller.js';

/** Refuses a user who has not proved a factor lately, and names the next request. */
export function requireFreshFactor({ isFresh, hasFactor }: SignedInUser): void {
  if (isFresh) return;
  const proof = hasFactor ? 'a code of your second factor' : 'your password';
  throw new ApiError(
    'fresh_factor_required',
    `Confirm that it is you: send ${proof} to POST /api/v1/auth/confirm, then repeat this request within ten minutes`,
  );
}
