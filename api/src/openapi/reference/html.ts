const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

/** A description of the document: its only mark is `code`, and an empty line ends a paragraph. */
export const paragraphs = (text: string | undefined) =>
  (text ?? '')
    .split(/\n\s*\n/)
    .filter(Boolean)
    .map((part) => `<p>${inline(part)}</p>`)
    .join('');

export const inline = (text: string) => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
