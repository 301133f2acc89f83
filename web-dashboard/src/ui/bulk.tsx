'use client';

import { type ReactNode, useState } from 'react';
import type { TestId } from '../lib/test-ids';
import { ActionForm, type FormAction } from './action-form';
import { Submit } from './submit';

/** The boxes of a page are in its table; their form is below it and refers to them by id. */
export const BulkBox = ({ form, value, label }: { form: string; value: string; label: string }) => (
  <label className="above inline-grid size-6 shrink-0 place-items-center">
    <span className="sr-only">{label}</span>
    <input type="checkbox" name="ids" value={value} form={form} className="!mt-0 size-4" />
  </label>
);

const boxesOf = (form: string) =>
  [...document.querySelectorAll<HTMLInputElement>(`input[name="ids"]`)].filter(
    (box) => box.getAttribute('form') === form,
  );

/** In the head of the table: chooses every box of the page, or none. */
export const BulkAll = ({ form }: { form: string }) => (
  <span className="above scripted mr-2 inline-grid size-6 shrink-0 place-items-center align-middle">
    <input
      type="checkbox"
      aria-label="Choose all"
      className="!mt-0 size-4"
      onChange={({ target }) => {
        for (const box of boxesOf(form)) box.checked = target.checked;
      }}
    />
  </span>
);

/**
 * One action for the chosen rows. Without scripts it works too, without Choose all. `above`: over the table, shown once
 * a row is chosen; its table has `BulkAll`.
 */
export function BulkForm({
  id,
  action,
  attempt,
  submit,
  busy,
  testId,
  above = false,
  children,
}: {
  id: string;
  action: FormAction;
  attempt: string;
  submit: string;
  busy: string;
  testId: TestId;
  above?: boolean;
  children: ReactNode;
}) {
  const [isAll, setAll] = useState(false);
  const chooseAll = () => {
    for (const box of boxesOf(id)) box.checked = !isAll;
    setAll(!isAll);
  };
  return (
    <ActionForm
      id={id}
      action={action}
      attempt={attempt}
      testId={testId}
      className={`flex flex-wrap items-center gap-3 border-line px-4 py-3 ${above ? 'above-rows border-b' : 'border-t'}`}
    >
      {!above && (
        <button type="button" className="button scripted" onClick={chooseAll}>
          {isAll ? 'Choose none' : 'Choose all'}
        </button>
      )}
      <Submit look="" busy={busy}>
        {submit}
      </Submit>
      <span className="text-[13px]/[18px] text-ink-3">{children}</span>
    </ActionForm>
  );
}
