/** Characters that start a formula in spreadsheets. */
const FORMULA = /^[=+\-@\t\r]/;

/** One field of RFC 4180: quoted if needed, and never a formula in a spreadsheet. */
export function csvField(value: string | number | boolean | null | undefined): string {
  if (typeof value === 'number') return String(value);
  const text = String(value ?? '');
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (fields: readonly Parameters<typeof csvField>[0][]) => `${fields.map(csvField).join(',')}\r\n`;
