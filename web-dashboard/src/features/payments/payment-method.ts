import type { Payment } from '../../lib/types';

/** The compiler checks that it is complete against openapi.yml. */
const METHODS: Record<Payment['method'], true> = { upi: true, card: true };
export const PAYMENT_METHODS = Object.keys(METHODS) as Payment['method'][];
