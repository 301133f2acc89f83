import { type FormEvent, startTransition } from 'react';

/**
 * An onSubmit handler that sends the form itself and keeps what was typed: React empties a form after its own action, even
 * if the action failed. While one submission is pending, another does nothing.
 */
export const sendForm =
  (submit: (form: FormData) => void, pending: boolean) =>
  (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    if (!pending) startTransition(() => submit(typed));
  };
