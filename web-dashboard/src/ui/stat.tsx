import type { ReactNode } from 'react';
import { percentOf } from '../lib/format';
import { type TestId, testId } from '../lib/test-ids';
import { Sparkline } from './sparkline';

/** Characters of a figure beyond which it is written smaller. */
const LONG = 14;

/** A figure, and how it moved against the period before. */
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
  /** The figure over the period, in order of time; null where there is none. */
  trend: (number | null)[];
  children?: ReactNode;
}) {
  return (
    <div className="card min-w-0 p-4">
      <p className="text-[13px]/[18px] text-ink-2">{label}</p>
      {/* Beside a long amount there is no room for the line: it goes below. */}
      <div className="mt-1 flex flex-wrap items-end justify-between gap-x-4">
        <p
          className={`min-w-0 font-semibold tracking-tight wrap-anywhere tabular-nums ${figure.length > LONG ? 'text-[22px]/[36px]' : 'text-[28px]/[36px]'}`}
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
  if (before === 0) return now === 0 ? 'Nothing in the period before' : 'None in the period before';
  const change = (now - before) / Math.abs(before);
  if (Math.abs(change) < 0.0005) return 'As in the period before';
  return `${change > 0 ? '+' : '−'}${percentOf(Math.abs(change))} against the period before`;
}
