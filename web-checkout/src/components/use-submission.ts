'use client';

import { sendForm } from '@payment-gateway/web/send-form';
import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation';
import { useActionState } from 'react';

type Action<State> = (before: Awaited<State>, form: FormData) => Promise<State>;

/**
 * A rejected action takes the whole page down, so a connection that breaks becomes a state of the form. On the server it
 * stays the action itself: React writes it into the form for browsers without JavaScript.
 */
function surviving<State extends object>(action: Action<State>, broken: State): Action<State> {
  if (typeof window === 'undefined') return action;
  return (before, form) =>
    action(before, form).catch((error: unknown) => {
      unstable_rethrow(error); // a redirect is the answer, not a fault
      if (unstable_isUnrecognizedActionError(error)) throw error; // a page of an older release: only a new one helps
      return { ...before, ...broken };
    });
}

/** The state of a form's action, and how to send the form so that it keeps what was typed: React empties it otherwise. */
export function useSubmission<State extends object>(
  action: Action<State>,
  { untouched, broken, here }: { untouched: Awaited<State>; broken: State; here?: string },
) {
  const [state, submit, pending] = useActionState<State, FormData>(surviving(action, broken), untouched, here);
  return { state, submit, send: sendForm(submit, pending), pending };
}
