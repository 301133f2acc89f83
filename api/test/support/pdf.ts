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

/** Texts that begin or end outside of their page. */
export async function placesOutside(bytes: Uint8Array): Promise<string[]> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({ data: bytes, useSystemFonts: false, verbosity: 0 });
  const document = await task.promise;
  const outside: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const [, , width = 0, height = 0] = page.view;
    for (const item of (await page.getTextContent()).items) {
      if (!('str' in item)) continue;
      const [x = 0, y = 0] = (item.transform as number[]).slice(4);
      if (x < 0 || y < 0 || x + item.width > width || y > height) outside.push(`${number}: ${item.str}`);
    }
  }
  await task.destroy();
  return outside;
}
