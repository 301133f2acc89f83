import { exponentOf } from '../../../platform/currency.js';
import { allDeadlines, type Sheet } from '../sheet.js';

const DAY_MS = 86_400_000;

/** Amounts of these are integers in the minor unit of ISO 4217, as everywhere in the gateway. */
export const RAZORPAY_CURRENCIES = [
  ...['INR', 'USD', 'EUR', 'GBP', 'AUD', 'CAD', 'SGD', 'AED', 'HKD', 'CHF', 'NZD', 'MYR', 'SAR', 'QAR', 'THB', 'ZAR'],
  ...['JPY', 'KWD', 'BHD', 'OMR'],
] as const;

/** The largest amount of an order; the limits of the account at Razorpay are lower. */
const MAX = 99_999_999_990;

/**
 * Razorpay takes at least one unit of a currency with decimals. The last digit of an amount with three decimals must be 0:
 * 99.991 KWD is sent as 99990, and 99991 is refused.
 */
function limitsOf(currency: string): { min: number; max: number; multipleOf?: number } {
  const exponent = exponentOf(currency);
  if (exponent === 0) return { min: 1, max: MAX };
  return exponent === 3 ? { min: 1_000, max: MAX, multipleOf: 10 } : { min: 100, max: MAX };
}

/** What Razorpay offers by Payment Links. `isLocal`: an emulator on this machine, whose pages are here as well. */
export const razorpaySheet = (timeoutMs: number, isLocal: boolean): Sheet => ({
  methods: ['card', 'upi', 'netbanking', 'wallet'],
  currencies: RAZORPAY_CURRENCIES,
  flows: ['redirect'],
  captureModes: ['automatic'],
  finds: 'reference',
  voids: false,
  partialRefunds: true,
  // A normal refund of an older payment ends as failed.
  refundableMs: 180 * DAY_MS,
  closesRefunds: false,
  closes: true,
  // Of refunds only. How long a key is kept is not documented: a refund is looked for by our id before it is sent.
  idempotencyMs: DAY_MS,
  // Razorpay asks the bank for 3 days after a payment was created; the rest is a margin.
  lateAuthorisationMs: 5 * DAY_MS,
  authorisationMs: 3 * DAY_MS,
  deadlineMs: allDeadlines(timeoutMs),
  limits: Object.fromEntries(RAZORPAY_CURRENCIES.map((currency) => [currency, limitsOf(currency)])),
  refundLimits: Object.fromEntries(RAZORPAY_CURRENCIES.map((currency) => [currency, limitsOf(currency)])),
  pageHosts: ['rzp.io', ...(isLocal ? ['loopback'] : [])],
});
