import type { ReactNode } from 'react';

/**
 * The leading text of a row with an id after it, which is seen while the pointer or the focus is in the row; where there
 * is no room for both, it is left out. In the document it is always there.
 */
export function Named({ first, id }: { first?: ReactNode; id: ReactNode }) {
  if (first === undefined || first === null || first === '') return <span className="flex min-w-0">{id}</span>;
  return (
    <span className="flex h-5 min-w-0 flex-wrap items-center gap-x-2 overflow-hidden leading-5">
      <span className="max-w-full truncate font-medium">{first}</span>
      <span className="on-demand flex min-w-0 flex-[1_1_96px] text-ink-3 max-sm:sr-only [&_.mono]:text-[12px]/[16px]">
        {id}
      </span>
    </span>
  );
}
