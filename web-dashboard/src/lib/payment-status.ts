import type { Payment } from './types';

/** What a payment's status says to people: approved and not captured is not paid. */
export const shownStatus = ({ status, captured }: Pick<Payment, 'status' | 'captured'>) =>
  status === 'success' && !captured ? 'authorised' : status;
