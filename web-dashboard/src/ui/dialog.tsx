'use client';

import { createContext, type ReactNode, use, useId, useRef } from 'react';
import type { TestId } from '../lib/test-ids';

/** The button works without a script too, where the browser knows the command. React has no types for it. */
const commands = (dialog: string, command: 'show-modal' | 'close') => ({ commandfor: dialog, command }) as object;
const DialogId = createContext('');

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
  look?: 'primary' | 'danger' | 'plain' | 'small' | '';
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
        {...commands(id, 'show-modal')}
      >
        {open}
      </button>
      <dialog
        ref={dialog}
        id={id}
        closedby="any"
        aria-labelledby={heading}
        className="w-[min(480px,calc(100vw-32px))] rounded-card border border-line bg-raised p-6 text-left whitespace-normal text-ink shadow-[var(--float)] [&:has([data-foot])>form:last-child]:hidden"
        onClick={(event) => event.target === dialog.current && dialog.current.close()}
        onClose={(event) => event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()}
      >
        <h2 id={heading} className="text-[16px]/[24px] font-semibold">
          {title}
        </h2>
        <div className="mt-4">
          <DialogId value={id}>{children}</DialogId>
        </div>
        <form method="dialog" className="mt-4">
          <button className="link cursor-pointer">Close</button>
        </form>
      </dialog>
    </>
  );
}

/** The end of a form in a dialog: the way back, and the action at the right. */
export function DialogFoot({ children }: { children: ReactNode }) {
  const id = use(DialogId);
  return (
    <div className="mt-2 flex flex-wrap justify-end gap-2" data-foot>
      <button
        type="button"
        className="button"
        onClick={(event) => event.currentTarget.closest('dialog')?.close()}
        {...commands(id, 'close')}
      >
        Cancel
      </button>
      {children}
    </div>
  );
}
