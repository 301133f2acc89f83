import type { ComponentProps, ReactNode } from 'react';
import type { TestId } from '../lib/test-ids';

/** A label with its input and a hint. */
export function Field({
  label,
  hint,
  testId,
  ...input
}: ComponentProps<'input'> & { label: string; hint?: ReactNode; testId?: TestId | undefined }) {
  return (
    <label className="grid gap-1">
      <span className="text-[13px]/[18px] font-medium">{label}</span>
      <input className="field" autoComplete="off" data-test-id={testId} {...input} />
      {hint && <span className="text-[13px]/[18px] text-ink-3">{hint}</span>}
    </label>
  );
}

export function Select({
  label,
  options,
  hint,
  ...select
}: ComponentProps<'select'> & {
  label: string;
  options: readonly (readonly [string, string])[];
  hint?: ReactNode;
}) {
  return (
    <label className="grid gap-1">
      <span className="text-[13px]/[18px] font-medium">{label}</span>
      <select className="field" {...select}>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {hint && <span className="text-[13px]/[18px] text-ink-3">{hint}</span>}
    </label>
  );
}
