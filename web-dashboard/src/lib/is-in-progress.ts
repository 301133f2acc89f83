import type { Delivery } from './types';

const DUE_SOON_MS = 10_000;

/** The next attempt is running, or due within seconds. */
export const isInProgress = ({ status, nextRetryAt }: Pick<Delivery, 'status' | 'nextRetryAt'>, now = Date.now()) =>
  status === 'pending' && (nextRetryAt === null || Date.parse(nextRetryAt) - now < DUE_SOON_MS);
