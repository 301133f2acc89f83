'use client';

import { type ReactNode, useId, useRef } from 'react';
import type { TestId } from '../lib/test-ids';

/** The button opens the dialog without a script too, where the browser knows the command. React has no types for it. */
const opens = (dialog: string) => ({ commandfor: dialog, command: 'show-modal' }) as object;

/**
 * A button that opens a dialog; Escape or a click outside closes it. Secrets are shown in their own panel. Without
 * scripts, a dialog whose form has a result is shown on the page (globals.css).
 */
export function Dialog({
  open,
  title,
  look = '',
  testId,
  children,
}: {
  /** The text of the button. */
  open: ReactNode;
  title: string;
  look?: 'primary' | 'danger' | 'small' | '';
  testId?: TestId;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [heading, id] = [useId(), useId()];
  return (
    <>
      <button
        type="button"
        className={`button ${look}`}
        data-test-id={testId}
        onClick={() => dialog.current?.open || dialog.current?.showModal()}
        {...opens(id)}
      >
        {open}
      </button>
      <dialog
        ref={dialog}
        id={id}
        closedby="any"
        aria-labelledby={heading}
        className="w-[min(480px,calc(100vw-32px))] rounded-card border border-line bg-raised p-6 text-left whitespace-normal text-ink shadow-[var(--float)]"
        onClick={(event) => event.target === dialog.current && dialog.current.close()}
      >
        <h2 id={heading} className="text-[16px]/[24px] font-semibold">
          {title}
        </h2>
        <div className="mt-4">{children}</div>
        <form method="dialog" className="mt-4">
          <button className="link cursor-pointer">Close</button>
        </form>
      </dialog>
    </>
  );
}
