'use client';

import type { ReactNode } from 'react';
import { useFormStatus } from 'react-dom';

/** Turns into progress with words; pressed again meanwhile, nothing happens. */
export function Submit({
  children,
  busy = 'Working…',
  look = 'primary',
  testId,
}: {
  children: ReactNode;
  busy?: string;
  look?: 'primary' | 'danger' | '';
  testId?: string;
}) {
  const { pending } = useFormStatus();
  return (
    <button type="submit" className={`button ${look}`} aria-disabled={pending} data-test-id={testId}>
      {pending ? busy : children}
    </button>
  );
}
