import { FONTS, METADATA, viewportFor } from '@payment-gateway/web/document';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { Scripted } from '../ui/scripted';
import './globals.css';
import './print.css';

export const metadata = METADATA;
export const viewport = viewportFor('#f7f8fa', '#0c0f14');

export default async function Layout({ children }: { children: ReactNode }) {
  await connection(); // a page rendered at build time would have no nonce
  return (
    <html lang="en" className={FONTS}>
      <body>
        {children}
        <Scripted />
      </body>
    </html>
  );
}
