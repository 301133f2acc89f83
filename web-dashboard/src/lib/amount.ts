/** Digits alone, or commas in proper groups: `1,000,000` or, as in India, `10,00,000`. */
const WHOLE = /^(\d+|[1-9]\d{0,2}(,\d{3})+|[1-9]\d?(,\d{2})*,\d{3})$/;

/** Major units as typed (`499.00`) in minor units; null where it could be read in more than one way, or in none. */
export function minorUnits(text: string, exponent = 2): number | null {
  const [, whole = '', decimals = ''] = /^([\d,]+)(?:\.(\d+))?$/.exec(text.trim()) ?? [];
  if (!WHOLE.test(whole) || decimals.length > exponent) return null;
  // 1,000 dinars of three decimals: one, or a thousand?
  if (exponent === 3 && whole.includes(',') && decimals === '') return null;
  const amount = Number(`${whole.replaceAll(',', '')}${decimals.padEnd(exponent, '0')}`);
  return Number.isSafeInteger(amount) ? amount : null;
}

/** By the number of decimals. */
export const EXAMPLES: readonly string[] = ['500 or 1,000', '', '499.00 or 1,000.00', '4.500 or 1,000.000'];

/** What to say where it is null: with as many decimals as the currency has. */
export function amountHint(currency: string, exponent = 2): string {
  const rule =
    exponent === 0
      ? 'It has no decimals; commas stand between thousands.'
      : 'A point stands before the decimals, commas between thousands.';
  return `Enter an amount such as ${EXAMPLES[exponent]}, in ${currency}. ${rule}`;
}

/**
 * The API's words about an amount, which count in minor units, in the units of the form: `amount must be at least 100`
 * is `Amount must be at least ₹1.00`.
 */
export const inMajorUnits = (description: string, amountOf: (minor: number) => string) =>
  description
    .replace(/\b\d+\b/g, (digits) => amountOf(Number(digits)))
    .replace(/^amount\b/, 'Amount')
    .replace("an integer in the currency's minor unit", 'an amount of that currency');
