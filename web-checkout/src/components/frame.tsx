import type { ReactNode } from 'react';
import { testId } from '../lib/test-ids';
import { ConnectOpener } from './connect-opener';

/**
 * On a phone and in a frame one column. On a desktop two halves: the order on canvas, the form on surface; without an
 * order a sheet on canvas. Inside a merchant's page (`embedded`) nothing surrounds the column.
 */
export function Frame({
  embedded,
  banner,
  summary,
  footer,
  children,
}: {
  embedded: boolean;
  banner?: ReactNode;
  summary?: ReactNode;
  footer: ReactNode;
  children: ReactNode;
}) {
  const isSheet = !embedded && !summary;
  const halves = embedded ? '' : isSheet ? 'lg:bg-canvas print:bg-transparent' : 'lg:grid lg:grid-cols-2';
  const sheet =
    'lg:max-w-[500px] lg:rounded-card lg:border lg:border-line lg:bg-surface lg:p-10 print:border-0 print:p-0';
  const left = embedded ? 'px-4 pt-4' : 'px-4 pt-6 lg:flex lg:justify-end lg:bg-canvas lg:px-16 lg:pt-[10vh]';
  const right = embedded ? 'px-4 pt-4 pb-2' : 'px-4 pt-8 pb-10 lg:px-16 lg:py-[10vh]';
  return (
    <div
      {...testId('checkout-container')}
      data-embedded={embedded || undefined}
      className={embedded ? 'pb-2' : 'flex min-h-dvh flex-col'}
    >
      {embedded && <ConnectOpener />}
      {banner && <header className="contents">{banner}</header>}
      <main className={`grow ${halves}`}>
        {summary && (
          <div className={left}>
            <div className="mx-auto w-full max-w-[420px] lg:mx-0">{summary}</div>
          </div>
        )}
        <div className={right}>
          <div className={`mx-auto w-full max-w-[420px] ${summary ? 'lg:mx-0' : ''} ${isSheet ? sheet : ''}`}>
            {children}
            {footer && <div className={`${embedded ? 'mt-4' : 'mt-10'} text-[14px]/[20px] text-ink-3`}>{footer}</div>}
          </div>
        </div>
      </main>
    </div>
  );
}
