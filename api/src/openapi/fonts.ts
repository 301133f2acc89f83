import { readFile } from 'node:fs/promises';

/** The typefaces of the web apps, by the name of their file. The build puts them beside the bundle. */
const FILES = { Geist: 'Geist-Variable.woff2', 'Geist Mono': 'GeistMono-Variable.woff2' } as const;
export const FONT_NAMES = Object.values(FILES);

/** Where the pages find a font. */
export const fontPath = (file: string) => `/fonts/${file}`;
export const readFont = (file: string) => readFile(new URL(`./fonts/${file}`, import.meta.url));

export const FONT_FACES = Object.entries(FILES)
  .map(
    ([family, file]) =>
      `@font-face { font-family: '${family}'; src: url('${fontPath(file)}') format('woff2'); font-weight: 100 900; font-display: swap; }`,
  )
  .join('\n');
export const SANS = `'Geist', system-ui, sans-serif`;
export const MONO = `'Geist Mono', ui-monospace, monospace`;
