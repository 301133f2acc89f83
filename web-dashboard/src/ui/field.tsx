'use client';

import { type ComponentProps, type ReactNode, use, useId } from 'react';
import type { TestId } from '../lib/test-ids';
import { FieldFault, Typed } from './typed';

/** A label with its input and a hint. */
export function Field({
  label,
  hint,
  testId,
  defaultValue,
  error: given,
  beside = false,
  ...input
}: ComponentProps<'input'> & {
  label: string;
  /** The label is beside the input, not above it. */
  beside?: boolean;
  hint?: ReactNode;
  testId?: TestId | undefined;
  /** What is wrong with the value. */
  error?: string | undefined;
}) {
  const typed = use(Typed)[input.name ?? ''];
  const fault = use(FieldFault);
  const error = given ?? (fault?.field === input.name ? fault?.description : undefined);
  const faultId = useId();
  const initial = input.value === undefined && { defaultValue: typed ?? defaultValue };
  return (
    <label className={beside ? 'flex min-w-0 items-center gap-2' : 'grid content-start gap-1'}>
      <span className={`text-[13px]/[18px] font-medium ${beside ? 'min-w-[52px] sm:min-w-[104px]' : ''}`}>{label}</span>
      <input
        className="field"
        autoComplete="off"
        data-test-id={testId}
        {...initial}
        {...input}
        {...(error !== undefined && { 'aria-invalid': true })}
        {...(error && { 'aria-describedby': faultId })}
      />
      {error && (
        <span id={faultId} role="alert" className="text-[13px]/[18px] text-bad">
          {error}
        </span>
      )}
      {hint && <span className="text-[13px]/[18px] text-ink-3">{hint}</span>}
    </label>
  );
}

export function Select({
  label,
  options,
  hint,
  defaultValue,
  quiet = false,
  ...select
}: ComponentProps<'select'> & {
  label: string;
  /** The label is for screen readers only. */
  quiet?: boolean;
  options: readonly (readonly [string, string])[];
  hint?: ReactNode;
}) {
  const typed = use(Typed)[select.name ?? ''];
  return (
    <label className="grid content-start gap-1">
      <span className={quiet ? 'sr-only' : 'text-[13px]/[18px] font-medium'}>{label}</span>
      <select className="field" defaultValue={typed ?? defaultValue} {...select}>
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

export function TextArea({
  label,
  hint,
  defaultValue,
  ...area
}: ComponentProps<'textarea'> & { label: string; hint?: ReactNode }) {
  const typed = use(Typed)[area.name ?? ''];
  return (
    <label className="grid content-start gap-1">
      <span className="text-[13px]/[18px] font-medium">{label}</span>
      <textarea className="field" autoComplete="off" rows={3} defaultValue={typed ?? defaultValue} {...area} />
      {hint && <span className="text-[13px]/[18px] text-ink-3">{hint}</span>}
    </label>
  );
}

/** Two or three choices that exclude each other, as radio buttons. */
export function Choice({
  label,
  name,
  options,
  defaultValue,
}: {
  label: string;
  name: string;
  options: readonly (readonly [value: string, title: string, about?: string])[];
  defaultValue: string;
}) {
  const chosen = use(Typed)[name] ?? defaultValue;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-[13px]/[18px] font-medium">{label}</legend>
      <div className="grid gap-2 sm:auto-cols-fr sm:grid-flow-col">
        {options.map(([value, title, about]) => (
          <label key={value} className="choice">
            <input type="radio" name={name} value={value} defaultChecked={value === chosen} />
            <span>
              <span className="block font-medium">{title}</span>
              {about && <span className="block text-[13px]/[18px] text-ink-2">{about}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
