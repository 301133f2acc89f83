import type { Rate } from '../../platform/config/rate.js';
import { ApiError } from '../../platform/errors/api-error.js';

/** Mails with the receipt of one payment, asked for or not. */
export const MAX_PER_PAYMENT = 3;
/** Receipts to one address per day, of all merchants together. */
export const MAX_PER_ADDRESS = 10;
const ADDRESS_PERIOD_SECONDS = 86_400;
/** Test merchants are opened without a check, so that they send fewer. */
const TEST_SHARE = 20;

/** Receipts that were written already. */
export interface WrittenReceipts {
  ofPayment: number;
  toAddress: number;
  ofMerchant: number;
}

/** How many receipts a merchant of this mode may send in the period of the setting. */
export const limitOf = ({ count }: Rate, mode: string): number =>
  mode === 'test' ? Math.ceil(count / TEST_SHARE) : count;

/** Why one more receipt is not sent; null if it is. */
export function limitReached(written: WrittenReceipts, rate: Rate | 'off', mode: string): ApiError | null {
  const refusal = (description: string, retryAfterSeconds: number) =>
    new ApiError('too_many_receipts', description, { retryAfterSeconds });
  if (written.ofPayment >= MAX_PER_PAYMENT) {
    const description = `This receipt was mailed ${MAX_PER_PAYMENT} times already: open its link instead`;
    return refusal(description, ADDRESS_PERIOD_SECONDS);
  }
  if (written.toAddress >= MAX_PER_ADDRESS) {
    const description = 'This address has got too many receipts today: open the link of the receipt instead';
    return refusal(description, ADDRESS_PERIOD_SECONDS);
  }
  if (rate !== 'off' && written.ofMerchant >= limitOf(rate, mode)) {
    const description = 'This merchant has sent too many receipts: open the link of the receipt instead';
    return refusal(description, Math.ceil(rate.periodMs / 1000));
  }
  return null;
}
