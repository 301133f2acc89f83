'use client';

import { useId } from 'react';

/** A switch that sends its form when it is pressed, and shows the state that is stored. Works without scripts. */
export function Switch({
  on,
  label,
  hint,
  disabled = false,
}: {
  on: boolean;
  label: string;
  hint?: string;
  disabled?: boolean;
}) {
  const [name, about] = [useId(), useId()];
  return (
    <div className="flex items-start gap-3">
      <button
        role="switch"
        aria-checked={on}
        aria-labelledby={name}
        aria-describedby={hint && about}
        disabled={disabled}
        className="switch"
      />
      <div className="min-w-0">
        <p id={name} className="font-medium">
          {label}
        </p>
        {hint && (
          <p id={about} className="text-[13px]/[18px] text-ink-3">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
