import type { Delivery } from '../../../lib/types';

const SOON_MS = 10_000;

/** Its next attempt runs, or is due within seconds. */
export const isMoving = ({ status, nextRetryAt }: Pick<Delivery, 'status' | 'nextRetryAt'>, now = Date.now()) =>
  status === 'pending' && (nextRetryAt === null || Date.parse(nextRetryAt) - now < SOON_MS);
