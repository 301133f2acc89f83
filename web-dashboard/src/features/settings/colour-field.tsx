'use client';

import { useState } from 'react';
import { checkColour, DEFAULT_COLOUR } from '../../lib/contrast';

/** A colour with its contrast, checked while it is chosen; null is the default colour. */
export function ColourField({
  color,
  onChange,
  readOnly,
}: {
  color: string | null;
  onChange: (color: string | null) => void;
  readOnly: boolean;
}) {
  // Kept while the default is ticked, so that unticking it brings it back.
  const [chosen, setChosen] = useState(color ?? DEFAULT_COLOUR);
  const { ok, words } = checkColour(color ?? DEFAULT_COLOUR);
  return (
    <fieldset className="grid gap-2" disabled={readOnly}>
      <legend className="mb-1 text-[13px]/[18px] font-medium">Colour of buttons</legend>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <label className="flex items-center gap-2">
          <input
            type="color"
            name="brand_color"
            value={chosen}
            onChange={({ target }) => {
              setChosen(target.value);
              onChange(target.value);
            }}
            className="h-9 w-14 cursor-pointer rounded-control border border-line-strong bg-surface p-1"
          />
          <span className="sr-only">Your colour</span>
          <span className="mono">{chosen}</span>
        </label>
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            name="own_color"
            checked={color === null}
            onChange={({ target }) => onChange(target.checked ? null : chosen)}
          />
          Use the default colour ({DEFAULT_COLOUR})
        </label>
      </div>
      <p role="status" className={`text-[13px]/[18px] ${ok ? 'text-good' : 'text-bad'}`} data-contrast={ok}>
        {words}
      </p>
      <p className="text-[13px]/[18px] text-ink-3">
        {color === null
          ? 'On a dark screen the default becomes a lighter violet with dark text.'
          : 'It is the same on a dark screen.'}
      </p>
    </fieldset>
  );
}
