/** Begins a formula in spreadsheets. */
const FORMULA = /^[=+\-@\t\r]/;

/** One line of RFC 4180: fields quoted where needed, and never a formula when a spreadsheet opens it. */
export const csvLine = (fields: readonly unknown[]) => `${fields.map(csvField).join(',')}\r\n`;

function csvField(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
