import { FONTS, METADATA, viewportFor } from '@payment-gateway/web/document';
import type { ReactNode } from 'react';
import { readSession } from '../lib/session';
import './globals.css';

export const metadata = METADATA;
export const viewport = viewportFor('#ffffff', '#12161d');

export default async function Layout({ children }: { children: ReactNode }) {
  const { locale, texts } = await readSession();
  const { title, text, retry } = texts.broken;
  // For error.tsx, which runs in the browser without the catalogue.
  const broken = { 'data-broken-title': title, 'data-broken-text': text, 'data-broken-retry': retry };
  return (
    <html lang={locale} className={FONTS} {...broken}>
      <body>
        {/* Not in the metadata: that is streamed, and during each navigation the page would briefly have no title. */}
        <title>{texts.checkout}</title>
        {children}
      </body>
    </html>
  );
}
