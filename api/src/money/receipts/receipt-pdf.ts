import type { ReceiptFonts } from './receipt-fonts.js';
import type { ReceiptLines } from './receipt-lines.js';

const MARGIN = 56;
const LABEL_WIDTH = 210;
const PAGE = { width: 595.28, height: 841.89 };
const LINE = 20;
const INK = '#111827';
const MUTED = '#4b5563';
const SIZE = 10.5;
const TITLE_SIZE = 22;
const BAR_HEIGHT = 6;

type Pdf = PDFKit.PDFDocument;

/** Whether every text of the receipt has a font. */
export const canDraw = (fonts: ReceiptFonts, { title, merchant, note, rows }: ReceiptLines): boolean =>
  [title, merchant, note ?? '', ...rows.flat()].every((text) => fonts.runs(text) !== null);

/** The receipt as a PDF of one page or more. Call {@link canDraw} first. */
export async function receiptPdf(fonts: ReceiptFonts, lines: ReceiptLines): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit');
  const [font] = fonts.files;
  const options = { size: 'A4', margin: MARGIN, font: font as unknown as string, info: { Title: lines.title } };
  const pdf = new PDFDocument({ ...options, lang: 'en' });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  fonts.files.forEach((file, index) => pdf.registerFont(String(index), file));
  draw(pdf, fonts, lines);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

function draw(pdf: Pdf, fonts: ReceiptFonts, { title, merchant, note, rows, color }: ReceiptLines): void {
  if (color !== null) pdf.rect(0, 0, PAGE.width, BAR_HEIGHT).fill(color);
  const write = writer(pdf, fonts);
  let y = MARGIN;
  y = write(title, { x: MARGIN, y, size: TITLE_SIZE, color: INK, width: PAGE.width - 2 * MARGIN });
  y = write(merchant, { x: MARGIN, y, size: 14, color: INK, width: PAGE.width - 2 * MARGIN });
  if (note !== null) y = write(note, { x: MARGIN, y, size: SIZE, color: MUTED, width: PAGE.width - 2 * MARGIN });
  y += LINE;
  for (const [label, value] of rows) {
    if (y > PAGE.height - MARGIN - 3 * LINE) {
      pdf.addPage();
      y = MARGIN;
    }
    const x = MARGIN + LABEL_WIDTH;
    const below = write(label, { x: MARGIN, y, size: SIZE, color: MUTED, width: LABEL_WIDTH - 10 });
    y = Math.max(below, write(value, { x, y, size: SIZE, color: INK, width: PAGE.width - MARGIN - x }));
  }
}

interface Place {
  x: number;
  y: number;
  size: number;
  color: string;
  width: number;
}

/** Writes a text run by run, broken at the width; returns the y below it. */
function writer(pdf: Pdf, fonts: ReceiptFonts) {
  return (text: string, { x, y, size, color, width }: Place): number => {
    const height = size + LINE - SIZE;
    let [left, top] = [x, y];
    for (const { font, text: part } of fonts.runs(text) ?? []) {
      pdf.font(String(font)).fontSize(size).fillColor(color);
      // Split after spaces, so that the spaces stay in the text that a reader copies.
      for (const word of part.split(/(?<= )/)) {
        const length = pdf.widthOfString(word);
        if (left > x && left + length > x + width) [left, top] = [x, top + height];
        pdf.text(word, left, top, { lineBreak: false });
        left += length;
      }
    }
    return top + height;
  };
}
