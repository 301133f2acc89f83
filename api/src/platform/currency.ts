/**
 * The active currencies of ISO 4217 by exponent, the number of decimals of their minor unit. Left out: those with
 * four decimals or none at all, precious metals, test codes, and fund codes and units of account, which cards and UPI do
 * not support. The exponents are ISO's: browsers' tables differ (IQD, LAK, UGX and others).
 */
const EXPONENTS: Readonly<Record<0 | 2 | 3, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP ' +
    'CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES ' +
    'KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK ' +
    'NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB ' +
    'TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
};

const EXPONENT_OF: ReadonlyMap<string, number> = new Map(
  Object.entries(EXPONENTS).flatMap(([exponent, codes]) =>
    codes.split(' ').map((code) => [code, Number(exponent)] as const),
  ),
);

export const CURRENCIES: readonly string[] = [...EXPONENT_OF.keys()].sort();

/** Currencies of which one US dollar buys a thousand or more: the common maximum would be too low for them. */
const SMALL_UNITS = new Set('ARS CDF COP IDR IQD IRR KHR LAK LBP MGA MMK MNT MWK NGN SSP SYP TZS UZS'.split(' '));
/** Far below 2^53, so that sums over many rows stay exact in JavaScript. */
const COMMON_LIMITS = { minimum: 100, maximum: 99_999_999_999 };
/** The largest amount of any currency. */
export const MAX_AMOUNT = 9_999_999_999_999;

export interface AmountLimits {
  readonly minimum: number;
  readonly maximum: number;
}

/** The smallest and largest amount of an order in minor units. One yen is an amount, one paisa is not. */
export function amountLimitsOf(currency: string): AmountLimits {
  if (EXPONENT_OF.get(currency) === 0) return { ...COMMON_LIMITS, minimum: 1 };
  return SMALL_UNITS.has(currency) ? { ...COMMON_LIMITS, maximum: MAX_AMOUNT } : COMMON_LIMITS;
}

/** Capitals only: `inr` is not a currency. */
export function isCurrency(code: unknown): code is string {
  return typeof code === 'string' && EXPONENT_OF.has(code);
}

export function exponentOf(currency: string): number {
  const exponent = EXPONENT_OF.get(currency);
  if (exponent === undefined) throw new Error(`${currency} is not a currency of the table`);
  return exponent;
}

/** An amount as people write it: 50000 INR is `₹500.00`, and rupees are grouped by lakh and crore. */
export function formatAmount(minor: number | bigint, currency: string): string {
  const digits = exponentOf(currency);
  const locale = currency === 'INR' ? 'en-IN' : 'en-US';
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // As decimal text, since totals beyond 2^53 would lose digits as numbers.
  return format.format(`${BigInt(minor)}E-${digits}` as Intl.StringNumericLiteral);
}
