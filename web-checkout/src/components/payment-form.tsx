'use client';

import { type FocusEvent, type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { FormState } from '../lib/actions';
import { type FieldErrors, FIELDS } from '../lib/card-input';
import { FORM_STATES } from '../lib/form-states';
import { type TestId, testId } from '../lib/test-ids';
import { keepTyped } from '../lib/typed';
import { useSubmission } from './use-submission';

export type PayAction = (before: FormState, form: FormData) => Promise<FormState>;

/**
 * A payment form. It validates in the browser first, then on the server. After an error the first faulty field gets the
 * focus, and the faulty fields are validated again while the shopper types. A filled field is also validated when the
 * shopper goes on to another one. Without JavaScript it is a plain form, and the server returns the same errors.
 */
export function PaymentForm({
  id,
  action,
  attempt: newAttempt,
  here,
  check,
  children,
}: {
  id?: TestId;
  action: PayAction;
  attempt: string;
  /** The page with this form open: the form's target without JavaScript. */
  here: string;
  check?: (form: FormData) => FieldErrors;
  children: (shown: { errors: FieldErrors; state: FormState; pending: boolean }) => ReactNode;
}) {
  // Kept when the page is rendered again, so that another press after a lost response repeats the same request.
  const [attempt] = useState(newAttempt);
  const form = useRef<HTMLFormElement>(null);
  const { state, submit, send, pending } = useSubmission(action, { ...FORM_STATES, here });
  const [found, setFound] = useState<FieldErrors>();
  const verdict = found ?? state.errors;
  const [typed, setTyped] = useState({ since: verdict, errors: verdict });
  const errors = typed.since === verdict ? typed.errors : verdict;
  useEffect(() => {
    if (Object.keys(verdict).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [verdict]);
  /** Not if the next stop is a button: an error that appears would move it away from under the pointer. */
  const checkLeft = ({ target, relatedTarget, currentTarget }: FocusEvent<HTMLFormElement>) => {
    if (!(target instanceof HTMLInputElement && relatedTarget instanceof HTMLInputElement) || !target.value) return;
    const field = FIELDS.find((name) => name === target.name);
    const fault = field && check?.(new FormData(currentTarget))[field];
    if (fault) setTyped({ since: verdict, errors: { ...errors, [field]: fault } });
  };
  const recheck = (event: FormEvent<HTMLFormElement>) => {
    if (Object.keys(errors).length === 0 && Object.keys(verdict).length === 0) return;
    const faults = check?.(new FormData(event.currentTarget)) ?? {};
    const changed = (event.target as HTMLInputElement).name;
    const left: FieldErrors = {};
    for (const field of FIELDS) {
      // The browser cannot recheck an error of the server, so such an error stays until its field changes.
      const isMended = found !== undefined || field === changed;
      const fault = faults[field] ?? (isMended ? undefined : verdict[field] && errors[field]);
      if ((verdict[field] || errors[field]) && fault) left[field] = fault;
    }
    setTyped({ since: verdict, errors: left });
  };
  return (
    <form
      {...(id && testId(id))}
      ref={form}
      action={submit}
      noValidate
      className="space-y-4"
      onInput={recheck}
      onBlur={checkLeft}
      onSubmit={(event) => {
        const data = new FormData(event.currentTarget);
        keepTyped(data);
        const faults = check?.(data) ?? {};
        const isFaulty = Object.keys(faults).length > 0;
        setFound(isFaulty ? faults : undefined);
        if (isFaulty) event.preventDefault();
        else send(event);
      }}
    >
      <input type="hidden" name="attempt" value={attempt} />
      {children({ errors, state, pending })}
    </form>
  );
}
