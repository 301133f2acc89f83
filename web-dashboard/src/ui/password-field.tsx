'use client';

import { type ComponentProps, useState } from 'react';
import { Field } from './field';

/** A password that can be shown, at the right of its label. */
export function PasswordField(field: Omit<ComponentProps<typeof Field>, 'type'>) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <Field {...field} type={isShown ? 'text' : 'password'} />
      <button
        type="button"
        className="link scripted absolute top-0 right-0 cursor-pointer text-[13px]/[18px]"
        aria-label={`${isShown ? 'Hide' : 'Show'} password`}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? 'Hide' : 'Show'}
      </button>
    </div>
  );
}
