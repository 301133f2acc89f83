import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';

const sans = localFont({
  src: '../../../node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2',
  variable: '--font-geist',
  weight: '100 900',
});
const mono = localFont({
  src: '../../../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
  preload: false,
});

/** The classes of the `html` element that define the variables of the fonts. */
export const FONTS = `${sans.variable} ${mono.variable}`;

export const METADATA: Metadata = { robots: { index: false, follow: false } };

/** `light` and `dark` are the page's background: browsers colour their own bars with it. */
export const viewportFor = (light: string, dark: string): Viewport => ({
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: light },
    { media: '(prefers-color-scheme: dark)', color: dark },
  ],
});
