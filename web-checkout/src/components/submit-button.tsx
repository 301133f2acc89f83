import type { ComponentProps } from 'react';
import type { TestId } from '../lib/test-ids';
import { testId } from '../lib/test-ids';

/** Shows the action, and while it runs, its progress in the same place. A second press does nothing. */
export function SubmitButton({
  id,
  pending,
  progress,
  kind = 'primary',
  onClick,
  children,
  ...rest
}: {
  id?: TestId;
  pending: boolean;
  progress: string;
  kind?: 'primary' | 'secondary' | 'show-code';
} & ComponentProps<'button'>) {
  return (
    <button
      {...rest}
      {...(id && testId(id))}
      type="submit"
      className={kind}
      aria-disabled={pending}
      onClick={(event) => (pending ? event.preventDefault() : onClick?.(event))}
    >
      {pending ? (
        <>
          <span className="spinner" aria-hidden="true" />
          {progress}
        </>
      ) : (
        children
      )}
    </button>
  );
}
