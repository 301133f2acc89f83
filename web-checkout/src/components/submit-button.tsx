import type { ComponentProps } from 'react';
import type { TestId } from '../lib/test-ids';
import { testId } from '../lib/test-ids';

const LOOKS = {
  primary: 'primary',
  secondary: 'secondary',
  'show-code': 'show-code',
  /** In the row of its field; a line of its own if the row is too narrow. */
  beside: 'secondary min-h-12 w-auto flex-[1_0_auto] py-2 whitespace-nowrap',
} as const;

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
  kind?: keyof typeof LOOKS;
} & ComponentProps<'button'>) {
  return (
    <button
      {...rest}
      {...(id && testId(id))}
      type="submit"
      className={LOOKS[kind]}
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
