import { type FormEvent, startTransition } from 'react';

/** An onSubmit that sends by hand: React empties a form whose own action has ended, however it ended. */
export const sendForm =
  (submit: (form: FormData) => void, pending: boolean) =>
  (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    if (!pending) startTransition(() => submit(typed));
  };
