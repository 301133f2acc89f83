'use client';

import { useState } from 'react';
import { masked } from '../lib/masked';
import { type TestId, testId } from '../lib/test-ids';
import { Copy } from './copy';

/** A secret, masked until it is asked for. */
export function Reveal({ secret, label, id }: { secret: string; label: string; id?: TestId }) {
  const [shown, setShown] = useState(false);
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      <code className="mono min-w-0 break-all" {...(id && testId(id))}>
        {shown ? secret : masked(secret)}
      </code>
      <button
        type="button"
        className="link cursor-pointer text-[13px]/[18px]"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? 'Hide' : 'Reveal'}
      </button>
      <Copy text={secret} label={label} />
    </span>
  );
}
