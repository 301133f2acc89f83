import type { DeliveryDetail } from './types';

type Attempt = Pick<DeliveryDetail['history'][number], 'responseCode' | 'error'>;

/**
 * How one attempt ended, as a pill shows it: the receiver's status where that says it, `recorded` for the inbox, which has
 * no receiver. A good status beside an error, such as a body that never ended, is a failure.
 */
export function attemptStatus({ responseCode, error }: Attempt): string {
  if (error === null) return responseCode === null ? 'recorded' : String(responseCode);
  return responseCode !== null && (responseCode < 200 || responseCode > 299) ? String(responseCode) : 'failed';
}
