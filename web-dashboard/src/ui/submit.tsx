'use client';

import type { ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import type { TestId } from '../lib/test-ids';

/** Turns into progress with words; pressed again meanwhile, nothing happens. */
export function Submit({
  children,
  busy = 'Working…',
  look = 'primary',
  testId,
  'data-webhook-id': webhookId,
}: {
  children: ReactNode;
  busy?: string;
  look?: 'primary' | 'danger' | '';
  testId?: TestId | undefined;
  'data-webhook-id'?: string;
}) {
  const { pending } = useFormStatus();
  return (
    <button
      type="submit"
      className={`button ${look}`}
      aria-disabled={pending}
      data-test-id={testId}
      data-webhook-id={webhookId}
    >
      {pending ? busy : children}
    </button>
  );
}
