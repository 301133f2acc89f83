import type { Refund } from '../../lib/types';

/** The compiler checks that it is complete against openapi.yml. */
const STATUSES: Record<Refund['status'], true> = { pending: true, processed: true, failed: true };
export const REFUND_STATUSES = Object.keys(STATUSES) as Refund['status'][];
