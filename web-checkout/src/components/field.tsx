import type { ComponentProps, ReactNode } from 'react';
import type { TestId } from '../lib/test-ids';
import { testId } from '../lib/test-ids';

/** A labelled input with its error tied to it. */
export function Field({
  id,
  name,
  label,
  error,
  mark,
  ...input
}: { id: TestId; name: string; label: string; error?: string | undefined; mark?: ReactNode } & Omit<
  ComponentProps<'input'>,
  'id'
>) {
  return (
    <div>
      <label htmlFor={name} className="mb-1 block text-[14px]/[20px] font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          {...testId(id)}
          {...input}
          id={name}
          name={name}
          className="field"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${name}-error` : undefined}
        />
        {mark && <span className="absolute inset-y-0 right-3 flex items-center">{mark}</span>}
      </div>
      {error && (
        <p id={`${name}-error`} className="mt-1 text-[14px]/[20px] text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

/** What is wrong with the whole form. */
export function Problem({ text }: { text: string | undefined }) {
  return (
    <div role="alert">
      {text && <p className="rounded-control bg-bad-soft px-3 py-2 text-[14px]/[20px] font-medium text-bad">{text}</p>}
    </div>
  );
}
