'use client';

import { useState } from 'react';
import { masked } from '../lib/masked';
import { type TestId, testId } from '../lib/test-ids';
import { Copy } from './copy';

/**
 * A secret, masked until it is revealed. Of a test merchant the page contains it and the browser draws dots
 * (globals.css), because a test secret may be read by scripts; without scripts it is shown. `cut`: on one line.
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
  const [isShown, setShown] = useState(false);
  const look = isShown ? (cut ? 'truncate' : 'break-all') : 'concealed';
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      <code className={`mono min-w-0 ${look}`} aria-hidden={!isShown} {...(id && testId(id))}>
        {isShown || mode === 'test' ? secret : masked(secret)}
      </code>
      <button
        type="button"
        className="link scripted above shrink-0 cursor-pointer text-[13px]/[18px]"
        aria-label={`${isShown ? 'Hide' : 'Reveal'} ${label}`}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? 'Hide' : 'Reveal'}
      </button>
      <Copy text={secret} label={label} />
    </span>
  );
}
