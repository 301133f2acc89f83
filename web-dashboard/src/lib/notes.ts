/** One note per line, `name: value`; a value that is not text is JSON. */
export const notesText = (notes: Readonly<Record<string, unknown>>): string =>
  Object.entries(notes)
    .map(([name, value]) => `${name}: ${isPlain(value) ? value : JSON.stringify(value)}`)
    .join('\n');

/** The notes of the text; undefined if a line has no name. */
export function notesIn(text: string): Record<string, unknown> | undefined {
  const notes: Record<string, unknown> = {};
  for (const line of text.split(/\r?\n/).filter((one) => one.trim() !== '')) {
    const [, name = '', value = ''] = /^([^:]+):(.*)$/s.exec(line) ?? [];
    if (name.trim() === '') return undefined;
    notes[name.trim()] = valueOf(value.trim());
  }
  return notes;
}

/** Text that would be read as JSON, such as `42`, keeps its quotation marks, so that it is read back as text. */
const isPlain = (value: unknown): value is string =>
  typeof value === 'string' && value === value.trim() && !value.includes('\n') && valueOf(value) === value;

function valueOf(text: string): unknown {
  if (!/^([[{"]|-?\d|(true|false|null)$)/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
