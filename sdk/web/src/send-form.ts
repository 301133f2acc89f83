import { type FormEvent, startTransition } from 'react';

/**
 * An onSubmit handler that sends the form by itself and keeps the input: React resets a form after its own action, even if
 * the action failed. While a submission is pending, another does nothing.
 */
export const sendForm =
  (submit: (form: FormData) => void, pending: boolean) =>
  (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    if (!pending) startTransition(() => submit(typed));
  };
