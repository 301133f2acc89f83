import { EXPONENTS } from './generated/contract.js';

/** Number of decimals of the currency's minor unit by ISO 4217 (the runtime's table differs for some): 2 for INR. */
export function currencyExponent(currency: string): number {
  return (EXPONENTS as Readonly<Record<string, number>>)[currency] ?? 2;
}

/**
 * Formats an amount for people: `formatAmount(50000, 'INR')` is `₹500.00`.
 * @param amount integer in the currency's minor unit
 * @param currency ISO 4217 code in capitals
 * @param locale BCP 47; the default groups rupees by lakh and crore
 * @throws RangeError if the amount is not an integer
 */
export function formatAmount(amount: number | bigint, currency = 'INR', locale = 'en-IN'): string {
  const digits = currencyExponent(currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // As decimal text, a total beyond 2^53 keeps its last digit.
  return format.format(`${BigInt(amount)}E-${digits}` as Intl.StringNumericLiteral);
}
