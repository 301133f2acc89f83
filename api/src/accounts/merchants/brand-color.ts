/** The two colours of text on a button in the brand's colour. */
const WHITE = '#ffffff';
const DARK = '#111827';
/** WCAG 2.2: 3 to 1 for the edges of controls (1.4.11), 4.5 to 1 for text (1.4.3). */
const MIN_PAGE_CONTRAST = 3;
const MIN_TEXT_CONTRAST = 4.5;
const FORMAT = /^#[0-9a-f]{6}$/i;

/** The relative luminance of WCAG 2.2, 0 for black to 1 for white. */
function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast ratio of two colours, 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [a, b] = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** The colour of text on a button in this colour: white or dark, whichever is easier to read. */
export const textColorOn = (color: string) => (contrastOf(color, WHITE) >= contrastOf(color, DARK) ? WHITE : DARK);

/** Rounded down, so that a ratio below a limit never reads as the limit. */
const ratio = (contrast: number) => `${Math.floor(contrast * 100) / 100}:1`;

/** Why the checkout cannot use the colour; null if it can. */
export function brandColorFault(color: unknown): string | null {
  if (typeof color !== 'string' || !FORMAT.test(color)) return 'must be a colour such as #0b5fff';
  const [onWhite, onDark] = [contrastOf(color, WHITE), contrastOf(color, DARK)];
  if (onWhite < MIN_PAGE_CONTRAST) {
    return `has a contrast of ${ratio(onWhite)} with the white page and needs ${MIN_PAGE_CONTRAST}:1: choose a darker colour`;
  }
  if (Math.max(onWhite, onDark) >= MIN_TEXT_CONTRAST) return null;
  return (
    `leaves no readable text on a button: its contrast is ${ratio(onWhite)} with white text and ${ratio(onDark)} with ` +
    `dark text, and one of them needs ${MIN_TEXT_CONTRAST}:1. Choose a darker colour`
  );
}
