import type { Texts } from './texts';

type OutcomeWord = keyof Texts['outcomes'];

/** The simulated bank's outcome for each instrument. */
export const TEST_CARDS: readonly (readonly [string, OutcomeWord])[] = [
  ['4111 1111 1111 1111', 'success'],
  ['6521 1111 1111 1110', 'success'],
  ['4000 0000 0000 3220', 'otp'],
  ['4000 0000 0000 3063', 'bank'],
  ['4000 0000 0000 0002', 'declined'],
  ['4000 0000 0000 9995', 'no_balance'],
  ['4000 0000 0000 0069', 'expired_card'],
  ['4000 0000 0000 0119', 'timeout'],
  ['4000 0000 0000 5126', 'refund_fails'],
];

export const TEST_VPAS: readonly (readonly [string, OutcomeWord])[] = [
  ['success@upi', 'success'],
  ['approve@upi', 'approve'],
  ['failure@upi', 'declined'],
  ['nofunds@upi', 'no_balance'],
  ['timeout@upi', 'late'],
  ['slow@upi', 'slow'],
];

/** The one-time password that the simulated bank accepts. */
export const TEST_OTP = '123456';
