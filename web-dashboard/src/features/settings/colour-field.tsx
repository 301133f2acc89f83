'use client';

import { useState } from 'react';
import { checkColour } from '../../lib/contrast';

/** The colour of the checkout for merchants without one. */
const OWN = '#3538cd';

/** A colour with its contrast, checked while it is chosen, and a button of the checkout in it. */
export function ColourField({
  color,
  merchant,
  readOnly,
}: {
  color: string | null;
  merchant: string;
  readOnly: boolean;
}) {
  const [chosen, setChosen] = useState(color ?? OWN);
  const [isOwn, setOwn] = useState(color === null);
  const shown = isOwn ? OWN : chosen;
  const { ok, text, words } = checkColour(shown);
  return (
    <fieldset className="grid gap-2" disabled={readOnly}>
      <legend className="mb-1 text-[13px]/[18px] font-medium">Colour</legend>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <label className="flex items-center gap-2">
          <input
            type="color"
            name="brand_color"
            value={chosen}
            onChange={(event) => {
              setChosen(event.target.value);
              setOwn(false);
            }}
            className="h-9 w-14 cursor-pointer rounded-control border border-line-strong bg-surface p-1"
          />
          <span className="sr-only">Brand colour</span>
          <span className="mono">{shown}</span>
        </label>
        <label className="flex items-center gap-2">
          <input type="checkbox" name="own_color" checked={isOwn} onChange={(event) => setOwn(event.target.checked)} />
          Use the default colour
        </label>
      </div>
      <p role="status" className={`text-[13px]/[18px] ${ok ? 'text-good' : 'text-bad'}`} data-contrast={ok}>
        {words}
      </p>
      <svg
        viewBox="0 0 320 96"
        className="w-full max-w-80 rounded-card border border-line"
        role="img"
        aria-label={`A button of the checkout in ${shown}`}
      >
        <rect width="320" height="96" fill="#ffffff" />
        <text x="16" y="28" fontSize="13" fontWeight="600" fill="#101828">
          {merchant.length > 34 ? `${merchant.slice(0, 33)}…` : merchant}
        </text>
        <rect x="16" y="42" width="288" height="40" rx="8" fill={shown} />
        <text x="160" y="67" fontSize="14" fontWeight="600" textAnchor="middle" fill={text}>
          Pay ₹499.00
        </text>
      </svg>
    </fieldset>
  );
}
