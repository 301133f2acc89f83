import type { DeliveryDetail } from '../../../lib/types';

type Attempt = Pick<DeliveryDetail['history'][number], 'responseCode' | 'error'>;

/**
 * How one attempt ended, as a pill shows it: the receiver's status where there is one, `recorded` for the inbox, which has
 * no receiver, and `failed` if no response began. A good status counts even if the rest of the response was cut.
 */
export function attemptStatus({ responseCode, error }: Attempt): string {
  if (responseCode !== null) return String(responseCode);
  return error === null ? 'recorded' : 'failed';
}
