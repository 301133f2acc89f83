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

/** What to say where it is null: with the decimals that the currency has. */
export function amountHint(currency: string, exponent = 2): string {
  if (exponent === 0) {
    return `Enter a whole amount such as 499 or 1,000, in ${currency}, which has no decimals. Commas stand between thousands.`;
  }
  const decimals = '0'.repeat(exponent);
  return `Enter an amount such as 499.${decimals} or 1,000.${decimals}, in ${currency}. A point stands before the decimals, commas between thousands.`;
}
