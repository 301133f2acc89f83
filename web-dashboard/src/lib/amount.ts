/** Indexed by the number of decimals. */
export const EXAMPLES: readonly string[] = ['500 or 1,000', '', '499.00 or 1,000.00', '4.500 or 1,000.000'];

/** The message for null, with as many decimals as the currency has. */
export function amountHint(currency: string, exponent = 2): string {
  const rule =
    exponent === 0
      ? 'No decimals; commas separate thousands.'
      : 'A point separates the decimals, commas the thousands.';
  return `Enter an amount such as ${EXAMPLES[exponent]}, in ${currency}. ${rule}`;
}

/**
 * Rewrites amounts in the API's description from minor units to the form's major units: `amount must be at least 100`
 * becomes `Amount must be at least ₹1.00`.
 */
export const inMajorUnits = (description: string, amountOf: (minor: number) => string) =>
  description
    .replace(/\b\d+\b/g, (digits) => amountOf(Number(digits)))
    .replace(/^amount\b/, 'Amount')
    .replace("an integer in the currency's minor unit", 'an amount of that currency');
