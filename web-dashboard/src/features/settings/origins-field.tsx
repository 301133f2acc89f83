'use client';

import { useState } from 'react';

/** One origin per line. The input is kept after a refusal, because React resets a form that was sent. */
export function OriginsField({ origins, readOnly }: { origins: string[]; readOnly: boolean }) {
  const [text, setText] = useState(origins.join('\n'));
  return (
    <label className="grid gap-1">
      <span className="text-[13px]/[18px] font-medium">Allowed origins, one per line</span>
      <textarea
        className="field mono min-h-24"
        name="allowed_origins"
        rows={4}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="https://shop.example"
        readOnly={readOnly}
        autoComplete="off"
        spellCheck={false}
      />
      <span className="text-[13px]/[18px] text-ink-3">
        Sites that may show the checkout in a frame: scheme, host and port only. At most 20.
      </span>
    </label>
  );
}
