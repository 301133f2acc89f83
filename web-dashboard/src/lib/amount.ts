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

/** What to say where it is null. */
export const amountHint = (currency: string) =>
  `Enter an amount such as 499.00 or 1,000.00, in ${currency}. A point stands before the decimals, commas between thousands.`;
