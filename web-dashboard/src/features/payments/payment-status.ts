import type { Payment } from '../../lib/types';

/** What a payment's status says to people: approved and not captured is not paid. */
export const shownStatus = ({ status, authorized }: Pick<Payment, 'status' | 'authorized'>) =>
  authorized ? 'authorised' : status;

/** The filters of the API that find what is shown with a status. */
export function filtersFor(shown: ReturnType<typeof shownStatus> | undefined) {
  if (shown === 'authorised') return { status: undefined, authorized: true };
  return { status: shown, authorized: shown === 'success' ? false : undefined };
}
