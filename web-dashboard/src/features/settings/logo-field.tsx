'use client';

import type { ChangeEvent } from 'react';
import { MAX_LOGO_BYTES } from './logo-size';

const TOO_LARGE = 'The logo may have at most 24 kB. Save it smaller, as a PNG of 16 to 512 pixels.';

/** The present logo, another one, or none. */
export function LogoField({ logo, readOnly }: { logo: string | null; readOnly: boolean }) {
  const check = ({ target }: ChangeEvent<HTMLInputElement>) =>
    target.setCustomValidity((target.files?.[0]?.size ?? 0) > MAX_LOGO_BYTES ? TOO_LARGE : '');
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-[13px]/[18px] font-medium">Logo</legend>
      <div className="flex flex-wrap items-center gap-4">
        {logo && (
          // A PNG that the API has checked and cleaned.
          <img
            src={`data:image/png;base64,${logo}`}
            alt="The present logo"
            className="size-14 rounded-control border border-line bg-white object-contain p-1"
          />
        )}
        {!readOnly && (
          <input
            type="file"
            name="logo"
            accept="image/png"
            aria-label="Another logo"
            className="field max-w-full file:mr-3 file:cursor-pointer file:border-0 file:bg-transparent file:font-medium file:text-accent sm:w-auto"
            onChange={check}
          />
        )}
      </div>
      {logo && !readOnly && (
        <label className="flex items-center gap-2">
          <input type="checkbox" name="no_logo" />
          Remove the logo
        </label>
      )}
      <p className="text-[13px]/[18px] text-ink-3">
        {readOnly && !logo ? 'None.' : 'A PNG of 16 to 512 pixels, at most 24 kB.'}
      </p>
    </fieldset>
  );
}
