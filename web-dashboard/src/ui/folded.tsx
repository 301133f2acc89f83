import type { ReactNode } from 'react';

/** Longer code shows this many lines until it is unfolded (code.css has the same number). */
const SHOWN_LINES = 12;

/** Code of which the first lines are shown; the rest on demand. Needs no script. */
export function Folded({ text, children }: { text: string; children: ReactNode }) {
  const lines = text.split('\n').length;
  // Hiding one or two lines would not be worth the line that shows them again.
  if (lines <= SHOWN_LINES + 2) return children;
  return (
    <div className="folded">
      {children}
      <details>
        <summary className="text-[13px]/[18px] font-medium text-accent">
          <span className="when-folded">Show all {lines} lines</span>
          <span className="when-open">Show less</span>
        </summary>
      </details>
    </div>
  );
}
