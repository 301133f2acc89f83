'use client';

import { type ReactNode, useId } from 'react';

/** Actions that are not needed often, behind a button with three dots. `label` names what they act on. */
export function Menu({ label, children }: { label: string; children: ReactNode }) {
  const id = useId();
  return (
    <>
      <button type="button" className="button above !px-2" aria-label={`Actions for ${label}`} popoverTarget={id}>
        <svg width="18" height="18" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
          <path d="M5 10.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6m7 0a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6m7 0a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6" />
        </svg>
      </button>
      <div id={id} popover="auto" className="menu text-left">
        {children}
      </div>
    </>
  );
}
