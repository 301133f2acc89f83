import type { Delivery } from '../../../lib/types';

/** The compiler checks that it is complete against openapi.yml. */
const STATUSES: Record<Delivery['status'], true> = { pending: true, success: true, failed: true };
export const DELIVERY_STATUSES = Object.keys(STATUSES) as Delivery['status'][];
