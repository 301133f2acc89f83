import type { ComponentProps, ReactNode } from 'react';
import type { TestId } from '../lib/test-ids';
import { testId } from '../lib/test-ids';

/** A labelled input that refers to its error or hint. */
export function Field({
  id,
  name,
  label,
  error,
  hint,
  mark,
  spread = false,
  beside,
  ...input
}: {
  id: TestId;
  name: string;
  label: string;
  error?: string | undefined;
  /** Shown while there is no error. */
  hint?: string | undefined;
  mark?: ReactNode;
  /** Wide gaps between the characters, for a short code. */
  spread?: boolean;
  /** The form's button, in the same row, for a form of one field. Its label is for screen readers alone. */
  beside?: ReactNode;
} & Omit<ComponentProps<'input'>, 'id'>) {
  const note = error ?? hint;
  const noteId = error ? `${name}-error` : `${name}-hint`;
  return (
    <div>
      <label htmlFor={name} className={beside ? 'sr-only' : 'mb-1 block text-[14px]/[20px] font-medium'}>
        {label}
      </label>
      <div className={beside ? 'flex flex-wrap gap-2' : 'relative'}>
        <input
          {...testId(id)}
          {...input}
          id={name}
          name={name}
          className={`field ${spread ? 'tracking-[0.4em]' : ''} ${beside ? 'min-w-44 flex-[99_1_0]' : ''}`}
          aria-invalid={error ? true : undefined}
          aria-describedby={note && noteId}
        />
        {mark && <span className="absolute inset-y-0 right-3 flex items-center">{mark}</span>}
        {beside}
      </div>
      {note && (
        <p id={noteId} className={`mt-1 text-[14px]/[20px] ${error ? 'text-bad' : 'text-ink-2'}`}>
          {note}
        </p>
      )}
    </div>
  );
}

/** An error of the whole form. */
export function Problem({ text }: { text: string | undefined }) {
  return (
    <div role="alert">
      {text && <p className="rounded-control bg-bad-soft px-3 py-2 text-[14px]/[20px] font-medium text-bad">{text}</p>}
    </div>
  );
}
