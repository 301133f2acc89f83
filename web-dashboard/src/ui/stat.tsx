import type { ReactNode } from 'react';
import { percentOf, pointsOf } from '../lib/format';
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
  better,
  share = false,
  children,
}: {
  label: string;
  figure: string;
  id: TestId;
  now: number;
  before: number;
  /** Which direction is good news; neither if it is left out. */
  better?: 'up' | 'down';
  /** The figure is a share, so that its change is in percentage points. */
  share?: boolean;
  children?: ReactNode;
}) {
  const change = changeOf(now, before, share);
  return (
    <div className="card h-full min-w-0 p-4">
      <p className="text-[13px]/[18px] text-ink-2">{label}</p>
      <p
        className={`mt-1 font-semibold tracking-tight wrap-anywhere tabular-nums ${figure.length > MAX_LARGE_CHARACTERS ? 'text-[20px]/[32px]' : 'text-[26px]/[32px]'}`}
        {...testId(id)}
      >
        {figure}
      </p>
      {change && (
        <p className={`mt-1 text-[13px]/[18px] font-medium tabular-nums ${lookOf(change, better)}`}>
          {`${change.up ? '↑' : '↓'} ${change.words}`}
          <span className="sr-only">{change.up ? ' more' : ' less'} than in the period before</span>
        </p>
      )}
      {children && <div className="mt-1 text-[13px]/[18px] wrap-anywhere text-ink-2 tabular-nums">{children}</div>}
    </div>
  );
}

interface Change {
  up: boolean;
  words: string;
}

/** Undefined without a change, or without anything to compare with. */
function changeOf(now: number, before: number, share: boolean): Change | undefined {
  if (before === 0) return undefined;
  const change = share ? now - before : (now - before) / Math.abs(before);
  if (Math.abs(change) < 0.0005) return undefined;
  return { up: change > 0, words: share ? pointsOf(Math.abs(change)) : percentOf(Math.abs(change)) };
}

function lookOf(change: Change, better: 'up' | 'down' | undefined): string {
  if (!better) return 'text-ink-2';
  return change.up === (better === 'up') ? 'text-good' : 'text-bad';
}
