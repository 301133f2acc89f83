import { MAX_AMOUNT } from '../currency.js';

/** How the document describes what many objects have. */
export const amount = { type: 'integer', minimum: 0, maximum: MAX_AMOUNT } as const;
export const time = { type: 'string', format: 'date-time' } as const;
/** Text that may be missing. */
export const text = { type: 'string', nullable: true, example: null } as const;
