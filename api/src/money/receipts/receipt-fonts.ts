import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Noto Sans (OFL): Latin, the rest of Latin, and Devanagari with ₹. Other scripts have no font here. */
const FILES = [
  '@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff',
  '@fontsource/noto-sans/files/noto-sans-latin-ext-400-normal.woff',
  '@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-400-normal.woff',
];
/** Combining signs and joiners belong to the character before them. */
const JOINS = /[\p{M}\u200c\u200d]/u;

/** What is used of a font of fontkit, which has no types of its own. */
interface Glyphs {
  hasGlyphForCodePoint: (code: number) => boolean;
}

/** Part of a text that one font draws. */
export interface Run {
  font: number;
  text: string;
}

/** The fonts of receipts, read at the first receipt. */
export class ReceiptFonts {
  private constructor(
    readonly files: readonly Buffer[],
    private readonly fonts: readonly Glyphs[],
  ) {}

  static load(): ReceiptFonts {
    const require = createRequire(import.meta.url);
    const { create } = require('fontkit') as { create: (file: Buffer) => Glyphs };
    const files = FILES.map((name) => readFileSync(require.resolve(name)));
    // Its second parameter is the name of a font in a collection, not the index that `map` passes.
    const fonts = files.map((file) => create(file));
    return new ReceiptFonts(files, fonts);
  }

  /** The text in parts, each with its font; null if a character has none. A font is kept as long as it will do. */
  runs(text: string): Run[] | null {
    const runs: Run[] = [];
    for (const character of text.normalize('NFC')) {
      const last = runs.at(-1);
      const font = last && JOINS.test(character) ? last.font : this.fontFor(character, last?.font);
      if (font === null) return null;
      if (last?.font === font) last.text += character;
      else runs.push({ font, text: character });
    }
    return runs;
  }

  private fontFor(character: string, kept: number | undefined): number | null {
    const code = character.codePointAt(0) ?? 0;
    const has = (font: number) => this.fonts[font]?.hasGlyphForCodePoint(code) === true;
    // Letters and digits of Latin look alike in all lines only if they always come from the same font.
    if (kept !== undefined && has(kept) && !/[A-Za-z0-9]/.test(character)) return kept;
    const first = this.fonts.findIndex((_, font) => has(font));
    return first === -1 ? null : first;
  }
}
