/** Digits without commas, or with correct groups: `1,000,000` or, as in India, `10,00,000`. */
const WHOLE = /^(\d+|[1-9]\d{0,2}(,\d{3})+|[1-9]\d?(,\d{2})*,\d{3})$/;

/** Converts typed major units (`499.00`) to minor units; null if the text is ambiguous or not an amount. */
export function minorUnits(text: string, exponent = 2): number | null {
  const [, whole = '', decimals = ''] = /^([\d,]+)(?:\.(\d+))?$/.exec(text.trim()) ?? [];
  if (!WHOLE.test(whole) || decimals.length > exponent) return null;
  // `1,000` in a currency of three decimals is ambiguous: one or a thousand?
  if (exponent === 3 && whole.includes(',') && decimals === '') return null;
  const amount = Number(`${whole.replaceAll(',', '')}${decimals.padEnd(exponent, '0')}`);
  return Number.isSafeInteger(amount) ? amount : null;
}

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
