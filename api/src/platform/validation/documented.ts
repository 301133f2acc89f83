import { MAX_AMOUNT } from '../currency.js';

/** OpenAPI descriptions of fields that many DTOs have. */
export const amount = { type: 'integer', minimum: 0, maximum: MAX_AMOUNT } as const;
export const time = { type: 'string', format: 'date-time' } as const;
/** A JSON object of the merchant's own. */
export const notes = { type: 'object', additionalProperties: true } as Record<string, unknown>;
/** Text that may be null. */
export const text = { type: 'string', nullable: true, example: null } as const;
