import type { Payment } from '../../lib/types';

/** The compiler checks that it is complete against openapi.yml. */
const STATUSES: Record<Payment['status'], true> = {
  pending: true,
  requires_action: true,
  success: true,
  failed: true,
  cancelled: true,
  expired: true,
};

/** The values of the status filter, by the names on the pills: authorised payments apart from captured ones. */
export const SHOWN_PAYMENT_STATUSES = (Object.keys(STATUSES) as Payment['status'][]).flatMap((status) =>
  status === 'success' ? (['authorised', status] as const) : [status],
);

/** The status shown to people: an approved payment that is not captured is not paid. */
export const shownStatus = ({ status, authorized }: Pick<Payment, 'status' | 'authorized'>) =>
  authorized ? 'authorised' : status;

/** The API's filters that find the payments shown with this status. */
export function filtersFor(shown: ReturnType<typeof shownStatus> | undefined) {
  if (shown === 'authorised') return { status: undefined, authorized: true };
  return { status: shown, authorized: shown === 'success' ? false : undefined };
}
