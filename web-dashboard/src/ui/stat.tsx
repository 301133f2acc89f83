import type { ReactNode } from 'react';
import { percentOf } from '../lib/format';
import { type TestId, testId } from '../lib/test-ids';

/** A longer figure is set in a smaller size. */
const MAX_LARGE_CHARACTERS = 12;

/** A figure, with its change against the previous period. */
export function Stat({
  label,
  figure,
  id,
  now,
  before,
  children,
}: {
  label: string;
  figure: string;
  id: TestId;
  now: number;
  before: number;
  children?: ReactNode;
}) {
  return (
    <div className="card h-full min-w-0 p-4">
      <p className="text-[13px]/[18px] text-ink-2">{label}</p>
      <p
        className={`mt-1 font-semibold tracking-tight wrap-anywhere tabular-nums ${figure.length > MAX_LARGE_CHARACTERS ? 'text-[20px]/[32px]' : 'text-[26px]/[32px]'}`}
        {...testId(id)}
      >
        {figure}
      </p>
      <p className="mt-1 text-[13px]/[18px] text-ink-3">{changeOf(now, before)}</p>
      {children}
    </div>
  );
}

function changeOf(now: number, before: number): string {
  if (before === 0) return now === 0 ? 'None in either period' : 'None in the period before';
  const change = (now - before) / Math.abs(before);
  if (Math.abs(change) < 0.0005) return 'Same as in the period before';
  return `${change > 0 ? '+' : '−'}${percentOf(Math.abs(change))} against the period before`;
}
