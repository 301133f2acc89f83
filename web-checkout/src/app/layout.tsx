import localFont from 'next/font/local';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { readSession } from '../lib/session';
import './globals.css';

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

export const metadata: Metadata = { robots: { index: false, follow: false } };

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#12161d' },
  ],
};

export default async function Layout({ children }: { children: ReactNode }) {
  const { locale, texts } = await readSession();
  return (
    <html lang={locale} className={`${sans.variable} ${mono.variable}`}>
      <body>
        {/* Not in the metadata: that is streamed, and for a moment of each navigation the page had no title. */}
        <title>{texts.checkout}</title>
        {children}
      </body>
    </html>
  );
}
