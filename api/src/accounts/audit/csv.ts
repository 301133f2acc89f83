/** Text that a spreadsheet reads as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** One line of RFC 4180. Fields that a spreadsheet would read as a formula get a leading apostrophe. */
export const csvLine = (fields: readonly unknown[]) => `${fields.map(csvField).join(',')}\r\n`;

function csvField(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
