import type { DeliveryDetail } from '../../../lib/types';

type Attempt = Pick<DeliveryDetail['history'][number], 'responseCode' | 'error'>;

/**
 * The result of one attempt, for its pill: the receiver's status if it responded, `recorded` for the inbox, which has
 * no receiver, and `failed` if no response began. A 2xx status counts even if the rest of the response was cut off.
 */
export function attemptStatus({ responseCode, error }: Attempt): string {
  if (responseCode !== null) return String(responseCode);
  return error === null ? 'recorded' : 'failed';
}
