/** The rules of the API for a brand colour (WCAG 2.2), so that a form can show them before it is sent. */
/** Of the checkout's buttons on a light screen, for merchants without a colour of their own. */
export const DEFAULT_COLOUR = '#3538cd';
const WHITE = '#ffffff';
const DARK = '#111827';
const MIN_PAGE_CONTRAST = 3;
const MIN_TEXT_CONTRAST = 4.5;

function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrastOf(one: string, other: string): number {
  const [a, b] = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Rounded down, so that a ratio below a limit never reads as the limit. */
const ratio = (contrast: number) => `${(Math.floor(contrast * 10) / 10).toFixed(1)}:1`;

export interface ColourCheck {
  ok: boolean;
  /** The colour of text on it. */
  text: string;
  words: string;
}

/** Whether the checkout can use a colour, `#rrggbb`, and why. */
export function checkColour(color: string): ColourCheck {
  const [onPage, onDark] = [contrastOf(color, WHITE), contrastOf(color, DARK)];
  const text = onPage >= onDark ? WHITE : DARK;
  const best = Math.max(onPage, onDark);
  if (onPage < MIN_PAGE_CONTRAST) {
    const words = `Too light: its contrast with the white page is ${ratio(onPage)} and needs ${MIN_PAGE_CONTRAST}:1. Choose a darker colour.`;
    return { ok: false, text, words };
  }
  if (best < MIN_TEXT_CONTRAST) {
    const words = `No text is readable on it: the contrast is ${ratio(best)} and needs ${MIN_TEXT_CONTRAST}:1. Choose a darker colour.`;
    return { ok: false, text, words };
  }
  return {
    ok: true,
    text,
    words: `Readable: ${text === WHITE ? 'white' : 'dark'} text has a contrast of ${ratio(best)}.`,
  };
}
