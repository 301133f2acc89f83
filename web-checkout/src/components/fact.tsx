import type { ReactNode } from 'react';

/** A row of a list of facts: the name at the left, the value at the right. */
export const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex flex-wrap items-baseline justify-between gap-x-4 py-3">
    <dt className="text-ink-2">{label}</dt>
    <dd className="min-w-0 grow text-right wrap-anywhere">{children}</dd>
  </div>
);
