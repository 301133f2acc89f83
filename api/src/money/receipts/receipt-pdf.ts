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
/** With the signs that belong to them, as in Devanagari. */
const CHARACTERS = new Intl.Segmenter();

type Pdf = PDFKit.PDFDocument;

/** Whether every text of the receipt has a font. */
export const canDraw = (fonts: ReceiptFonts, { title, merchant, note, rows }: ReceiptLines): boolean =>
  [title, merchant, note ?? '', ...rows.flat()].every((text) => fonts.runs(text) !== null);

/** The receipt as a PDF of one page or more. Call {@link canDraw} first. */
export async function receiptPdf(fonts: ReceiptFonts, lines: ReceiptLines): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit');
  // No default font: pdfkit would read the registered font of the same name again for each word.
  const pdf = new PDFDocument({ size: 'A4', margin: MARGIN, font: '', info: { Title: lines.title }, lang: 'en' });
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
  const whole = { x: MARGIN, width: PAGE.width - 2 * MARGIN };
  let y = MARGIN;
  const heading = (text: string, size: number, color: string) => {
    y = write(pdf, broken(pdf, fonts, text, { ...whole, size, color }), y);
  };
  heading(title, TITLE_SIZE, INK);
  heading(merchant, 14, INK);
  if (note !== null) heading(note, SIZE, MUTED);
  y += LINE;
  const x = MARGIN + LABEL_WIDTH;
  for (const [label, value] of rows) {
    const left = broken(pdf, fonts, label, { x: MARGIN, width: LABEL_WIDTH - 10, size: SIZE, color: MUTED });
    const right = broken(pdf, fonts, value, { x, width: PAGE.width - MARGIN - x, size: SIZE, color: INK });
    if (y + Math.max(left.height, right.height) > PAGE.height - MARGIN) {
      pdf.addPage();
      y = MARGIN;
    }
    y = Math.max(write(pdf, left, y), write(pdf, right, y));
  }
}

interface Place {
  x: number;
  width: number;
  size: number;
  color: string;
}
/** A text in words, each with its place below the first line. */
interface Broken extends Place {
  words: readonly { font: number; text: string; left: number; top: number }[];
  height: number;
}

/** Breaks a text at its spaces to fit the width, and within a word that is longer than a line. */
function broken(pdf: Pdf, fonts: ReceiptFonts, text: string, place: Place): Broken {
  const { x, width, size } = place;
  const height = size + LINE - SIZE;
  const words: Broken['words'][number][] = [];
  let [left, top] = [x, 0];
  const add = (font: number, word: string) => {
    const length = pdf.widthOfString(word);
    if (left > x && left + length > x + width) [left, top] = [x, top + height];
    words.push({ font, text: word, left, top });
    left += length;
  };
  for (const { font, text: part } of fonts.runs(text) ?? []) {
    pdf.font(String(font)).fontSize(size);
    // Split after spaces, so that the spaces stay in the text that a reader copies.
    for (const word of part.split(/(?<= )/)) {
      if (pdf.widthOfString(word) <= width) add(font, word);
      else for (const { segment } of CHARACTERS.segment(word)) add(font, segment);
    }
  }
  return { ...place, words, height: top + height };
}

/** Writes the words below `y`, and returns the y below them. */
function write(pdf: Pdf, { words, size, color, height }: Broken, y: number): number {
  for (const { font, text, left, top } of words) {
    pdf
      .font(String(font))
      .fontSize(size)
      .fillColor(color)
      .text(text, left, y + top, { lineBreak: false });
  }
  return y + height;
}
