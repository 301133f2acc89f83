import { exponentOf } from '../../../platform/currency.js';

/** Decimal digits of an amount at Stripe where they are not two, as its page about currencies lists them. */
const ZERO_DECIMAL = [
  ...['BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'],
];
/** The last digit has to be 0. */
const THREE_DECIMAL = ['BHD', 'JOD', 'KWD', 'OMR', 'TND'];
/** Have no smaller unit by now, but two digits at Stripe, which have to be 0. */
const TWO_DECIMAL_BY_HISTORY = ['ISK', 'UGX'];

const TWO_DECIMAL = [
  ...['AED', 'AFN', 'ALL', 'AMD', 'AOA', 'ARS', 'AUD', 'AWG', 'AZN', 'BAM', 'BBD', 'BDT', 'BMD', 'BND', 'BOB', 'BRL'],
  ...['BSD', 'BWP', 'BYN', 'BZD', 'CAD', 'CDF', 'CHF', 'CNY', 'COP', 'CRC', 'CVE', 'CZK', 'DKK', 'DOP', 'DZD', 'EGP'],
  ...['ETB', 'EUR', 'FJD', 'FKP', 'GBP', 'GEL', 'GIP', 'GMD', 'GTQ', 'GYD', 'HKD', 'HNL', 'HTG', 'HUF', 'IDR', 'ILS'],
  ...['INR', 'JMD', 'KES', 'KGS', 'KHR', 'KYD', 'KZT', 'LAK', 'LBP', 'LKR', 'LRD', 'LSL', 'MAD', 'MDL', 'MKD', 'MMK'],
  ...['MNT', 'MOP', 'MUR', 'MVR', 'MWK', 'MXN', 'MYR', 'MZN', 'NAD', 'NGN', 'NIO', 'NOK', 'NPR', 'NZD', 'PAB', 'PEN'],
  ...['PGK', 'PHP', 'PKR', 'PLN', 'QAR', 'RON', 'RSD', 'SAR', 'SBD', 'SCR', 'SEK', 'SGD', 'SHP', 'SOS', 'SRD', 'SZL'],
  ...['THB', 'TJS', 'TOP', 'TRY', 'TTD', 'TWD', 'TZS', 'UAH', 'USD', 'UYU', 'UZS', 'WST', 'XCD', 'YER', 'ZAR', 'ZMW'],
];

export const STRIPE_CURRENCIES: readonly string[] = [
  ...[...TWO_DECIMAL, ...ZERO_DECIMAL, ...THREE_DECIMAL, ...TWO_DECIMAL_BY_HISTORY].sort(),
];

/** The smallest amounts that Stripe charges, in Stripe's units. Others have none of their own. */
const MIN: Readonly<Record<string, number>> = {
  ...{ AED: 200, AUD: 50, BRL: 50, CAD: 50, CHF: 50, CZK: 1_500, DKK: 250, EUR: 50, GBP: 30, HKD: 400, HUF: 17_500 },
  ...{ INR: 50, JPY: 50, MXN: 1_000, MYR: 200, NOK: 300, NZD: 50, PLN: 200, RON: 200, SEK: 300, SGD: 50, THB: 1_000 },
  USD: 50,
};
/** Eight digits. Stripe takes more of a few currencies. */
const MAX = 99_999_999;

const decimalsOf = (currency: string): number => {
  if (ZERO_DECIMAL.includes(currency)) return 0;
  return THREE_DECIMAL.includes(currency) ? 3 : 2;
};

/** Stripe's amount is the gateway's times this. Below 1 for a currency of which Stripe has fewer digits. */
const factorOf = (currency: string): number => 10 ** (decimalsOf(currency) - exponentOf(currency));

/** Null: Stripe cannot charge or refund this very amount. */
export function toStripe(amount: number, currency: string): number | null {
  const factor = factorOf(currency);
  const converted = factor >= 1 ? amount * factor : amount / Math.round(1 / factor);
  return amount % multipleOf(currency) === 0 && Number.isSafeInteger(converted) ? converted : null;
}

/** Throws on an amount of Stripe that is no whole number of the gateway's unit: such a response is no result. */
export function fromStripe(amount: number, currency: string): number {
  const factor = factorOf(currency);
  const converted = factor >= 1 ? amount / factor : amount * Math.round(1 / factor);
  if (!Number.isSafeInteger(converted)) throw new Error(`${amount} is no amount of ${currency}`);
  return converted;
}

/** Amounts have to be multiples of this, in the gateway's unit. */
export function multipleOf(currency: string): number {
  if (THREE_DECIMAL.includes(currency)) return 10;
  return Math.max(1, Math.round(1 / factorOf(currency)));
}

/** In the gateway's unit. */
export function limitsOf(currency: string): { min: number; max: number; multipleOf?: number } {
  const multiple = multipleOf(currency);
  const min = Math.max(multiple, Math.ceil((MIN[currency] ?? 1) / factorOf(currency)));
  const limits = { min, max: Math.floor(Math.floor(MAX / factorOf(currency)) / multiple) * multiple };
  return multiple > 1 ? { ...limits, multipleOf: multiple } : limits;
}
