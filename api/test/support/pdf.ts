/** The text of a PDF, as a reader copies it: the parts of all pages, with single spaces. */
export async function textOfPdf(bytes: Uint8Array): Promise<string> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({ data: bytes, useSystemFonts: false, verbosity: 0 });
  const document = await task.promise;
  const texts: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    texts.push(...items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')), '\n');
  }
  await task.destroy();
  return texts.join('').replaceAll('\0', '').replace(/\s+/g, ' ');
}
