import { EXPONENTS } from './generated/contract.js';

/** How many decimals the currency's minor unit has by ISO 4217 (the runtime's own table differs for some): 2 for INR. */
export function currencyExponent(currency: string): number {
  return (EXPONENTS as Readonly<Record<string, number>>)[currency] ?? 2;
}

/**
 * An amount as people write it: `formatAmount(50000, 'INR')` is `₹500.00`.
 * @param amount integer in the currency's minor unit
 * @param currency ISO 4217 code in capitals
 * @param locale BCP 47; rupees are grouped by lakh and crore unless told otherwise
 * @throws RangeError when the amount is no integer
 */
export function formatAmount(amount: number | bigint, currency = 'INR', locale = 'en-IN'): string {
  const digits = currencyExponent(currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // Given as decimal text, a total beyond 2^53 keeps its last digit.
  return format.format(`${BigInt(amount)}E-${digits}` as Intl.StringNumericLiteral);
}
