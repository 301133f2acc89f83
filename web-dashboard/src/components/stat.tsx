import type { ReactNode } from 'react';
import { percentOf } from '../lib/format';
import { type TestId, testId } from '../lib/test-ids';
import { Sparkline } from './sparkline';

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
    <div className="card p-4">
      <p className="text-[13px]/[18px] text-ink-2">{label}</p>
      <div className="mt-1 flex items-end justify-between gap-4">
        <p className="text-[28px]/[36px] font-semibold tracking-tight tabular-nums" {...testId(id)}>
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
