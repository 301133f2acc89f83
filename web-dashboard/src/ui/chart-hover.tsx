'use client';

import { type PointerEvent, type ReactNode, useState } from 'react';

/** Shows the value under the pointer above the chart. The line is always there, so nothing moves. */
export function ChartHover({ children }: { children: ReactNode }) {
  const [says, setSays] = useState<string | null>(null);
  const read = ({ target }: PointerEvent) => setSays((target as Element).getAttribute('data-says'));
  return (
    <div onPointerOver={read} onPointerLeave={() => setSays(null)}>
      <p
        aria-hidden="true"
        className="mb-3 h-[18px] truncate text-right text-[13px]/[18px] font-medium"
        data-chart-value
      >
        {says}
      </p>
      {children}
    </div>
  );
}
