'use client';

import { sendForm } from '@payment-gateway/web/send-form';
import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation';
import { useActionState } from 'react';

type Action<State> = (before: Awaited<State>, form: FormData) => Promise<State>;

/**
 * A rejected action would replace the whole page by an error, so a broken connection becomes a state of the form. On
 * the server the action stays as it is: React writes it into the form for browsers without JavaScript.
 */
function withConnectionErrors<State extends object>(action: Action<State>, broken: State): Action<State> {
  if (typeof window === 'undefined') return action;
  return (before, form) =>
    action(before, form).catch((error: unknown) => {
      unstable_rethrow(error); // a redirect is a result, not an error
      if (unstable_isUnrecognizedActionError(error)) throw error; // a page of an older release: only a reload helps
      return { ...before, ...broken };
    });
}

/** The state of a form's action, and a submit function that keeps the input: React would reset the form. */
export function useSubmission<State extends object>(
  action: Action<State>,
  { untouched, broken, here }: { untouched: Awaited<State>; broken: State; here?: string },
) {
  const [state, submit, pending] = useActionState<State, FormData>(
    withConnectionErrors(action, broken),
    untouched,
    here,
  );
  return { state, submit, send: sendForm(submit, pending), pending };
}
