import type { ReactNode } from 'react';
import { type TestId, testId } from '../lib/test-ids';
import Link from './link';

/**
 * A table; on a phone each row is a small card (see table.css, also for the names of columns).
 */
export function Table({
  id,
  label,
  head,
  children,
}: {
  id?: TestId;
  label: string;
  head: readonly (
    | string
    | { readonly [look in 'end' | 'wide' | 'roomy' | 'wide roomy' | 'wide mid' | 'spare' | 'end spare']?: string }
  )[];
  children: ReactNode;
}) {
  return (
    <div className="table-frame overflow-x-auto lg:overflow-visible" tabIndex={0} role="region" aria-label={label}>
      <table className="table" {...(id && testId(id))}>
        <thead>
          <tr>
            {head.map((column) => {
              if (typeof column === 'string') return <th key={column}>{column}</th>;
              const [[look = '', text = '']] = Object.entries(column) as [[string, string]];
              return (
                <th key={text} className={look}>
                  {text}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** Below a list: links to older rows and back to the newest. */
export function Pager({ next, first }: { next: string | null; first: string | null }) {
  if (!next && !first) return null;
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2 border-t border-line px-4 py-3">
      {first && (
        <Link href={first} className="button">
          Newest
        </Link>
      )}
      {next && (
        <Link href={next} className="button" rel="next">
          Older
        </Link>
      )}
    </nav>
  );
}
