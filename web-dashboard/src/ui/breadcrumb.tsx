import type { ReactNode } from 'react';
import { ChevronIcon } from './icons';
import Link from './link';

/** The way back to the page above this one; `children` is the name of this one. */
export function Breadcrumb({ list, children }: { list: { href: string; title: string }; children: ReactNode }) {
  return (
    <nav aria-label="Breadcrumb" className="mb-2 flex items-center gap-1 text-[13px]/[18px] text-ink-2">
      <Link className="shrink-0 font-medium hover:text-accent hover:underline" href={list.href}>
        {list.title}
      </Link>
      <span className="text-ink-3">
        <ChevronIcon />
      </span>
      <span className="min-w-0">{children}</span>
    </nav>
  );
}
