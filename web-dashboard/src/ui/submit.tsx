'use client';

import type { ComponentProps } from 'react';
import { useFormStatus } from 'react-dom';
import type { TestId } from '../lib/test-ids';

/** Shows the progress as text while its form is sent; a second press does nothing. */
export function Submit({
  children,
  busy = 'Working…',
  look = 'primary',
  testId,
  ...button
}: ComponentProps<'button'> & {
  busy?: string;
  look?: 'primary' | 'danger' | 'small' | '';
  testId?: TestId | undefined;
}) {
  const { pending } = useFormStatus();
  return (
    <button {...button} type="submit" className={`button ${look}`} aria-disabled={pending} data-test-id={testId}>
      {pending ? busy : children}
    </button>
  );
}
