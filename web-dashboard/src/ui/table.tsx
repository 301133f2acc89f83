import type { ReactNode } from 'react';
import { type TestId, testId } from '../lib/test-ids';
import Link from './link';

interface Placed {
  look: string;
  /** Shown in place of the text, which stays in the document; empty: nothing. */
  shown?: string;
}

/** A head that sorts the list: a link to the next order. */
interface SortingHead extends Placed {
  text: string;
  href: string;
  sorted: 'ascending' | 'descending' | undefined;
}
type Look =
  'end' | 'wide' | 'roomy' | 'wide roomy' | 'end wide roomy' | 'wide mid' | 'spare' | 'end spare' | 'snug' | 'tight';
export type Head =
  | string
  | SortingHead
  | (Placed & { text: string; before?: ReactNode })
  | { readonly [look in Look | `${Look} grow` | 'grow']?: string };

/**
 * A table; on a phone each row is a small card (see table.css, also for the names of columns).
 */
export function Table({
  id,
  label,
  look = '',
  head,
  children,
}: {
  id?: TestId;
  label: string;
  /** The class of a table with its own places for columns. */
  look?: string;
  head: readonly Head[];
  children: ReactNode;
}) {
  return (
    <div className="table-frame overflow-x-auto lg:overflow-visible" tabIndex={0} role="region" aria-label={label}>
      <table className={`table ${look}`} {...(id && testId(id))}>
        <thead>
          <tr>
            {head.map((column) => {
              if (typeof column === 'string') return <th key={column}>{column}</th>;
              if ('href' in column) return <Sorting key={column.text} {...column} />;
              if ('text' in column) return <Plain key={column.text} {...column} />;
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

const Plain = ({ text, look, shown, before }: Placed & { text: string; before?: ReactNode }) => (
  <th className={look} data-shown={shown}>
    {before}
    <span className={shown === undefined ? '' : 'sr-only'}>{text}</span>
  </th>
);

const Sorting = ({ text, look, href, sorted }: SortingHead) => (
  <th className={look} aria-sort={sorted ?? 'none'}>
    <Link href={href} className="sorting" data-sorted={sorted}>
      {text}
    </Link>
  </th>
);

/** Below a list: links to the next rows, which are older unless the list is sorted, and back to the first. */
export function Pager({ next, first, sorted }: { next: string | null; first: string | null; sorted?: boolean }) {
  if (!next && !first) return null;
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2 border-t border-line px-4 py-3">
      {first && (
        <Link href={first} className="button">
          {sorted ? 'First' : 'Newest'}
        </Link>
      )}
      {next && (
        <Link href={next} className="button" rel="next">
          {sorted ? 'Next' : 'Older'}
        </Link>
      )}
    </nav>
  );
}
