'use client';

import { useState } from 'react';
import { masked } from '../lib/masked';
import { type TestId, testId } from '../lib/test-ids';
import { Copy } from './copy';

/**
 * A secret: readable for a test merchant, masked until revealed for a live one. `cut`: on one line, with an ellipsis.
 */
export function Reveal({
  secret,
  mode,
  label,
  cut = false,
  id,
}: {
  secret: string;
  mode: 'test' | 'live';
  label: string;
  cut?: boolean;
  id?: TestId;
}) {
  const [wasRevealed, setRevealed] = useState(false);
  const isShown = mode === 'test' || wasRevealed;
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      <code className={`mono min-w-0 ${cut ? 'truncate' : 'break-all'}`} {...(id && testId(id))}>
        {isShown ? secret : masked(secret)}
      </code>
      {mode === 'live' && (
        <button
          type="button"
          className="link cursor-pointer text-[13px]/[18px]"
          aria-pressed={isShown}
          onClick={() => setRevealed(!isShown)}
        >
          {isShown ? 'Hide' : 'Reveal'}
        </button>
      )}
      <Copy text={secret} label={label} />
    </span>
  );
}
