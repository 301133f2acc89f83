/** Injection token: the shared Redis client of this process, or null where no Redis is configured. */
export const REDIS = Symbol('REDIS');
