import type { FormState } from './actions';

/** A payment form before it is sent, and after the connection broke. */
export const FORM_STATES: { untouched: FormState; broken: FormState } = {
  untouched: { errors: {} },
  broken: { errors: {}, problem: 'unreachable' },
};
