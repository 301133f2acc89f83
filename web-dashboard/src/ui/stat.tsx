import type { ReactNode } from 'react';
import { percentOf } from '../lib/format';
import { type TestId, testId } from '../lib/test-ids';
import { Sparkline } from './sparkline';

/** A longer figure is set in a smaller size. */
const MAX_LARGE_CHARACTERS = 14;

/** A figure, with its change against the previous period. */
export function Stat({
  label,
  figure,
  id,
  now,
  before,
  trend,
  children,
}: {
  label: string;
  figure: string;
  id: TestId;
  now: number;
  before: number;
  /** The figure over the period, in order of time; null if there is no value. */
  trend: (number | null)[];
  children?: ReactNode;
}) {
  return (
    <div className="card min-w-0 p-4">
      <p className="text-[13px]/[18px] text-ink-2">{label}</p>
      {/* Below a long amount, because there is no room beside it. */}
      <div className="mt-1 flex flex-wrap items-end justify-between gap-x-4">
        <p
          className={`min-w-0 font-semibold tracking-tight wrap-anywhere tabular-nums ${figure.length > MAX_LARGE_CHARACTERS ? 'text-[22px]/[36px]' : 'text-[28px]/[36px]'}`}
          {...testId(id)}
        >
          {figure}
        </p>
        <Sparkline values={trend} />
      </div>
      <p className="mt-1 text-[13px]/[18px] text-ink-3">{changeOf(now, before)}</p>
      {children}
    </div>
  );
}

function changeOf(now: number, before: number): string {
  if (before === 0) return now === 0 ? 'Nothing in the previous period' : 'None in the previous period';
  const change = (now - before) / Math.abs(before);
  if (Math.abs(change) < 0.0005) return 'Same as in the previous period';
  return `${change > 0 ? '+' : '−'}${percentOf(Math.abs(change))} against the previous period`;
}
