import { StripeFault } from './stripe-http.js';

const isFault = (error: unknown, status: number): error is StripeFault =>
  error instanceof StripeFault && error.status === status;
/** The id does not exist, or belongs to another account or mode. */
export const isMissing = (error: unknown) => isFault(error, 404) && error.code === 'resource_missing';
/** The object's state forbids it. An open session is refused without a code. */
export const isStateRefusal = (error: unknown) =>
  isFault(error, 400) &&
  error.type === 'invalid_request_error' &&
  [null, 'payment_intent_unexpected_state', 'amount_too_large', 'charge_already_captured'].includes(error.code);
export const isCardRefusal = (error: unknown) => isFault(error, 402) && error.type === 'card_error';
export const isRefundRefusal = (error: unknown): error is StripeFault =>
  isFault(error, 400) &&
  error.type === 'invalid_request_error' &&
  [null, 'charge_already_refunded', 'charge_disputed', 'amount_too_large', 'payment_intent_unexpected_state'].includes(
    error.code,
  );
