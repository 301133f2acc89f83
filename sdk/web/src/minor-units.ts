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
