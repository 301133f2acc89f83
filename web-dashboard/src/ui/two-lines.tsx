import type { ReactNode } from 'react';

/** A table cell with a leading line and a quieter one below it. */
export function TwoLines({ first, second }: { first?: ReactNode; second: ReactNode }) {
  if (first === undefined || first === null || first === '')
    return <span className="block min-w-0 [&_.mono]:text-[12px]/[16px]">{second}</span>;
  return (
    <span className="block min-w-0">
      <span className="block truncate font-medium">{first}</span>
      <span className="mt-0.5 flex min-w-0 text-ink-3 [&_.mono]:text-[12px]/[16px]">{second}</span>
    </span>
  );
}
